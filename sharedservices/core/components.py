"""The GOV.UK Design System's components, from the option dicts that it documents.

The macros trust every option called `html`. Here only text that Django already holds for safe stays markup there:
any other string is escaped, so a forgotten escape shows as text and never runs.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro
from markupsafe import Markup, escape

ENVIRONMENT = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
)
LINE_BREAK = mark_safe("<br>")
ABSENT = format_html('<span class="app-absent">{}</span>', "Not given")


def render(component: str, params: Mapping[str, Any]) -> SafeString:
    """`render("tag", {"text": "Draft"})`; names as in the Design System's addresses."""
    return mark_safe(_macro(component)(_options(params)).strip())  # noqa: S308 - autoescaped by the macro


@cache
def _macro(component: str) -> Macro:
    module = ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    macro: Macro = getattr(module, "govuk" + component.title().replace("-", ""))
    return macro


def _options(value: Any, *, markup: bool = False) -> Any:
    """The same for Jinja: None is left out, what is to be trusted becomes Markup. Inside `slots` all is markup."""
    if isinstance(value, Mapping):
        return {
            key: _options(item, markup=markup or _takes_markup(key)) for key, item in value.items() if item is not None
        }
    if isinstance(value, list | tuple):
        return [_options(item, markup=markup) for item in value]
    if isinstance(value, SafeString):
        return Markup(value)  # noqa: S704 - Django holds it for safe
    if isinstance(value, Promise):
        value = str(value)
    return escape(value) if markup and isinstance(value, str) else value


def _takes_markup(key: str) -> bool:
    return key == "slots" or key.lower().endswith("html")


def summary_list(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """From (key, value) or (key, value, address of the page that changes it). An empty value is said in words."""
    return {"rows": [_summary_row(*row) for row in rows]}


def _summary_row(key: str, value: Any, change: str | None = None) -> dict[str, Any]:
    shown = ABSENT if value in (None, "") else value
    link = {"href": change, "text": "Change", "visuallyHiddenText": key.lower()}
    return {
        "key": {"text": key},
        "value": {"html": shown} if isinstance(shown, SafeString) else {"text": str(shown)},
        "actions": {"items": [link]} if change else None,
    }


def breadcrumbs(*parts: str) -> dict[str, Any]:
    """From text, address, text, address ...; a last text without an address is this page."""
    pairs = zip(parts[::2], [*parts[1::2], None], strict=False)
    return {"items": [{"text": text, "href": href} for text, href in pairs], "collapseOnMobile": True}


def banner(text: str, level: int, number: int) -> dict[str, Any]:
    """A message of django.contrib.messages, numbered on its page so that each banner is named by its own heading."""
    wrong = level >= messages.WARNING
    return {
        "text": text,
        "type": "success" if level == messages.SUCCESS else None,
        "titleText": "There is a problem" if wrong else None,
        "classes": "app-banner--problem" if wrong else None,
        "role": "alert" if wrong else None,
        "titleId": f"banner-{number}",
    }


def pagination(page: Page[Any], query: QueryDict) -> dict[str, Any]:
    """Links keep the list's filters."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous": {"href": _page_address(query, page.number - 1)} if page.has_previous() else None,
        "next": {"href": _page_address(query, page.number + 1)} if page.has_next() else None,
        "items": [
            {"ellipsis": True}
            if not isinstance(number, int)
            else {"number": number, "href": _page_address(query, number), "current": number == page.number}
            for number in numbers
        ],
    }


def _page_address(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"
