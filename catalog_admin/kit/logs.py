"""Structured logs: one JSON object a line, or coloured words on a terminal. Secrets never get this far.

What libraries log by `logging` (uvicorn, procrastinate, the database's keeper) comes out in the same form, with the
same request id: nobody wants to parse two.
"""

import logging
import sys
from typing import Literal, TextIO

import structlog

SECRET_NAMES = ("authorization", "password", "secret", "token", "cookie")
# What they do at every step is nothing to an operator: they are heard when something is wrong.
TALKATIVE = ("procrastinate", "alembic", "opentelemetry", "psycopg", "httpx2", "httpcore2", "asyncio")


def configure(form: Literal["json", "console"], level: str) -> None:
    least = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    _write(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(form)],
        ),
        least,
    )


def _ending(form: Literal["json", "console"]) -> list[structlog.typing.Processor]:
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Plain tracebacks: the pretty ones print local variables, and with them secrets.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


class _Lines(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """A class of its own, so that configuring again replaces it and leaves everybody else's handlers alone."""

    @property
    def stream(self) -> TextIO:
        """Whatever standard error is by then, as for `logging.lastResort`."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Decided above."""


def _write(formatter: logging.Formatter, least: int) -> None:
    handler = _Lines()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [*(each for each in root.handlers if not isinstance(each, _Lines)), handler]
    root.setLevel(least)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(least, logging.WARNING))


def _hide_secrets(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A second fence: nobody should log a secret, and a name that sounds like one is blanked anyway."""
    for name in event:
        if any(word in name.lower() for word in SECRET_NAMES):
            event[name] = "•••"
    return event
