"""A catalog that says so is published again by itself when a rule answers differently by time alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import worker
from catalog_admin.jobs.model import JobStatus, JobView
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit.work import Database
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.automation import REPUBLISH, Automation
from catalog_admin.promotions.commands.republishing import CLOCK
from catalog_admin.promotions.overview import overview
from catalog_admin.promotions.schemas.overview import OverviewPage
from catalog_admin.publishing import queries as versions
from tests.publishing.conftest import committed, real_database, real_url
from tests.publishing.shop import ANY, Shop

__all__ = ["real_database", "real_url"]

JANUARY = datetime(2026, 1, 15, tzinfo=UTC)  # long ago: what was to change by time since is due


@pytest.fixture
def shop(real_database: Database) -> Iterator[Shop]:
    """`winter` was sold until the first of February."""
    shop = committed(real_database)
    shop.node("season")
    shop.stock("winter", effectiveTo="2026-02-01")
    shop.rule("season", "effectiveTo > today()")
    by_itself(shop)
    yield shop
    by_itself(shop, "none")  # or the next test would find it due


def by_itself(shop: Shop, how: str = "on_time_boundary") -> None:
    with shop.work() as work:
        catalogs.change_catalog(work, shop.key, {"auto_publish": how}, ANY)


def sweep(shop: Shop) -> int:
    return promotions.ask_for_what_is_due(shop.database)


def run(shop: Shop) -> JobView:
    """What was asked for last."""
    found = jobs.run_now(shop.database, shop.world.actor, asked(shop)[-1]["id"])
    assert found is not None
    return found


def asked(shop: Shop) -> list[dict[str, Any]]:
    with shop.work() as work:
        found = work.session.execute(
            text("SELECT id, params, created_by, status FROM job WHERE kind = :kind ORDER BY created_at"),
            {"kind": REPUBLISH},
        )
        return [dict(row) for row in found.mappings()]


def stands(shop: Shop) -> Automation:
    with shop.reads() as reads:
        [found] = overview(reads, limit=10).items
    assert found.automation is not None
    return found.automation


def publications(shop: Shop) -> list[versions.PublicationView]:
    with shop.reads() as reads:
        return versions.publications(reads, shop.key, limit=10).items


def generation(shop: Shop) -> int:
    with shop.reads() as reads:
        return int(reads.session.scalar(text("SELECT generation FROM environment")) or 0)


def test_what_is_due_is_published_from_what_was_published_last(shop: Shop) -> None:
    before = shop.publish(effective_from=JANUARY).version
    shop.replace("a", name={"en": "Not yet to be seen"})
    assert sweep(shop) == 1
    [job] = asked(shop)
    assert (job["created_by"], job["params"]) == (CLOCK, {"catalog": "shop", "boundary": "2026-02-01T00:00:00Z"})
    done = run(shop)
    assert done.status is JobStatus.SUCCEEDED
    assert done.result is not None
    assert done.result["trigger"] == "time_boundary"
    assert shop.live().plans == before.plans - 1
    assert b"Not yet" not in shop.export(shop.live())
    assert (publications(shop)[0].published_by, publications(shop)[0].note) == (
        CLOCK,
        "at the time boundary 2026-02-01T00:00:00Z",
    )
    assert stands(shop) == Automation()
    assert sweep(shop) == 0


def test_the_trail_and_the_event_say_what_made_it(shop: Shop) -> None:
    shop.publish(effective_from=JANUARY)
    sweep(shop)
    run(shop)
    with shop.work() as work:
        trail = work.session.scalars(
            text("SELECT detail FROM audit_entry WHERE actor = :clock AND action = 'publishing.published'"),
            {"clock": CLOCK},
        ).all()
        events = work.session.scalars(
            text("SELECT data FROM event WHERE type = 'CatalogPublished' ORDER BY at DESC LIMIT 1")
        ).all()
    assert [each["trigger"] for each in (*trail, *events)] == ["time_boundary", "time_boundary"]


def test_a_catalog_that_does_not_say_so_is_left_alone(shop: Shop) -> None:
    by_itself(shop, "none")
    shop.publish(effective_from=JANUARY)
    assert sweep(shop) == 0
    assert stands(shop) == Automation(datetime(2026, 2, 1, tzinfo=UTC))


def test_nothing_is_asked_for_before_its_time(shop: Shop) -> None:
    shop.replace("winter", effectiveTo="2097-02-01")
    shop.publish()
    assert sweep(shop) == 0
    assert stands(shop) == Automation(datetime(2097, 2, 1, tzinfo=UTC))


def test_instants_of_nodes_and_of_sales_are_the_readers_business(shop: Shop) -> None:
    shop.rule("season", "weight > 0")
    shop.change("season", active_from=datetime(2026, 3, 1, tzinfo=UTC))
    shop.publish(effective_from=JANUARY)
    assert publications(shop)[0].boundaries
    assert sweep(shop) == 0
    assert stands(shop) == Automation()


def test_a_rollback_holds_it_until_somebody_publishes(shop: Shop) -> None:
    shop.publish(effective_from=JANUARY)
    shop.replace("b", name={"en": "Second"})
    shop.publish(effective_from=JANUARY)
    shop.rollback()
    assert sweep(shop) == 0
    assert stands(shop).held == "rolled_back"
    shop.publish()
    assert stands(shop).held is None


def test_a_withdrawal_holds_it(shop: Shop) -> None:
    assert stands(shop).held == "not_served"
    shop.publish(effective_from=JANUARY)
    with shop.work() as work:
        promotions.withdraw(work, shop.key, expected=ANY)
    assert sweep(shop) == 0
    assert stands(shop).held == "not_served"


def test_what_is_rolled_back_meanwhile_is_left_as_it_is(shop: Shop) -> None:
    shop.publish(effective_from=JANUARY)
    shop.replace("b", name={"en": "Second"})
    shop.publish(effective_from=JANUARY)
    sweep(shop)
    back = shop.rollback().version
    done = run(shop)
    assert (done.status, done.result) == (JobStatus.SUCCEEDED, {"done": False, "held": "rolled_back"})
    assert shop.live().digest == back.digest


def test_content_that_is_the_same_is_no_move_and_not_due_again(shop: Shop) -> None:
    shop.assign("season", "winter")
    shop.publish(effective_from=JANUARY)
    before = generation(shop)
    assert sweep(shop) == 1
    assert run(shop).status is JobStatus.SUCCEEDED
    assert generation(shop) == before
    assert len(publications(shop)) == 2
    assert sweep(shop) == 0


def test_a_refused_one_is_told_and_tried_again_later(shop: Shop) -> None:
    with shop.work() as work:
        products.put_attribute(work, AttributeDefinition("until", Type(Kind.DATE), {"en": "Until"}), ANY)
    shop.rule("sensors", "until > today()")
    before = shop.publish(effective_from=JANUARY).version
    shop.rule("sensors", "weight > 100")
    with shop.work() as work:
        products.delete_attribute(work, "until", ANY)
    sweep(shop)
    refused = run(shop)
    assert refused.status is JobStatus.FAILED
    assert refused.error is not None
    assert refused.error["code"] == "catalogs.broken_rule"
    assert shop.live().digest == before.digest
    assert (stands(shop).held, stands(shop).refusal) == ("refused", refused.error)
    assert sweep(shop) == 0
    with shop.work() as work:
        work.session.execute(text("UPDATE job SET finished_at = now() - interval '121 seconds'"))
    assert sweep(shop) == 1
    shop.publish()
    assert run(shop).result == {"done": False, "held": None}


def test_what_another_cluster_told_is_held(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog_admin.publishing import inputs

    as_they_are = inputs.as_they_are
    monkeypatch.setattr(
        inputs,
        "as_they_are",
        lambda *said: inputs.Inputs("", "", type(as_they_are(*said).snapshot)("1", as_they_are(*said).snapshot.seen)),
    )
    shop.publish(effective_from=JANUARY)
    assert sweep(shop) == 0
    assert stands(shop).held == "inputs_unknown"


def test_many_workers_ask_once(shop: Shop) -> None:
    shop.publish(effective_from=JANUARY)
    start, found = Barrier(4), list[int]()

    def look() -> None:
        start.wait()
        found.append(sweep(shop))

    threads = [Thread(target=look) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(found) == len(asked(shop)) == 1


def test_the_overview_says_when_and_what_holds_it(shop: Shop) -> None:
    shop.publish(effective_from=JANUARY)
    with shop.work() as work:
        promotions.withdraw(work, shop.key, expected=ANY)
    with shop.reads() as reads:
        [said] = OverviewPage.of(overview(reads, limit=10)).model_dump(mode="json", by_alias=True)["items"]
    told = {"nextBoundary": "2026-02-01T00:00:00Z", "held": "not_served", "refusal": None, "rulesMoved": []}
    assert (said["autoPublish"], said["automation"]) == ("on_time_boundary", told)


def test_every_tenant_has_its_own(shop: Shop) -> None:
    other = committed(shop.database)
    other.rule("heavies", "effectiveFrom > today()")
    by_itself(other)
    for each in (shop, other):
        each.publish(effective_from=JANUARY)
    other.rule("heavies", "effectiveFrom <= today()")
    assert sweep(shop) == 1
    assert len(asked(shop)) == 1
    assert asked(other) == []  # the first of January 2027 has not come


def test_what_is_said_of_automation_is_nothing_that_is_published(shop: Shop) -> None:
    before = shop.publish().version
    by_itself(shop, "none")
    assert shop.publish().version.digest == before.digest


def test_a_worker_does_it_when_the_instant_has_come(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RECOVER_EVERY_SECONDS", 0.2)
    with shop.work() as work:
        products.put_attribute(work, AttributeDefinition("ends", Type(Kind.DATETIME), {"en": "Ends"}), ANY)
        soon = work.session.scalar(text("SELECT now() + interval '2 seconds'"))
    ends = soon.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    shop.stock("flash", attributes={"ends": ends, "weight": "1"})
    shop.rule("season", "ends > now()")
    before = shop.publish().version
    shop.replace("a", name={"en": "Not yet to be seen"})
    working = Worker(shop.database)
    working.start()
    try:
        until = monotonic() + 30
        while shop.live().digest == before.digest and monotonic() < until:
            sleep(0.1)
    finally:
        assert working.stop()
    assert b'"flash"' not in shop.export(shop.live())
    assert b"Not yet" not in shop.export(shop.live())
    assert shop.live().plans == before.plans - 1
    assert len(asked(shop)) == 1
