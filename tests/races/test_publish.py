"""Publishes beside each other and beside edits: they queue, or do not meet, and never see half of anything."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import orjson
import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries as job_queries
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit import locks
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.work import Work
from catalog_admin.main import create_app
from catalog_admin.promotions import commands, queries
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import store, vocabulary
from catalog_admin.settings import Settings
from tests.database import libpq
from tests.publishing.shop import ANY, Shop
from tests.races.publishes import ask_to_publish, check_whole, wait_until
from tests.world import FixedGate


def test_publishes_of_one_catalog_queue(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    done = list(pool.map(lambda number: real_shop.publish(f"{number}"), range(4)))
    assert {served.version.digest for served in done} == {real_shop.live().digest}
    assert [served.is_new for served in done].count(True) == 1
    check_whole(real_shop)


def test_publishes_of_two_catalogs_run_side_by_side(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    other = Shop(real_shop.database, real_shop.world, "other").open()
    with real_shop.work() as holder:
        locks.take(holder.session, locks.Lock.PUBLISH, holder.environment, "shop")
        waiting = pool.submit(real_shop.publish)
        assert other.publish().generation == 1
        assert not waiting.done()
    assert waiting.result(30).generation == 2
    assert (real_shop.live(), other.live()) == (waiting.result().version, other.live())


def test_jobs_of_two_catalogs_run_side_by_side(real_shop: Shop) -> None:
    """By one worker, as `serve` has one inside: what waits for its turn in one catalog holds up no other."""
    other = Shop(real_shop.database, real_shop.world, "other").open()
    worker = Worker(real_shop.database, concurrency=Settings().worker_concurrency)
    with real_shop.work() as holder:
        locks.take(holder.session, locks.Lock.PUBLISH, holder.environment, "shop")
        waiting, done = (ask_to_publish(each) for each in (real_shop, other))
        worker.start()
        wait_until(lambda: status(other, done) == "succeeded")
        assert status(real_shop, waiting) == "running"
    wait_until(lambda: status(real_shop, waiting) == "succeeded")
    assert worker.stop()


def test_jobs_that_wait_for_each_other_leave_a_place_for_another_catalog(real_shop: Shop) -> None:
    other = Shop(real_shop.database, real_shop.world, "other").open()
    worker = Worker(real_shop.database, concurrency=2)
    with real_shop.work() as holder:
        locks.take(holder.session, locks.Lock.PUBLISH, holder.environment, "shop")
        first, second, done = (ask_to_publish(each) for each in (real_shop, real_shop, other))
        worker.start()
        wait_until(lambda: status(other, done) == "succeeded")
        assert [status(real_shop, each) for each in (first, second)] == ["running", "queued"]
    wait_until(lambda: status(real_shop, second) == "succeeded")
    assert worker.stop()


def test_a_publish_that_waits_for_one_at_a_terminal_is_cancelled_there(real_shop: Shop) -> None:
    worker = Worker(real_shop.database)
    with real_shop.work() as holder:
        locks.take(holder.session, locks.Lock.PUBLISH, holder.environment, "shop")
        waiting = ask_to_publish(real_shop)
        worker.start()
        wait_until(lambda: status(real_shop, waiting) == "running")
        with real_shop.work() as work:
            jobs.cancel_job(work, waiting, ANY)
        wait_until(lambda: status(real_shop, waiting) == "cancelled")
    assert worker.stop()


def status(shop: Shop, job: JobId) -> str:
    with shop.reads() as reads:
        return job_queries.job_by_id(reads, job).status


def test_both_of_two_catalogs_are_in_the_release(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    others = [Shop(real_shop.database, real_shop.world, f"c{number}").open() for number in range(4)]
    list(pool.map(Shop.publish, others))
    with real_shop.reads() as reads:
        assert [queries.live(reads, other.key).catalog_key for other in others] == [other.key for other in others]
        assert queries.history(reads, "dev", limit=1).items[0].catalogs.keys() == {"c0", "c1", "c2", "c3"}


def test_an_edit_is_wholly_in_or_wholly_out(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    """One rate plan goes to and fro between two shelves, always in one transaction: every version has it once."""
    shelves = [real_shop.id_of("sensors"), real_shop.id_of("heavies")]
    real_shop.stock("roamer")
    real_shop.assign("sensors", "roamer")
    stop = Event()

    def roam() -> None:
        turn = 0
        while not stop.is_set():
            with real_shop.work() as work:
                catalogs.unassign(work, shelves[turn % 2], "roamer", ANY)
                catalogs.assign(work, shelves[(turn + 1) % 2], "roamer", Wanted(), ANY)
            turn += 1

    roaming = pool.submit(roam)
    try:
        for _ in range(5):
            version = real_shop.publish().version
            entries = [orjson.loads(line) for line in real_shop.export(version).splitlines()[1:]]
            assert [entry["key"].endswith("/roamer") for entry in entries].count(True) == 1
    finally:
        stop.set()
        roaming.result(30)


@pytest.mark.parametrize("is_little", [True, False])
def test_readers_see_the_old_version_until_the_new_one_is_whole(real_shop: Shop, is_little: bool) -> None:
    first = real_shop.publish().version
    if not is_little:
        real_shop.forget_tips()
    tree, export = real_shop.tree(first), real_shop.export(first)
    real_shop.delete("sensors", cascade=True)
    seen: list[str] = []

    def look(percent: int, step: str) -> None:
        if step != "serving":
            assert real_shop.live() == first
            assert (real_shop.tree(first), real_shop.export(first)) == (tree, export)
            seen.append(step)

    wish = PublishWish("shop")
    shop = real_shop
    commands.publish(
        shop.database, shop.world.actor, shop.world.environment, wish, environment_key="dev", on_progress=look
    )
    assert seen[-1] == "sealing"
    assert any(step.startswith("writing:") for step in seen) is not is_little
    assert ("writing what changed" in seen) is is_little
    assert real_shop.live() != first


def test_words_are_learnt_by_one_writer(real_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spelled alike in two steps, they would make two writers wait for each other."""
    learning, learnt, learn = Lock(), [], store.learn

    def alone(work: Work, filling: store.Filling, words: list[str], locales: list[str]) -> None:
        assert learning.acquire(blocking=False), "another writer learns"
        try:
            learn(work, filling, words, locales)
            time.sleep(0.005)
            learnt.append(words)
        finally:
            learning.release()

    monkeypatch.setattr(vocabulary, "WORDS_PER_STEP", 1)
    monkeypatch.setattr(store, "learn", alone)
    real_shop.publish()
    assert len(learnt) > 2


def test_content_that_another_environment_has_is_not_written_again(
    real_shop: Shop, real_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are written as they come only where no version of the catalog is known."""
    first = real_shop.publish()
    with psycopg.connect(libpq(real_url)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE lineage SET environment_id = gen_random_uuid()")
    monkeypatch.setattr(store, "insert", None)
    again = real_shop.publish()
    assert (again.version.digest, again.is_new) == (first.version.digest, False)


def test_who_waits_for_a_publish_holds_no_thread(real_shop: Shop) -> None:
    """More callers than there are threads, and nobody who publishes: somebody else is answered meanwhile."""
    app = create_app(Settings(demo=False), real_shop.database, gate=FixedGate(real_shop.world.actor, real_shop.world))
    with ThreadPoolExecutor(50) as callers, TestClient(app) as client:
        ask = "/commerce/catalogs/shop/publish?wait=30"
        waiting = [callers.submit(client.post, ask, json={}) for _ in range(45)]
        wait_until(lambda: count_jobs(real_shop) == len(waiting))
        assert client.get("/commerce/catalogs").status_code == 200
        assert not any(each.done() for each in waiting)
        for job in client.get("/jobs?limit=100").json()["items"]:
            client.post(f"/jobs/{job['id']}/cancel", headers={"If-Match": "*"}).raise_for_status()
        assert {each.result().json()["status"] for each in waiting} == {"cancelled"}


def count_jobs(shop: Shop) -> int:
    with shop.reads() as reads:
        return reads.session.scalar(text("SELECT count(*) FROM job")) or 0
