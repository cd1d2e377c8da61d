from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sharedservices.core import narrative as markdown

register = template.Library()
SHAPES = {
    "heading": '<h{1} class="govuk-heading-s">{0}</h{1}>',
    "paragraph": '<p class="govuk-body">{0}</p>',
    "list": '<div class="govuk-body">{0}</div>',
    "quote": '<div class="govuk-body">{0}</div>',
}


@register.filter
def opening(text: str) -> str:
    """What officers' Markdown begins with, for a place in a table: plain words, to be escaped as any others."""
    return markdown.opening(text)


@register.filter
def narrative(text: str, heading: int = 4) -> SafeString:
    """Officers' Markdown as safe HTML; its headings begin at level `heading`."""
    pieces = markdown.pieces(text, heading=heading)
    return format_html_join(
        "\n", "{}", ((format_html(SHAPES[piece.kind], piece.html, piece.level),) for piece in pieces)
    )
