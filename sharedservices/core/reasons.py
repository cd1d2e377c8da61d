"""Why something is done through a door that has no form of its own for it: a button, the administration, the API."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import ValidationError

from sharedservices.core.acting import saying
from sharedservices.core.errors import RuleViolation
from sharedservices.core.formfields import ReasonField

NAME = "why"
HEADER = "X-Change-Reason"


def explained(given: Mapping[str, Any]) -> AbstractContextManager[None]:
    """What is done inside is done for the reason that was typed, if one was. RuleViolation for one that cannot be
    kept."""
    try:
        return saying(reason=ReasonField().clean(given.get(NAME, "")))
    except ValidationError as error:
        raise RuleViolation(error.messages[0], field=NAME) from error


def in_header(headers: Mapping[str, str]) -> str:
    """What a program says, as UTF-8 or, as HTTP has it of old, Latin-1. ValidationError for what cannot be kept."""
    raw = headers.get(HEADER, "").encode("latin-1", "replace")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return ReasonField().clean(text)
