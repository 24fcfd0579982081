"""Jobs whose worker died: found by their missing pulse, done again if they can be, failed cleanly if not.

A job that may start again is not waited for when the database has been started since its last beat: whatever it
had in hand is rolled back, and should its worker live, the attempt that is no longer current changes nothing.
"""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import text

from catalog_admin.jobs import store
from catalog_admin.jobs.errors import WorkerLost
from catalog_admin.jobs.model import MOST_ATTEMPTS, JobStatus, JobView, is_resumable, place_of
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.work import Database, Work

log = structlog.get_logger()

DEAD_AFTER_SECONDS = 60.0


def recover(database: Database, *, dead_after_seconds: float = DEAD_AFTER_SECONDS) -> int:
    """How many jobs were put back or failed; several workers may look at once."""
    with database.engine.connect() as connection, connection.begin():
        lost = connection.execute(
            text("SELECT tenant_id, id FROM abandoned_jobs(:seconds)"), {"seconds": dead_after_seconds}
        ).all()
    return sum(_recover_one(database, TenantId(tenant), job, dead_after_seconds) for tenant, job in lost)


def _recover_one(database: Database, tenant: TenantId, job: UUID, dead_after_seconds: float) -> bool:
    with database.work(Actor(subject="system:jobs", tenant=tenant, tenant_key="")) as work:
        found = store.find(work, job, lock=True)
        # Another worker may have been faster since the list was made.
        if found is None or found.status.is_final or not _is_lost(work, found, dead_after_seconds):
            return False
        log.warning("job was abandoned", job=str(job), kind=found.kind, attempt=found.attempt)
        if found.status is JobStatus.QUEUED or _may_try_again(found):
            store.set_status(work, job, status=JobStatus.QUEUED, heartbeat_at=work.now)
            store.defer(work.session, job, place_of(found.kind, found.environment_key, found.params))
        else:
            _give_up(work, found)
    return True


def _is_lost(work: Work, job: JobView, dead_after_seconds: float) -> bool:
    if store.is_silent(work, job.id, dead_after_seconds):
        return True
    return is_resumable(job.kind) and store.is_older_than_server(work, job.id)


def _may_try_again(job: JobView) -> bool:
    return is_resumable(job.kind) and job.attempt < MOST_ATTEMPTS and not job.cancel_requested


def _give_up(work: Work, job: JobView) -> None:
    if job.cancel_requested:
        ending: dict[str, Any] = {"status": JobStatus.CANCELLED}
    else:
        lost = WorkerLost("the worker died in the middle; nothing half-done is visible", attempts=job.attempt)
        ending = {"status": JobStatus.FAILED, "error": lost.problem()}
    store.set_status(work, job.id, **ending, finished_at=work.now)
    store.drop_upload(work, job.upload_id)
