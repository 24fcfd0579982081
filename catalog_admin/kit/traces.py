"""Spans around work that no request waits for. Knows nothing of HTTP: commands and jobs lean on it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_tracers: "list[Tracer]" = []


def start_tracing(tracer: "Tracer") -> None:
    _tracers.append(tracer)


def stop_tracing(tracer: "Tracer") -> None:
    _tracers.remove(tracer)


@contextmanager
def traced(name: str, about: Mapping[str, str | int]) -> Iterator[None]:
    """A span of its own trace, if somebody collects them; an exception that leaves the block is told by it."""
    if not _tracers:
        yield
        return
    with _tracers[-1].start_as_current_span(name, attributes=about):
        yield
