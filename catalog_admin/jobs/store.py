"""Rows of jobs: found, claimed, kept alive, finished. Each change names the state it starts from."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, cast, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from catalog_admin.jobs.model import JobStatus, JobView, Place
from catalog_admin.jobs.tables import Job, Upload
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.work import Reads, Work


@dataclass(frozen=True)
class Told:
    """How far a job is, and what it has begun so far."""

    percent: int
    step: str
    begun: list[dict[str, str]]

    @property
    def values(self) -> dict[str, Any]:
        return {"progress": self.percent, "step": self.step, "begun": self.begun}


VIEW = tuple(getattr(Job, field.name) for field in fields(JobView))
LAST_BEAT = func.coalesce(Job.heartbeat_at, Job.created_at)


def add(work: Work, job: JobId, kind: str, params: dict[str, Any], upload: UUID | None) -> None:
    row = {
        "tenant_id": work.tenant,
        "id": job,
        "environment_id": work.environment_or_none,
        "environment_key": work.environment_key,
        "kind": kind,
        "params": params,
        "upload_id": upload,
        "actor": _actor(work),
        "created_by": work.actor.subject,
    }
    work.session.execute(insert(Job).values(row))


def defer(session: Session, job: UUID, place: Place) -> None:
    """Into the queue, on this connection: the job is there exactly if the transaction commits."""
    said = {"job": job, "lane": place.lane.value, "turn": place.turn}
    session.execute(text("SELECT enqueue_job(:job, :lane, :turn)"), said)


def find(tx: Work | Reads, job: UUID, *, lock: bool = False) -> JobView | None:
    statement = select(*VIEW).where(*_mine(tx, job))
    row = tx.session.execute(statement.with_for_update() if lock else statement).one_or_none()
    return view_of(row) if row else None


def claim(work: Work, job: UUID) -> Any:
    """queued → running, a new attempt; None if it is no longer queued."""
    now = func.clock_timestamp()
    claimed = (
        update(Job)
        .where(*_mine(work, job), Job.status == JobStatus.QUEUED)
        .values(
            status=JobStatus.RUNNING,
            attempt=Job.attempt + 1,
            started_at=func.coalesce(Job.started_at, now),
            heartbeat_at=now,
            revision=Job.revision + 1,
        )
    )
    columns = (Job.kind, Job.params, Job.actor, Job.attempt, Job.environment_id, Job.environment_key, Job.upload_id)
    return work.session.execute(claimed.returning(*columns, Job.checkpoint)).one_or_none()


def beat(work: Work, job: UUID, attempt: int, told: Told) -> bool | None:
    """Still alive, this far; answers whether to stop, None if the job is not this attempt's any more."""
    values = {"heartbeat_at": func.clock_timestamp(), **told.values}
    moved = (Job.progress != told.percent) | (Job.step != told.step)
    alive = update(Job).where(*_running(work, job, attempt))
    return work.session.scalar(
        alive.values(**values, revision=Job.revision + cast(moved, Integer)).returning(Job.cancel_requested)
    )


def change(work: Work, job: UUID, attempt: int, **values: Any) -> bool:
    """Changes the job if it is still this attempt's; says whether it was."""
    changed = update(Job).where(*_running(work, job, attempt)).values(**values, revision=Job.revision + 1)
    return work.session.scalar(changed.returning(Job.id)) is not None


def set_status(work: Work, job: UUID, **values: Any) -> None:
    work.session.execute(update(Job).where(*_mine(work, job)).values(**values, revision=Job.revision + 1))


def drop_upload(work: Work, upload: UUID | None) -> None:
    if upload is not None:
        work.session.execute(delete(Upload).where(Upload.tenant_id == work.tenant, Upload.id == upload))


def view_of(row: Any) -> JobView:
    return JobView(**{**row._mapping, "status": JobStatus(row.status)})


def _mine(tx: Work | Reads, job: UUID) -> list[ColumnElement[bool]]:
    return [Job.tenant_id == tx.tenant, Job.id == job]


def _running(work: Work, job: UUID, attempt: int) -> list[ColumnElement[bool]]:
    return [*_mine(work, job), Job.status == JobStatus.RUNNING, Job.attempt == attempt]


def _actor(work: Work) -> dict[str, Any]:
    """Who the work acts for, with the rights they have now: a job runs with the rights of the moment it was asked."""
    actor = work.actor
    return {
        "subject": actor.subject,
        "tenantKey": actor.tenant_key,
        "grants": [{"role": grant.role.value, "catalog": grant.catalog, "path": grant.path} for grant in actor.grants],
        "environments": None if actor.environments is None else sorted(actor.environments),
    }


def is_silent(work: Work, job: UUID, seconds: float) -> bool:
    """No pulse for so long; the database's clock decides, as it did when the pulse was written."""
    silent = func.clock_timestamp() - timedelta(seconds=seconds) > LAST_BEAT
    return bool(work.session.scalar(select(silent).where(*_mine(work, job))))


def is_older_than_server(work: Work, job: UUID) -> bool:
    """No pulse since the database was started: every transaction the job had open then is gone."""
    return bool(work.session.scalar(select(func.pg_postmaster_start_time() > LAST_BEAT).where(*_mine(work, job))))
