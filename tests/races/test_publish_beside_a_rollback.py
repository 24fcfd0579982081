"""A publish and a rollback at once: whoever decided on what is no longer so is refused."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from catalog_admin.jobs import commands as jobs
from catalog_admin.kit import locks
from catalog_admin.promotions import commands
from catalog_admin.promotions.commands import watching
from catalog_admin.promotions.errors import NothingBefore, RolledBackMeanwhile
from catalog_admin.publishing.model import VersionRef
from tests.publishing.shop import ANY, Shop
from tests.races.publishes import ask_to_publish, check_whole, publish_watched, wait_until


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


def test_a_publish_under_way_is_stopped_by_a_rollback_long_before_it_is_done(
    real_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PACE_SECONDS", 0.0)
    first = changed_twice(real_shop)
    real_shop.forget_tips()
    steps: list[str] = []

    def rescue(step: str) -> None:
        if step == "comparing" and step not in steps:
            real_shop.rollback()
        steps.append(step)

    with pytest.raises(RolledBackMeanwhile):
        publish_watched(real_shop, rescue)
    assert steps[-1] == "comparing"
    assert real_shop.live() == first
    check_whole(real_shop)


def test_a_publish_that_waited_through_a_rollback_does_not_begin(real_shop: Shop, pool: ThreadPoolExecutor) -> None:
    changed_twice(real_shop)
    steps: list[str] = []
    with real_shop.work() as holder:
        locks.take(holder.session, locks.Lock.PUBLISH, holder.environment, "shop")
        waiting = pool.submit(publish_watched, real_shop, steps.append)
        wait_until(lambda: bool(steps))
        real_shop.rollback()
    with pytest.raises(RolledBackMeanwhile):
        waiting.result(30)
    assert set(steps) == {"waiting for other publishes"}


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
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :kind AND NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    until = time.monotonic() + 30
    with shop.reads() as reads:
        while not reads.session.scalar(text(waiting), {"kind": int(locks.Lock.RELEASE)}):
            assert time.monotonic() < until
            time.sleep(0.01)
