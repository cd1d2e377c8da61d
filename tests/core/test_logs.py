"""One line of JSON in UTC for each event, on standard error, whatever its values hold."""

import json
import logging
from datetime import datetime, timedelta

import pytest
from django.conf import settings


@pytest.fixture
def line() -> object:
    console = settings.LOGGING["formatters"]["json"]
    formatter = console["()"](**{name: value for name, value in console.items() if name != "()"})

    def written(message: str) -> str:
        record = logging.LogRecord("portal", logging.WARNING, __file__, 1, message, None, None)
        text: str = formatter.format(record)
        return text

    return written


def test_a_line_is_json_in_utc(line) -> None:
    told = json.loads(line("refused"))

    assert told["event"] == "refused"
    assert told["level"] == "warning"
    assert datetime.fromisoformat(told["timestamp"]).utcoffset() == timedelta(0)


def test_a_line_end_in_a_value_makes_no_line(line) -> None:
    text = line('first\n{"event": "forged"}\r\x1b[2J')

    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


def test_everything_goes_to_standard_error() -> None:
    handlers = settings.LOGGING["handlers"]

    assert {handler["class"] for handler in handlers.values()} == {"logging.StreamHandler"}
    assert settings.LOGGING["root"]["handlers"] == list(handlers)
    assert not [name for name, logger in settings.LOGGING["loggers"].items() if logger.get("handlers")]
