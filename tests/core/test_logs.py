"""One line of JSON in UTC for each event, on standard error, whatever its values hold."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

LOOKED_FOR = "f7Qx2LmP9vKd"
OPENING = [
    f"/sign-in/council/north/back/?code={LOOKED_FOR}&state=s{LOOKED_FOR}",
    f"/sign-in/council/cancelled/?error=x'{LOOKED_FOR}",
    f"/sign-in/password/1-{LOOKED_FOR}-{LOOKED_FOR}/",
    f"/sign-in/?next=/invitation/{LOOKED_FOR}/",
    f"/invitation/{LOOKED_FOR}/",
    f"/api/v1/workstreams/?token=ssp_{LOOKED_FOR}_{LOOKED_FOR}",
    f"/nowhere/?{LOOKED_FOR}",
    f"/help/?%63ode={LOOKED_FOR}",
]


def json_lines() -> logging.Formatter:
    console = settings.LOGGING["formatters"]["json"]
    formatter: logging.Formatter = console["()"](**{name: value for name, value in console.items() if name != "()"})
    return formatter


@pytest.fixture
def line() -> object:
    formatter = json_lines()

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


@pytest.fixture
def process_log() -> Iterator[io.StringIO]:
    """What the process writes on standard error, at the level of an installation."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(json_lines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPENING)
def test_what_an_address_opens_is_in_no_line(client: Client, process_log: io.StringIO, address: str) -> None:
    client.get(address, headers={"referer": f"http://testserver{address}"})

    told = [json.loads(text) for text in process_log.getvalue().splitlines()]
    assert {"request_started", "request_finished"} <= {one["event"] for one in told}
    assert LOOKED_FOR not in process_log.getvalue()
    assert all("…" in one["request"] for one in told if "request" in one)


def failing(address: str) -> None:
    raise ValueError(address)


def test_what_a_traceback_says_is_cut_too(process_log: io.StringIO) -> None:
    address, log = f"https://login.example.org/back?code={LOOKED_FOR}", logging.getLogger("portal")

    try:
        failing(address)
    except ValueError as error:
        log.exception("Failed")
        log.warning("Could not sign in: %s", error)

    first, second = [json.loads(text) for text in process_log.getvalue().splitlines()]
    assert first["exception"].endswith("ValueError: https://login.example.org/back?…")
    assert second["event"] == "Could not sign in: https://login.example.org/back?…"
    assert LOOKED_FOR not in process_log.getvalue()
