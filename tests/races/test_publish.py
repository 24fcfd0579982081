"""Publishes beside each other and beside edits: they queue, or do not meet, and never see half of anything."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
from catalog_admin.jobs.pulse import QUIET_SECONDS
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit import locks
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.schema import sqlalchemy_url
from catalog_admin.kit.work import Database, Work
from catalog_admin.main import create_app
from catalog_admin.promotions import commands, queries
from catalog_admin.promotions.errors import NothingBefore, RolledBackMeanwhile
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import spool, store, vocabulary
from catalog_admin.publishing.errors import OrdinalTaken
from catalog_admin.publishing.layout import Stage
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.verify import verify_lines
from catalog_admin.settings import Settings
from tests.database import fresh_database, libpq
from tests.publishing.conftest import committed, real_database, real_shop, real_url
from tests.publishing.shop import ANY, Shop
from tests.publishing.test_properties import full_digest
from tests.world import FixedGate

__all__ = ["committed", "real_database", "real_shop", "real_url"]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def check_whole(shop: Shop) -> None:
    """Live content amounts to its digest and nothing is left half-done."""
    assert verify_lines(shop.export(shop.live()).splitlines(keepends=True)).digest == shop.live().digest
    with shop.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM lineage_ordinal WHERE sealed_at IS NULL"))


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


def ask_to_publish(shop: Shop) -> JobId:
    with shop.work() as work:
        return commands.ask_to_publish(work, PublishWish(shop.key))


def status(shop: Shop, job: JobId) -> str:
    with shop.reads() as reads:
        return job_queries.job_by_id(reads, job).status


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


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
    assert any(step.startswith("writing") for step in seen) is not is_little
    assert real_shop.live() != first


def test_a_publish_that_fails_anywhere_leaves_the_old_version(real_shop: Shop) -> None:
    first = real_shop.publish().version
    real_shop.delete("sensors", cascade=True)
    steps: list[str] = []

    def note(percent: int, step: str) -> None:
        steps.append(step)
        if len(steps) == stop_at:
            raise ValueError(step)

    wish, shop = PublishWish("shop"), real_shop
    stop_at = 0
    while not steps or steps[-1] != "sealing":
        stop_at += 1
        steps.clear()
        with pytest.raises(ValueError, match=r"[a-z]"):
            commands.publish(
                shop.database, shop.world.actor, shop.world.environment, wish, environment_key="dev", on_progress=note
            )
        assert real_shop.live() == first
        check_whole(real_shop)
    assert real_shop.publish().version.ordinal == 2
    check_whole(real_shop)


def test_a_first_publish_that_fails_anywhere_leaves_nothing(real_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of its rows are committed by then."""
    monkeypatch.setattr(spool, "CHUNK_BYTES", 1)
    steps: list[str] = []

    def note(percent: int, step: str) -> None:
        steps.append(step)
        if len(steps) == stop_at:
            raise ValueError(step)

    shop, stop_at = real_shop, 0
    while not steps or steps[-1] != "sealing":
        stop_at += 1
        steps.clear()
        with pytest.raises(ValueError, match=r"[a-z]"):
            commands.publish(
                shop.database,
                shop.world.actor,
                shop.world.environment,
                PublishWish("shop"),
                environment_key="dev",
                on_progress=note,
            )
        with shop.reads() as reads:
            for table in ("version", "lineage_ordinal", "published_plan", "published_membership"):
                assert not reads.session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of ours
    assert steps[1] == "writing entry rows"
    served = shop.publish().version
    assert served.digest == full_digest(shop)
    check_whole(shop)


def test_what_a_writer_meets_fails_the_first_publish(real_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = store.insert

    def full(work: Work, filling: store.Filling, stage: Stage, lines: bytes) -> None:
        if stage.table == "membership":
            raise OSError("the disk is full")
        insert(work, filling, stage, lines)

    monkeypatch.setattr(store, "insert", full)
    with pytest.raises(OSError, match="the disk is full"):
        real_shop.publish()
    monkeypatch.undo()
    assert real_shop.publish().version.ordinal == 1
    check_whole(real_shop)


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


def test_a_cancelled_job_leaves_nothing_behind(real_shop: Shop) -> None:
    with real_shop.work() as work:
        job = commands.ask_to_publish(work, PublishWish("shop"))

    def cancel(percent: int, step: str) -> None:
        if step.startswith("writing"):
            with real_shop.work() as work:
                jobs.cancel_job(work, job, ANY)
            time.sleep(QUIET_SECONDS)  # so often at most a job asks whether it should stop

    done = jobs.run_now(real_shop.database, real_shop.world.actor, job, on_progress=cancel)
    assert done is not None
    assert done.status == "cancelled"
    with real_shop.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM version"))
        assert not reads.session.scalar(text("SELECT count(*) FROM published_node"))
    assert real_shop.publish().version.ordinal == 1


def test_who_lost_the_queue_does_not_write_into_the_next_publish(real_shop: Shop) -> None:
    """As if the connection that holds the lock had been cut while the process lives on."""

    def lose(percent: int, step: str) -> None:
        if step == "sealing":
            with real_shop.work() as work:
                work.session.execute(text("SELECT abort_publish(lineage_id) FROM lineage"))
                work.session.execute(
                    text(
                        "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal)"
                        " SELECT tenant_id, lineage_id, 1 FROM lineage"
                    )
                )

    shop = real_shop
    with pytest.raises(OrdinalTaken):
        commands.publish(
            shop.database,
            shop.world.actor,
            shop.world.environment,
            PublishWish("shop"),
            environment_key="dev",
            on_progress=lose,
        )
    assert real_shop.publish().version.ordinal == 1
    check_whole(real_shop)


def cut_the_holder(url: str) -> None:
    """The one connection that holds the queue's lock dies; the process and its other connections live on."""
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [int(locks.Lock.PUBLISH)],
        )


def publish_watched(shop: Shop, look: Callable[[str], None]) -> commands.Served:
    actor, place, wish = shop.world.actor, shop.world.environment, PublishWish(shop.key)
    return commands.publish(
        shop.database, actor, place, wish, environment_key="dev", on_progress=lambda _, step: look(step)
    )


def test_who_lost_the_queue_does_not_take_back_what_the_next_publish_writes(
    real_shop: Shop, real_url: str, pool: ThreadPoolExecutor
) -> None:
    is_writing, may_go_on = Event(), Event()
    following: list[Future[commands.Served]] = []

    def pause(step: str) -> None:
        if step == "writing node rows":
            is_writing.set()
            assert may_go_on.wait(30)

    def lose(step: str) -> None:
        if step == "sealing":
            cut_the_holder(real_url)
            following.append(pool.submit(publish_watched, real_shop, pause))
            assert is_writing.wait(30)

    with pytest.raises(OrdinalTaken):
        publish_watched(real_shop, lose)
    may_go_on.set()
    assert following[0].result(30).version.ordinal == 1
    check_whole(real_shop)


@pytest.mark.parametrize("late", ["writing", "sealing"])
def test_who_lost_the_queue_does_not_build_upon_a_version_it_never_saw(
    real_shop: Shop, real_url: str, late: str
) -> None:
    """Whether it has looked at everything, or at what has changed alone."""
    real_shop.publish()
    real_shop.replace("a", name={"en": "Late"})
    if late == "writing":
        real_shop.forget_tips()

    def lose(step: str) -> None:
        if step == late and real_shop.live().ordinal == 1:
            cut_the_holder(real_url)
            real_shop.replace("b", name={"en": "Later"})
            real_shop.publish()

    with pytest.raises(OrdinalTaken):
        publish_watched(real_shop, lose)
    assert real_shop.live().ordinal == 2
    real_shop.replace("c", name={"en": "Latest"})
    real_shop.publish()
    check_whole(real_shop)


@pytest.fixture
def behind(real_shop: Shop, server_url: str) -> Iterator[Database]:
    """The replica has not even heard of the tables, and is preferred wherever it may be asked."""
    url = real_shop.database.engine.url.render_as_string(hide_password=False)
    with fresh_database(server_url, f"publish_replica_{os.getpid()}", migrated=False) as replica:
        database = Database(url, read_url=sqlalchemy_url(replica).render_as_string(hide_password=False))
        database.servers.standing.is_gone("primary")
        yield database
        database.close()


def test_never_reads_from_a_replica_that_may_lag(real_shop: Shop, behind: Database) -> None:
    assert Shop(behind, real_shop.world).publish().version == real_shop.live()


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


def test_who_was_told_of_a_job_finds_it_although_the_replica_lags(real_shop: Shop, behind: Database) -> None:
    app = create_app(Settings(demo=False), behind, gate=FixedGate(real_shop.world.actor, real_shop.world))
    with TestClient(app) as client:
        assert client.get(f"/jobs/{ask_to_publish(real_shop)}").status_code == 200


def test_a_rollback_decides_when_it_is_its_turn(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    """Somebody else goes back first: `previous` must not be reckoned from what was live before that."""
    first = real_shop.publish().version
    for path in ("second", "third"):
        real_shop.node(path)
        real_shop.publish()
    with real_shop.work() as holder:
        commands.rollback(holder, "shop", first.hex, expected=ANY)
        late = pool.submit(real_shop.rollback)
        wait_for_a_waiter(real_shop)
    with pytest.raises(NothingBefore):
        late.result(30)
    assert real_shop.live() == first


def changed_twice(shop: Shop) -> VersionRef:
    """The version before the live one, which somebody will wish to go back to; a third waits in the draft."""
    first = shop.publish().version
    shop.node("wrong")
    shop.publish()
    shop.node("more")
    return first


def test_a_publish_under_way_does_not_undo_a_rollback(real_shop: Shop) -> None:
    first = changed_twice(real_shop)

    def rescue(step: str) -> None:
        if step == "sealing":
            real_shop.rollback()

    with pytest.raises(RolledBackMeanwhile):
        publish_watched(real_shop, rescue)
    assert real_shop.live() == first
    check_whole(real_shop)
    assert real_shop.publish().version.ordinal == 3
    check_whole(real_shop)


def test_a_publish_job_that_waited_does_not_undo_a_rollback(real_shop: Shop) -> None:
    first = changed_twice(real_shop)
    job = ask_to_publish(real_shop)
    real_shop.rollback()
    done = jobs.run_now(real_shop.database, real_shop.world.actor, job)
    assert done is not None
    assert done.error is not None
    assert (done.status, done.error["code"]) == ("failed", "promotions.rolled_back_meanwhile")
    assert real_shop.live() == first
    check_whole(real_shop)


def test_a_rollback_of_another_catalog_does_not_stop_a_publish(real_shop: Shop) -> None:
    other = Shop(real_shop.database, real_shop.world, "other").open()
    other.publish()
    other.node("wrong")
    other.publish()

    def rescue(step: str) -> None:
        if step == "sealing":
            other.rollback()

    assert publish_watched(real_shop, rescue).version == real_shop.live()


def wait_for_a_waiter(shop: Shop) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :kind AND NOT granted"
    until = time.monotonic() + 30
    with shop.reads() as reads:
        while not reads.session.scalar(text(waiting), {"kind": int(locks.Lock.RELEASE)}):
            assert time.monotonic() < until
            time.sleep(0.01)
