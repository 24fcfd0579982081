"""Publishes that fail or lose their turn: the old version stays whole, and the next publish finds nothing left over."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from sqlalchemy import text

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.pulse import QUIET_SECONDS
from catalog_admin.kit import locks
from catalog_admin.kit.work import Work
from catalog_admin.promotions import commands
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import spool, store
from catalog_admin.publishing.errors import OrdinalTaken
from catalog_admin.publishing.layout import Stage
from tests.database import libpq
from tests.publishing.shop import ANY, Shop
from tests.publishing.test_properties import full_digest
from tests.races.publishes import check_whole, publish_watched


def test_a_publish_that_fails_anywhere_leaves_the_old_version(real_shop: Shop) -> None:
    first = real_shop.publish().version
    real_shop.delete("sensors", cascade=True)
    steps: list[str] = []

    def note(step: str) -> None:
        steps.append(step)
        if len(steps) == stop_at:
            raise ValueError(step)

    stop_at = 0
    while not steps or steps[-1] != "sealing":
        stop_at += 1
        steps.clear()
        with pytest.raises(ValueError, match=r"[a-z]"):
            publish_watched(real_shop, note)
        assert real_shop.live() == first
        check_whole(real_shop)
    assert real_shop.publish().version.ordinal == 2
    check_whole(real_shop)


def test_a_first_publish_that_fails_anywhere_leaves_nothing(real_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of its rows are committed by then."""
    monkeypatch.setattr(spool, "CHUNK_BYTES", 1)
    steps: list[str] = []

    def note(step: str) -> None:
        steps.append(step)
        if len(steps) == stop_at:
            raise ValueError(step)

    shop, stop_at = real_shop, 0
    while not steps or steps[-1] != "sealing":
        stop_at += 1
        steps.clear()
        with pytest.raises(ValueError, match=r"[a-z]"):
            publish_watched(shop, note)
        with shop.reads() as reads:
            for table in ("version", "lineage_ordinal", "published_plan", "published_membership"):
                assert not reads.session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of ours
    assert steps[1] == "working out and writing: entry rows"
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


def test_a_cancelled_job_leaves_nothing_behind(real_shop: Shop) -> None:
    with real_shop.work() as work:
        job = commands.ask_to_publish(work, PublishWish("shop"))

    def cancel(percent: int, step: str) -> None:
        if step.startswith("working out and writing"):
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

    def lose(step: str) -> None:
        if step == "sealing":
            with real_shop.work() as work:
                work.session.execute(text("SELECT abort_publish(lineage_id) FROM lineage"))
                work.session.execute(
                    text(
                        "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal)"
                        " SELECT tenant_id, lineage_id, 1 FROM lineage"
                    )
                )

    with pytest.raises(OrdinalTaken):
        publish_watched(real_shop, lose)
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


def test_who_lost_the_queue_does_not_take_back_what_the_next_publish_writes(
    real_shop: Shop, real_url: str, pool: ThreadPoolExecutor
) -> None:
    is_writing, may_go_on = Event(), Event()
    following: list[Future[commands.Served]] = []

    def pause(step: str) -> None:
        if step == "writing: node rows":
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


@pytest.mark.parametrize("late", ["writing", "writing what changed"])
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
