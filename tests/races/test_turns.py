"""Jobs that take turns: one after the other, without a place of the worker for those that wait."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from threading import Event
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, text

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import JobStatus, job_kind, place_of
from catalog_admin.jobs.recovery import recover
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database
from catalog_admin.promotions.commands.publishing import PUBLISH
from catalog_admin.publishing.freezing import FREEZE
from catalog_admin.publishing.restoring import RESTORE
from tests.database import WAITING, fresh_database, libpq, service_url
from tests.races.publishes import wait_until
from tests.world import World, plant

GO_ON = Event()


@job_kind("tests.takes_turns", resumable=True, turn=lambda environment, params: f"{environment}/{params['of']}")
def takes_turns(context: JobContext) -> dict[str, float]:
    while not GO_ON.wait(0.02):
        context.check_cancelled()
    return {"at": time.monotonic()}


class Jobs:
    """Of one tenant, by the letter whose turn they take."""

    def __init__(self, database: Database, world: World) -> None:
        self.database, self.world = database, world

    def ask(self, of: str) -> UUID:
        with self.database.work(self.world.actor, self.world.environment, environment_key="dev") as work:
            return jobs.enqueue(work, "tests.takes_turns", {"of": of})

    def status(self, *of: UUID) -> list[JobStatus]:
        with self.database.reads(self.world.actor) as reads:
            return [queries.job_by_id(reads, job).status for job in of]

    def cancel(self, job: UUID) -> None:
        with self.database.work(self.world.actor) as work:
            jobs.cancel_job(work, job, Expected("*"))


@pytest.fixture
def url(server_url: str) -> Iterator[str]:
    GO_ON.clear()
    with fresh_database(server_url, f"race_turns_{os.getpid()}") as url:
        yield url


@pytest.fixture
def real(url: str) -> Iterator[Database]:
    database = Database(service_url(url))
    yield database
    database.close()


@pytest.fixture
def acme(real: Database) -> Jobs:
    return planted(real, "acme")


def planted(real: Database, key: str) -> Jobs:
    engine = create_engine(real.engine.url)
    with engine.begin() as connection:
        world = plant(connection, key)
    engine.dispose()
    return Jobs(real, world)


@pytest.fixture
def worker(real: Database) -> Iterator[Callable[[], Worker]]:
    """Two places, as `serve` has; begins when asked to."""
    begun: list[Worker] = []

    def begin() -> Worker:
        begun.append(Worker(real, concurrency=2))
        begun[-1].start()
        return begun[-1]

    yield begin
    GO_ON.set()
    assert all(each.stop(within_seconds=15) for each in begun)


def test_who_waits_for_a_turn_holds_up_nobody_else(acme: Jobs, worker: Callable[[], Worker]) -> None:
    first, second, other = acme.ask("a"), acme.ask("a"), acme.ask("b")
    worker()
    wait_until(lambda: acme.status(first, other) == ["running", "running"])
    assert acme.status(second) == ["queued"]
    GO_ON.set()
    wait_until(lambda: acme.status(first, second, other) == ["succeeded"] * 3)


def test_whose_turn_it_is_next_is_begun_soon(acme: Jobs, worker: Callable[[], Worker]) -> None:
    """Nobody tells the worker that a turn is over: it has to look."""
    first, second = acme.ask("a"), acme.ask("a")
    worker()
    wait_until(lambda: acme.status(first) == ["running"])
    GO_ON.set()
    wait_until(lambda: acme.status(first) == ["succeeded"])
    over = time.monotonic()
    wait_until(lambda: acme.status(second) == ["succeeded"])
    assert time.monotonic() - over < 3


def test_who_waits_for_a_turn_is_cancelled_at_once(acme: Jobs, worker: Callable[[], Worker]) -> None:
    first, second, third = acme.ask("a"), acme.ask("a"), acme.ask("a")
    worker()
    wait_until(lambda: acme.status(first) == ["running"])
    acme.cancel(second)
    assert acme.status(first, second, third) == ["running", "cancelled", "queued"]
    GO_ON.set()
    wait_until(lambda: acme.status(third) == ["succeeded"])


def test_turns_of_two_tenants_are_two(real: Database, acme: Jobs, worker: Callable[[], Worker]) -> None:
    other = planted(real, "other")
    mine, theirs = acme.ask("a"), other.ask("a")
    worker()
    wait_until(lambda: [*acme.status(mine), *other.status(theirs)] == ["running", "running"])


def test_a_job_that_is_put_back_keeps_its_turn_for_nobody(acme: Jobs, worker: Callable[[], Worker]) -> None:
    first, second = acme.ask("a"), acme.ask("a")
    one = worker()
    wait_until(lambda: acme.status(first) == ["running"])
    assert one.stop(within_seconds=15)
    assert acme.status(first, second) == ["queued", "queued"]
    GO_ON.set()
    worker()
    wait_until(lambda: acme.status(first, second) == ["succeeded", "succeeded"])


@pytest.mark.parametrize("ending", ["running", "succeeded"])
def test_a_dead_workers_turn_is_over_before_its_job_is_given_up(acme: Jobs, url: str, ending: str) -> None:
    """The queue still believes that the worker lives; also if it died between the end of its job and saying so."""
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        first, second = acme.ask("a"), acme.ask("a")
        connection.execute("INSERT INTO procrastinate.procrastinate_workers DEFAULT VALUES")
        fetch = "SELECT (procrastinate.procrastinate_fetch_job_v2(NULL, 1)).args->>'job'"
        assert connection.execute(fetch).fetchone() == (str(first),)
        assert connection.execute(fetch).fetchone() == (None,)
        connection.execute("UPDATE job SET status = %s, heartbeat_at = now() WHERE id = %s", [ending, first])
        recover(acme.database, dead_after_seconds=60)
        assert connection.execute(fetch).fetchone() == (None,)
        time.sleep(0.8)
        recover(acme.database, dead_after_seconds=2.8)
        assert connection.execute(fetch).fetchone() == (str(second),)
    assert acme.status(first) == [ending]


def test_who_fetches_from_a_turn_at_the_same_moment_comes_again(real: Database, acme: Jobs, url: str) -> None:
    """Another worker has seen the second before the first was there."""
    for _ in range(2):
        acme.ask("a")
    app = Worker(real)._app()

    async def fetch() -> object:
        async with app.open_async():
            me = await app.job_manager.register_worker()
            return await app.job_manager.fetch_job(["jobs"], me)

    async def fetch_late() -> object:
        with psycopg.connect(libpq(url)) as connection:
            connection.execute("UPDATE procrastinate.procrastinate_jobs SET status = 'doing' WHERE id = 2")
            late = asyncio.create_task(fetch())
            await asyncio.to_thread(wait_until, is_waited_for)
            connection.commit()
            return await late

    def is_waited_for() -> bool:
        with real.engine.connect() as connection:
            return bool(connection.scalar(text(WAITING)))

    assert asyncio.run(fetch_late()) is None


def test_all_that_freezes_a_catalog_takes_one_turn() -> None:
    places = {place_of(kind, "dev", {"catalog": "shop"}) for kind in (PUBLISH, FREEZE, RESTORE)}
    assert [place.turn for place in places] == ["publish/dev/shop"]
