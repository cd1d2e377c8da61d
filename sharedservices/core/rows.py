"""Rows of long tables, in the template language of the Design System's components: it takes a fraction of the time."""

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ENVIRONMENT = Environment(
    loader=FileSystemLoader(settings.BASE_DIR / "templates" / "rows"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> SafeString:
    """`render("claims", claims=claims)` for templates/rows/claims.jinja."""
    return mark_safe(ENVIRONMENT.get_template(f"{template}.jinja").render(values))  # noqa: S308 - autoescaped
