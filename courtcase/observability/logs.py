"""How the application logs: one JSON object a line, with the request's id and without personal data."""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Any

import structlog

from courtcase.observability.scrubbing import drop_personal_data

FRAMES = 40


def trace_without_values(_logger: Any, _method: str, event: Any) -> Any:
    """Structlog processor: turn `exc_info` into class and places in the code.

    An exception's own text and the values around it are left out: they quote what people wrote.
    """
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["error"] = f"{info[0].__module__}.{info[0].__qualname__}"
        event["places"] = places(info[2])
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Return "file:line function" of each frame, the innermost last."""
    found: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('site-packages/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-FRAMES:]


def only_our_own(_logger: Any, _method: str, event: Any) -> Any:
    """Structlog processor: keep of a foreign record's arguments nothing but its formatted text."""
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    event.pop("positional_args", None)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_structlog(*, keep_loggers: bool = True) -> None:
    """Send what the code logs through the standard library, where one handler renders everything.

    `keep_loggers` False: a logger is made at each use, so that a test can listen to it.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=keep_loggers,
    )


def formatter(*, as_console: bool) -> logging.Formatter:
    """Return the formatter of every record, ours or a library's: JSON lines, or readable lines for a terminal."""
    renderer = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if as_console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED, processors=[only_our_own, trace_without_values, drop_personal_data, renderer]
    )


def logging_settings(*, level: str, as_console: bool) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error through one formatter.

    Django's own request lines are silenced, because the access log says the same without the query.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": {"()": "courtcase.observability.logs.formatter", "as_console": as_console}},
        "handlers": {"house": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["house"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.security": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.db.backends": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": {"handlers": [], "level": "WARNING", "propagate": True},
            "kombu": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
