"""Doing a job: claim it, run it with the rights of whoever asked, and write down how it ended.

However it ends, exactly one of succeeded, failed, cancelled is written, or the job goes back into the queue.
If even that cannot be written (the database is away), the job stays `running` without a pulse and is recovered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any
from uuid import UUID

import structlog

from catalog_admin.jobs import store
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.errors import JobBroke
from catalog_admin.jobs.model import MOST_ATTEMPTS, Cancelled, Interrupted, JobStatus, JobView, kind_named, place_of
from catalog_admin.jobs.pulse import Pulse
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.failures import DatabaseAway, WriteConflict, refusal_of
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.traces import traced
from catalog_admin.kit.work import Database, Work

log = structlog.get_logger()


def execute(
    database: Database,
    tenant: TenantId,
    job: UUID,
    *,
    on_progress: Callable[[int, str], None] | None = None,
    stopping: Event | None = None,
    beats_by_itself: bool = False,
) -> JobView | None:
    """None if the job was not queued any more. `beats_by_itself` keeps it alive through long single statements."""
    caretaker = Actor(subject="system:jobs", tenant=tenant, tenant_key="")
    with database.work(caretaker) as work:
        claimed = store.claim(work, job)
    if claimed is None:
        return None
    environment = EnvironmentId(claimed.environment_id) if claimed.environment_id else None
    pulse = Pulse(database, caretaker, environment, job, claimed.attempt, on_progress, stopping)
    context = _context(database, tenant, job, claimed, pulse)
    with _told_apart(context, claimed.kind):
        ending = _run(context, claimed.kind, pulse, beats_by_itself=beats_by_itself)
    with database.work(caretaker, environment) as work:
        if ending is None:
            _put_back(work, job, claimed)
        elif store.change(work, job, claimed.attempt, **pulse.told().values | ending, finished_at=work.now):
            store.drop_upload(work, claimed.upload_id)
        return store.find(work, job)


@contextmanager
def _told_apart(context: JobContext, kind: str) -> Iterator[None]:
    """Every line that is logged meanwhile says for which job; and a trace of its own holds its statements."""
    whose = {"tenant": context.actor.tenant_key, "environment": context.environment_key}
    about: dict[str, str | int] = {"job.id": str(context.job_id), "job.attempt": context.attempt}
    with (
        structlog.contextvars.bound_contextvars(request_id=f"job-{context.job_id}", **whose),
        traced(f"job {kind}", about | whose),
    ):
        yield


def _run(context: JobContext, kind: str, pulse: Pulse, *, beats_by_itself: bool) -> dict[str, Any] | None:
    """How it ended, as values of the row; None if it should be done again later."""
    try:
        with pulse.beating(by_itself=beats_by_itself):
            result = kind_named(kind).run(context)
    except Cancelled as cancelled:
        return {"status": JobStatus.CANCELLED, "result": cancelled.report}
    except Interrupted:
        return None
    except Refusal as refusal:
        return _failed(refusal)
    except Exception as error:
        if _will_do_later(error, kind, context.attempt):
            log.warning("job lost its database", job=str(context.job_id), kind=kind, attempt=context.attempt)
            return None
        log.exception("job broke", job=str(context.job_id), kind=kind)
        return _failed(refusal_of(error) or JobBroke("this should not have happened"))
    return {"status": JobStatus.SUCCEEDED, "progress": 100, "result": result}


def _will_do_later(error: Exception, kind: str, attempt: int) -> bool:
    """The database went away or asked us to give way: no fault of the job's."""
    return (
        isinstance(refusal_of(error), DatabaseAway | WriteConflict)
        and kind_named(kind).is_resumable
        and attempt < MOST_ATTEMPTS
    )


def _failed(refusal: Refusal) -> dict[str, Any]:
    report = refusal.facts.pop("report", None)
    return {"status": JobStatus.FAILED, "error": refusal.problem(), "result": report}


def _put_back(work: Work, job: UUID, claimed: Any) -> None:
    if store.change(work, job, claimed.attempt, status=JobStatus.QUEUED, heartbeat_at=work.now):
        store.defer(work.session, job, place_of(claimed.kind, claimed.environment_key, claimed.params))


def _context(database: Database, tenant: TenantId, job: UUID, claimed: Any, pulse: Pulse) -> JobContext:
    return JobContext(
        database=database,
        actor=_actor(tenant, claimed.actor),
        environment=EnvironmentId(claimed.environment_id) if claimed.environment_id else None,
        environment_key=claimed.environment_key,
        params=claimed.params,
        job_id=job,
        attempt=claimed.attempt,
        upload_id=claimed.upload_id,
        last_checkpoint=claimed.checkpoint,
        pulse=pulse,
    )


def _actor(tenant: TenantId, said: dict[str, Any]) -> Actor:
    grants = tuple(Grant(Role(grant["role"]), grant["catalog"], grant["path"]) for grant in said["grants"])
    return Actor(
        subject=said["subject"],
        tenant=tenant,
        tenant_key=said["tenantKey"],
        grants=grants,
        environments=None if said["environments"] is None else frozenset(said["environments"]),
    )
