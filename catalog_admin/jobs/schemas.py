"""Words about jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from catalog_admin.jobs.model import JobStatus, StepState
from catalog_admin.kit.words import Words


class StepOut(Words):
    """`seconds` says how long it took, once it has ended."""

    name: str
    state: StepState
    started_at: datetime
    seconds: float | None


class JobOut(Words):
    """Long work: how far it is, and what came of it."""

    id: UUID
    kind: str
    status: JobStatus
    progress: int = Field(description="Percent; a further attempt begins anew.")
    attempt: int = Field(description="How often it was begun; again after its worker has died.")
    most_attempts: int = Field(description="If the worker of this one dies as well, the job has failed.")
    step: str = Field(description="What it is doing, for people.")
    steps: list[StepOut] = Field(description="What its last attempt has done so far; the last one stands as it does.")
    params: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None = Field(description="The problem it failed with.")
    cancel_requested: bool
    environment_key: str
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobsOut(Words):
    items: list[JobOut]
    next: str | None
