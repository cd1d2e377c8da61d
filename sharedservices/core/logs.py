"""One line of JSON per event on standard error: machines read it, and no value of a form is ever in it."""

import re
from typing import Any

import structlog

SECRETS = re.compile(r"(/invitation/|/sign-in/password/|\bssp_)[\w-]{9,}")
QUERY = re.compile(r"\?\S+")


def without_secrets(_logger: Any, _name: str, event: Any) -> Any:
    """Of an address its query is cut, whatever is in it: a council's code and state, a token, or what somebody looked
    for. Addresses that open an account are cut where their secret begins."""
    for key, value in event.items():
        event[key] = _cut(value)
    return event


def _cut(value: Any) -> Any:
    match value:
        case str():
            return SECRETS.sub(r"\1…", QUERY.sub("?…", value))
        case dict():
            return {name: _cut(one) for name, one in value.items()}
        case list() | tuple():
            return [_cut(one) for one in value]
    return value


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    without_secrets,
]


def logging_config(level: str) -> dict[str, Any]:
    """The LOGGING setting; also configures structlog itself, which has no setting of its own."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_secrets,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
            # The sweep runs every few seconds; what a job does is told by `core.jobs`.
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "django_structlog.celery.receivers": {"level": "WARNING"},
            "django.server": {"level": "WARNING"},
        },
    }
