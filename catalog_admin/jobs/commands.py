"""Asking for long work, and asking it to stop."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.jobs import running, store
from catalog_admin.jobs.errors import AlreadyFinished, NoSuchJob
from catalog_admin.jobs.model import JobStatus, JobView, kind_named, place_of
from catalog_admin.kit.actor import Actor, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import JobId, new_id
from catalog_admin.kit.work import Database, Work


def enqueue(work: Work, kind: str, params: dict[str, Any], *, upload: UUID | None = None, defer: bool = True) -> JobId:
    """The job exists exactly if the work commits; whoever registered the kind will do it. Raises UnknownKind.

    With `defer=False` no worker is told: the caller runs it, see run_now.
    """
    kind_named(kind)
    job = JobId(new_id())
    store.add(work, job, kind, params, upload)
    audit.record(work, action="jobs.enqueued", subject=f"job:{job}", after={"kind": kind})
    if defer:
        store.defer(work.session, job, place_of(kind, work.environment_key, params))
    return job


def cancel_job(work: Work, job: UUID, expected: Expected) -> JobView:
    """A queued job ends at once, a running one at its next safe point; one's own, or any as operator.

    Raises NoSuchJob, AlreadyFinished, NotPermitted.
    """
    found = store.find(work, job, lock=True)
    if found is None or not found.is_seen_by(work.actor):
        raise NoSuchJob(f"no job {job}")
    if found.created_by != work.actor.subject:
        work.actor.must(Role.OPERATOR)
    expected.check(found.revision)
    if found.status.is_final:
        raise AlreadyFinished(f"the job has already {found.status}", current=found.status.value)
    _stop(work, found)
    audit.record(work, action="jobs.cancelled", subject=f"job:{job}", before={"status": found.status.value})
    return _seen(work, job)


def run_now(
    database: Database, actor: Actor, job: UUID, *, on_progress: Callable[[int, str], None] | None = None
) -> JobView | None:
    """Does the job here and now, by the very code a worker runs; None if somebody else already has it."""
    return running.execute(database, actor.tenant, job, on_progress=on_progress)


def _stop(work: Work, job: JobView) -> None:
    if job.status is JobStatus.QUEUED:
        store.set_status(work, job.id, status=JobStatus.CANCELLED, cancel_requested=True, finished_at=work.now)
        store.drop_upload(work, job.upload_id)
    else:
        store.set_status(work, job.id, cancel_requested=True)


def _seen(work: Work, job: UUID) -> JobView:
    found = store.find(work, job)
    if found is None:
        raise NoSuchJob(f"no job {job}")
    return found
