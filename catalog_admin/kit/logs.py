"""Structured logs: one JSON object a line, or coloured words on a terminal. Secrets never get this far."""

import logging
import sys
from typing import Literal

import structlog

SECRET_NAMES = ("authorization", "password", "secret", "token", "cookie")


def configure(form: Literal["json", "console"], level: str) -> None:
    # Plain tracebacks: the pretty ones print local variables, and with them secrets.
    plain = structlog.dev.plain_traceback
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    render = structlog.processors.JSONRenderer() if form == "json" else console
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _hide_secrets,
            structlog.processors.format_exc_info if form == "json" else _as_is,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _as_is(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return event


def _hide_secrets(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A second fence: nobody should log a secret, and a name that sounds like one is blanked anyway."""
    for name in event:
        if any(word in name.lower() for word in SECRET_NAMES):
            event[name] = "•••"
    return event
