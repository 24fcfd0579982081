"""Jobs done by a real worker over real commits: taken once, cancelled in the middle, recovered after a death."""

import os
import time
from collections.abc import Callable, Iterator
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import JobStatus, JobView, Lane, job_kind
from catalog_admin.jobs.recovery import recover
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url
from tests.world import World, plant

REACHED, GO_ON = Event(), Event()


@job_kind("tests.counts", resumable=True)
def counts(context: JobContext) -> dict[str, int]:
    context.progress(50, "counting")
    return {"counted": context.params["to"]}


@job_kind("tests.waits", resumable=True)
def waits(context: JobContext) -> dict[str, int]:
    REACHED.set()
    while not GO_ON.wait(0.05):
        context.check_cancelled()
    return {"attempt": context.attempt}


@job_kind("tests.happens_once")
def happens_once(context: JobContext) -> dict[str, int]:
    return {}


@job_kind("tests.imports", resumable=True, lane=Lane.IMPORTS)
def imports(context: JobContext) -> dict[str, int]:
    return waits(context)


@pytest.fixture
def real(server_url: str) -> Iterator[Database]:
    REACHED.clear()
    GO_ON.clear()
    with fresh_database(server_url, f"race_jobs_{os.getpid()}") as url:
        database = Database(service_url(url))
        yield database
        database.close()


@pytest.fixture
def planted(real: Database) -> World:
    engine = create_engine(real.engine.url)
    with engine.begin() as connection:
        world = plant(connection, "acme")
    engine.dispose()
    return world


@pytest.fixture
def worker(real: Database) -> Iterator[Worker]:
    worker = Worker(real)
    worker.start()
    yield worker
    GO_ON.set()
    assert worker.stop(within_seconds=15)


def ask(database: Database, world: World, kind: str, **params: int) -> UUID:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        return jobs.enqueue(work, kind, params)


def look(database: Database, world: World, job: UUID) -> JobView:
    with database.reads(world.actor) as reads:
        return queries.job_by_id(reads, job)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_worker_does_what_was_asked(real: Database, planted: World, worker: Worker) -> None:
    job = ask(real, planted, "tests.counts", to=7)
    until(lambda: look(real, planted, job).status.is_final)
    done = look(real, planted, job)
    assert (done.status, done.progress, done.result) == (JobStatus.SUCCEEDED, 100, {"counted": 7})


def test_the_queue_forgets_what_is_done(real: Database, planted: World, worker: Worker) -> None:
    job = ask(real, planted, "tests.counts", to=1)
    until(lambda: look(real, planted, job).status.is_final)

    def left() -> int:
        with real.engine.connect() as connection:
            return connection.scalar(text("SELECT count(id) FROM procrastinate.procrastinate_jobs")) or 0

    until(lambda: left() == 0)


def test_a_running_job_is_cancelled_in_the_middle(real: Database, planted: World, worker: Worker) -> None:
    job = ask(real, planted, "tests.waits")
    assert REACHED.wait(20)
    with real.work(planted.actor) as work:
        jobs.cancel_job(work, job, Expected("*"))
    until(lambda: look(real, planted, job).status is JobStatus.CANCELLED)


def test_an_import_of_an_hour_keeps_no_other_job_waiting(real: Database, planted: World, worker: Worker) -> None:
    imports = [ask(real, planted, "tests.imports") for _ in range(3)]
    assert REACHED.wait(20)
    job = ask(real, planted, "tests.counts", to=1)
    until(lambda: look(real, planted, job).status is JobStatus.SUCCEEDED)
    assert not any(look(real, planted, each).status.is_final for each in imports)


def test_a_stopped_worker_puts_its_job_back_and_the_next_one_does_it(real: Database, planted: World) -> None:
    first = Worker(real)
    first.start()
    job = ask(real, planted, "tests.waits")
    assert REACHED.wait(20)
    assert first.stop(within_seconds=15)
    assert look(real, planted, job).status is JobStatus.QUEUED
    GO_ON.set()
    second = Worker(real)
    second.start()
    until(lambda: look(real, planted, job).status is JobStatus.SUCCEEDED)
    assert second.stop(within_seconds=15)
    assert look(real, planted, job).result == {"attempt": 2}


def test_a_job_whose_worker_died_is_done_again(real: Database, planted: World, worker: Worker) -> None:
    job = ask(real, planted, "tests.counts", to=3)
    until(lambda: look(real, planted, job).status.is_final)
    _die_in_the_middle(real, planted, job)
    assert recover(real, dead_after_seconds=30) == 1
    until(lambda: look(real, planted, job).status is JobStatus.SUCCEEDED)


def test_a_job_that_cannot_start_again_fails_cleanly(real: Database, planted: World, worker: Worker) -> None:
    job = ask(real, planted, "tests.happens_once")
    until(lambda: look(real, planted, job).status.is_final)
    _die_in_the_middle(real, planted, job)
    assert recover(real, dead_after_seconds=30) == 1
    failed = look(real, planted, job)
    assert failed.status is JobStatus.FAILED
    assert failed.error is not None
    assert failed.error["code"] == "jobs.worker_lost"


def test_the_service_role_cannot_queue_anothers_job(real: Database, planted: World) -> None:
    with pytest.raises(Exception, match="no queued job"), real.work(planted.actor) as work:
        work.session.execute(text("SELECT enqueue_job(gen_random_uuid())"))
    with pytest.raises(Exception, match="permission denied"), real.engine.begin() as connection:
        connection.execute(text("SELECT args FROM procrastinate.procrastinate_jobs"))


def _die_in_the_middle(database: Database, world: World, job: UUID) -> None:
    with database.work(world.actor) as work:
        work.session.execute(
            text("UPDATE job SET status = 'running', heartbeat_at = now() - interval '1 minute' WHERE id = :job"),
            {"job": job},
        )
