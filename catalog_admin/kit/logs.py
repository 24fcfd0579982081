"""Structured logs: one JSON object a line, or coloured words on a terminal. Secrets never get this far.

What libraries log by `logging` (uvicorn, procrastinate, the database's keeper) comes out in the same form, with the
same request id: nobody wants to parse two.
"""

import asyncio
import atexit
import logging
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from threading import Lock
from typing import Any, Literal, TextIO

import structlog

SECRET_NAMES = ("authorization", "password", "secret", "token", "cookie")
# What they do at every step is nothing to an operator: they are heard when something is wrong.
TALKATIVE = ("procrastinate", "alembic", "opentelemetry", "psycopg", "httpx2", "httpcore2", "asyncio")

# What a terminal obeys instead of showing it: C0, DEL, C1, line separators, and what turns the direction of writing.
OBEYED = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")
OF_SEVERAL_LINES = frozenset({"exception", "stack"})

Steps = list[structlog.typing.Processor]
# What fills it in, and with what.
Line = tuple[Callable[..., str], tuple[Any, ...]]
# What every event goes through, as last configured; a prepared line goes through it once.
_steps: Steps = []
# Prepared lines that have not left yet: to fill in and write each by itself takes as long as to answer.
_waiting: list[Line] = []
_queue = Lock()
_promised: asyncio.AbstractEventLoop | None = None  # the one that will write them
MOST_WAITING = 100
LONGEST_WAIT_SECONDS = 0.01


def configure(form: Literal["json", "console"], level: str) -> None:
    global _steps
    least = logging.getLevelNamesMapping()[level.upper()]
    shared: Steps = [
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
    _steps = [*shared, *_ending(form)]
    _write(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(form)],
        ),
        least,
    )


def is_heard(level: int) -> bool:
    return bool(_steps) and logging.getLogger().isEnabledFor(level)


def rendered(level: str, event: Mapping[str, Any], *, timestamp: str) -> str:
    """The line that logging this event would write, with these words for the time."""
    said: Any = dict(event)
    for step in _steps:
        said = step(None, level, said)
        if isinstance(said, dict) and "timestamp" in said:
            said["timestamp"] = timestamp
    return str(said)


def write(fill: Callable[..., str], *said: Any) -> None:
    """A line that was rendered before. Those of a hundredth of a second leave together, and before what is said next.

    A turn of a busy loop answers two or three, and has other things at hand than what lines are made with.
    """
    global _promised
    with _queue:
        _waiting.append((fill, said))
        is_full = len(_waiting) >= MOST_WAITING
        # A loop that has ended keeps no promise.
        is_promised = _promised is not None and _promised.is_running()
        loop = _promised if is_promised else _running_loop()
        _promised = loop
    if loop is None or is_full:
        _write_waiting()
    if loop is not None and not is_promised:
        loop.call_later(LONGEST_WAIT_SECONDS, _keep_promise)


def _keep_promise() -> None:
    global _promised
    with _queue:
        _promised = None
    _write_waiting()


@atexit.register
def _write_waiting() -> None:
    with _lines.lock or nullcontext():
        with _queue:
            if not _waiting:
                return
            lines = _waiting.copy()
            _waiting.clear()
        # As logging has it: that nobody reads any more fails none who only said something.
        with suppress(OSError, ValueError):
            _lines.stream.write("".join(f"{fill(*said)}\n" for fill, said in lines))


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _ending(form: Literal["json", "console"]) -> Steps:
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Plain tracebacks: the pretty ones print local variables, and with them secrets.
    plain = structlog.dev.plain_traceback
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    return [structlog.processors.format_exc_info, _show_control_characters, console]


class _Lines(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """One for the process: configuring again leaves everybody else's handlers alone."""

    def emit(self, record: logging.LogRecord) -> None:
        """What waits was said before."""
        _write_waiting()
        super().emit(record)

    @property
    def stream(self) -> TextIO:
        """Whatever standard error is by then, as for `logging.lastResort`."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Decided above."""


_lines = _Lines()


def _write(formatter: logging.Formatter, least: int) -> None:
    _lines.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [*(each for each in root.handlers if each is not _lines), _lines]
    root.setLevel(least)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(least, logging.WARNING))


def _hide_secrets(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A second fence: nobody should log a secret, and a name that sounds like one is blanked anyway."""
    for name in event:
        if any(word in name.lower() for word in SECRET_NAMES):
            event[name] = "•••"
    return event


def _show_control_characters(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Anybody may send a path with an escape sequence in it; the operator's terminal must not obey."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = OBEYED.sub(_shown_in_lines if name in OF_SEVERAL_LINES else _shown, value)
    return event


def _shown(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _shown_in_lines(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\n\t" else _shown(found)
