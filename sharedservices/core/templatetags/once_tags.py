import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sharedservices.core.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The key that makes one effect of one form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4().hex)
