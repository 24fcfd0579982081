"""What long work is: kinds that rooms register, states a job goes through, and how it learns that it should stop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from catalog_admin.jobs.errors import UnknownKind
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import JobId

MOST_ATTEMPTS = 3


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


class Lane(StrEnum):
    """Jobs wait for others of their lane alone: an import of an hour keeps no publish waiting.

    The values are names of queues, in which jobs of the release before still lie.
    """

    JOBS = "jobs"
    IMPORTS = "imports"


class Cancelled(Exception):
    """Somebody asked the job to stop; `report` says what it had committed until then."""

    def __init__(self, report: dict[str, Any] | None = None) -> None:
        super().__init__("cancelled")
        self.report = report


class Interrupted(Exception):
    """The worker is going down, or another one has taken the job over: leave without a trace."""


class Steps(Protocol):
    """What work tells about itself while it runs, in a job or in the foreground."""

    def progress(self, percent: int, step: str) -> None: ...

    def check_cancelled(self) -> None:
        """Raises Cancelled or Interrupted; call it between things that can be undone."""


StepState = Literal["done", "running", "queued", "failed", "cancelled"]
STATE_OF_LAST: dict[JobStatus, StepState] = {
    JobStatus.QUEUED: "queued",
    JobStatus.RUNNING: "running",
    JobStatus.SUCCEEDED: "done",
    JobStatus.FAILED: "failed",
    JobStatus.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class StepView:
    """One thing that the job's last attempt did; the last one stands as the job does. `seconds` once it has ended."""

    name: str
    state: StepState
    started_at: datetime
    seconds: float | None


@dataclass(frozen=True)
class JobView:
    """One job as people see it; `begun` is what its steps are called and when each began, as JSON."""

    id: JobId
    kind: str
    status: JobStatus
    progress: int
    step: str
    params: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    cancel_requested: bool
    environment_key: str
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    revision: int
    attempt: int
    upload_id: UUID | None
    begun: Sequence[dict[str, str]] = ()

    @property
    def most_attempts(self) -> int:
        """An attempt that its worker gave up of its own accord does not count against it."""
        return max(self.attempt, MOST_ATTEMPTS if is_resumable(self.kind) else 1)

    @property
    def steps(self) -> list[StepView]:
        starts = [datetime.fromisoformat(each["at"]) for each in self.begun]
        ends = [*starts[1:], self.finished_at]
        last = len(starts) - 1
        return [
            StepView(
                name=each["name"],
                state=STATE_OF_LAST[self.status] if place == last else "done",
                started_at=start,
                seconds=max(0.0, (end - start).total_seconds()) if end else None,
            )
            for place, (each, start, end) in enumerate(zip(self.begun, starts, ends, strict=False))
        ]

    def is_seen_by(self, actor: Actor) -> bool:
        """Jobs tell of everything in their environment: others' are for those whose roles have no limit there."""
        return actor.may_use(self.environment_key) and (self.created_by == actor.subject or not actor.is_limited)


# Takes a JobContext and returns the result; Any, because the context stands above this shelf.
Run = TypeVar("Run", bound=Callable[..., dict[str, Any]])


# Of an environment's key and a job's params: whose turn it takes.
Turn = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True)
class JobKind:
    """`is_resumable`: may start again from the beginning after a crash and ends in the same state."""

    name: str
    run: Callable[..., dict[str, Any]]
    is_resumable: bool
    lane: Lane = Lane.JOBS
    turn: Turn | None = None


_KINDS: dict[str, JobKind] = {}


@dataclass(frozen=True)
class Place:
    """Where a job waits. Jobs of one turn, of whatever kinds, are done one after the other, in the order in which they
    were asked for; until its turn comes a job takes no worker's place.
    """

    lane: Lane
    turn: str | None = None


def job_kind(
    name: str, *, resumable: bool = False, lane: Lane = Lane.JOBS, turn: Turn | None = None
) -> Callable[[Run], Run]:
    """Registers `run(context: JobContext) -> dict` under a name that stays: queued jobs refer to it."""

    def register(run: Run) -> Run:
        _KINDS[name] = JobKind(name, run, resumable, lane, turn)
        return run

    return register


def kind_named(name: str) -> JobKind:
    """Raises UnknownKind: a job of a newer release, or of a room that is not loaded."""
    if name not in _KINDS:
        raise UnknownKind(f"this program knows no job of kind {name}")
    return _KINDS[name]


def is_resumable(name: str) -> bool:
    """Of an unknown kind nobody knows."""
    return name in _KINDS and _KINDS[name].is_resumable


def place_of(name: str, environment_key: str, params: Mapping[str, Any]) -> Place:
    """An unknown kind waits where a worker will say that it does not know it."""
    kind = _KINDS.get(name)
    if kind is None:
        return Place(Lane.JOBS)
    return Place(kind.lane, None if kind.turn is None else kind.turn(environment_key, params))
