from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sharedservices.core import components

register = template.Library()


@register.simple_tag
def govuk(component: str, params: Mapping[str, Any] | None = None, /, **options: Any) -> SafeString:
    """`{% govuk "summary-list" data %}` or `{% govuk "tag" text="Draft" classes="govuk-tag--grey" %}`, or both."""
    return components.render(component, {**(params or {}), **options})


@register.simple_tag
def summary_list(rows: list[tuple[Any, ...]], **options: Any) -> SafeString:
    return components.render("summary-list", {**components.summary_list(rows), **options})


@register.simple_tag
def breadcrumbs(*parts: str) -> SafeString:
    return components.render("breadcrumbs", components.breadcrumbs(*parts))


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any]) -> SafeString | str:
    """Nothing when all rows are on one page."""
    if not page.has_other_pages():
        return ""
    return components.render("pagination", components.pagination(page, context["request"].GET))


@register.simple_tag
def banners(messages: Iterable[Message]) -> SafeString:
    """What the page before had to say: saved, sent, refused."""
    numbered = [components.banner(str(item), item.level, number) for number, item in enumerate(messages or [], 1)]
    return format_html_join("", "{}", ((components.render("notification-banner", params),) for params in numbered))


@register.simple_tag
def error_summary(*forms: object) -> SafeString | str:
    """Every error of the forms and form sets given, linked to its field. Anything else is passed over."""
    errors = [error for form in _forms(forms) for error in _errors(form)]
    if not errors:
        return ""
    return components.render("error-summary", {"titleText": "There is a problem", "errorList": errors})


@register.simple_tag
def title_prefix(*forms: object) -> str:
    return "Error: " if any(_errors(form) for form in _forms(forms)) else ""


def _forms(given: tuple[object, ...]) -> Iterator["BaseForm | BaseFormSet[Any]"]:
    for item in given:
        if isinstance(item, list | tuple):
            yield from _forms(tuple(item))
        elif isinstance(item, BaseForm):
            yield item
        elif isinstance(item, BaseFormSet):
            yield item
            yield from item.forms


def _errors(form: "BaseForm | BaseFormSet[Any]") -> list[dict[str, str | None]]:
    if isinstance(form, BaseFormSet):
        return [{"text": str(text)} for text in form.non_form_errors()]
    general: list[dict[str, str | None]] = [{"text": str(text)} for text in form.non_field_errors()]
    return [*general, *(error for field in form for error in _field_errors(field))]


def _field_errors(field: BoundField) -> list[dict[str, str | None]]:
    """A form with a renderer of its own has plain fields: those link by their id and keep Django's words."""
    href = None if field.is_hidden else f"#{getattr(field, 'first_id', field.auto_id)}"
    return [{"text": str(text), "href": href} for text in getattr(field, "summary_messages", field.errors)]
