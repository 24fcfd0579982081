"""What an environment serves: releases composed of one changed component, moves, rollback, history."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.environments import commands as environment_commands
from catalog_admin.environments.model import Serving
from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected, RevisionStale, etag
from catalog_admin.promotions import commands, queries
from catalog_admin.promotions.errors import (
    AlreadyServed,
    BadEffectiveFrom,
    GateClosed,
    NeverServed,
    NothingBefore,
    NothingPublished,
    TooManyNames,
)
from catalog_admin.promotions.model import PublishWish, Release, check_gates
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing.errors import BadDesignation, TagNotFound, VersionNotFound
from catalog_admin.publishing.verify import verify_lines
from tests.publishing.shop import ANY, Shop


def test_serves_what_was_published(shop: Shop) -> None:
    with shop.reads() as reads, pytest.raises(NothingPublished):
        queries.live(reads, "shop")
    served = shop.publish("opening")
    assert served.generation == 1
    assert shop.live() == served.version


def test_a_release_is_named_by_its_content(shop: Shop) -> None:
    served = shop.publish()
    release = Release({"shop": served.version.hex})
    assert release.digest == served.release_digest
    assert release.body == (
        b'{"catalogs":{"shop":"' + served.version.hex.encode() + b'"},"format":1,"rules":null,"settings":null}'
    )


def test_publishing_one_catalog_leaves_the_others_as_they_are(shop: Shop) -> None:
    first = shop.publish()
    other = Shop(shop.database, shop.world, "other").open()
    second = other.publish()
    assert second.generation == 2
    assert shop.live() == first.version
    assert other.live() == second.version


def test_rollback_serves_the_earlier_version_byte_for_byte(shop: Shop) -> None:
    first = shop.publish().version
    tree, export = shop.tree(first), shop.export(first)
    shop.delete("sensors", cascade=True)
    second = shop.publish().version
    back = shop.rollback()
    assert back.generation == 3
    assert shop.live() == first
    assert (shop.tree(shop.live()), shop.export(shop.live())) == (tree, export)
    assert shop.rollback("2").version == second


def test_a_rollback_leaves_the_draft_alone(shop: Shop) -> None:
    shop.publish()
    shop.delete("sensors", cascade=True)
    wrong = shop.publish().version
    shop.rollback()
    assert shop.publish().version == wrong


def test_rolls_back_to_a_digest_a_number_or_a_tag(shop: Shop) -> None:
    first = shop.publish().version
    shop.unassign("sensors", "c")
    second = shop.publish().version
    with shop.work() as work:
        publishing.move_tag(work, "shop", "opening", first.hex, ANY)
    assert shop.rollback(first.hex[:12]).version == first
    assert shop.rollback("2").version == second
    assert shop.rollback("opening").version == first


def test_a_second_click_on_the_rescue_does_not_bring_the_wrong_version_back(shop: Shop) -> None:
    first = shop.publish().version
    shop.unassign("sensors", "c")
    shop.publish()
    shop.rollback()
    with pytest.raises(NothingBefore):
        shop.rollback()
    assert shop.live() == first


def test_previous_goes_one_further_back_each_time(shop: Shop) -> None:
    first = shop.publish().version
    for key in ("second", "third"):
        shop.node(key)
        last = shop.publish().version
    assert last.ordinal == 3
    assert shop.rollback().version.ordinal == 2
    assert shop.rollback().version == first


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        ("1", AlreadyServed),
        ("previous", NothingBefore),
        ("7", VersionNotFound),
        ("ffffffffffff", VersionNotFound),
        ("nobody", TagNotFound),
        ("a b", BadDesignation),
        ("live", BadDesignation),
    ],
)
def test_refuses_a_rollback_to_nowhere(shop: Shop, to: str, refusal: type[Exception]) -> None:
    shop.publish()
    with pytest.raises(refusal):
        shop.rollback(to)


def test_refuses_a_rollback_to_what_was_never_served_here(shop: Shop) -> None:
    first = shop.publish().version
    shop.unassign("sensors", "c")
    second = shop.publish().version
    with shop.work() as work:
        there = environment_commands.create_environment(work, key="dev-2").id
    with shop.database.work(shop.world.actor, there, environment_key="dev-2") as work:
        with pytest.raises(NothingPublished):
            commands.rollback(work, "shop", first.hex, expected=ANY)
        release = Release({"shop": second.hex})
        environment_commands.serve_release(work, there, release.digest, Serving(None, 0))
        with pytest.raises(NeverServed):
            commands.rollback(work, "shop", first.hex, expected=ANY)


def test_moves_only_from_the_generation_somebody_decided_on(shop: Shop) -> None:
    shop.publish()
    shop.unassign("sensors", "c")
    shop.publish()
    with shop.work() as work, pytest.raises(RevisionStale):
        commands.rollback(work, "shop", "previous", expected=Expected(etag(1)))
    with shop.work() as work:
        assert commands.rollback(work, "shop", "previous", expected=Expected(etag(2))).generation == 3
    stale = PublishWish("shop", expected=etag(2))
    with pytest.raises(RevisionStale):
        commands.publish(shop.database, shop.world.actor, shop.world.environment, stale, environment_key="dev")


def test_history_is_imported_in_its_order_and_read_as_of_a_date(shop: Shop) -> None:
    years = {}
    for year in (2019, 2020, 2021):
        shop.stock(f"y{year}")
        shop.assign("heavies", f"y{year}")
        years[year] = shop.publish(f"as of {year}", datetime(year, 1, 1, tzinfo=UTC)).version
    with shop.reads() as reads:
        assert queries.version(reads, "shop", date=datetime(2019, 12, 31, tzinfo=UTC)) == years[2019]
        assert queries.version(reads, "shop", date=datetime(2020, 1, 1)) == years[2020]  # noqa: DTZ001 - UTC is meant
        assert queries.version(reads, "shop") == years[2021]
        with pytest.raises(NothingPublished):
            queries.version(reads, "shop", date=datetime(2018, 1, 1, tzinfo=UTC))
        with pytest.raises(TooManyNames):
            queries.version(reads, "shop", date=datetime(2020, 1, 1, tzinfo=UTC), tag="x")
    with pytest.raises(BadEffectiveFrom):
        shop.publish(effective_from=datetime(2020, 6, 1, tzinfo=UTC))
    with pytest.raises(BadEffectiveFrom):
        shop.publish(effective_from=datetime.now(UTC) + timedelta(days=1))


def test_only_an_administrator_may_write_history(shop: Shop) -> None:
    publisher = Actor("user:pat", shop.world.tenant, "acme", (Grant(Role.PUBLISHER),))
    wish = PublishWish("shop", effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(NotPermitted):
        commands.publish(shop.database, publisher, shop.world.environment, wish, environment_key="dev")


def test_publishing_needs_the_role_for_this_catalog(shop: Shop) -> None:
    publisher = Actor("user:pat", shop.world.tenant, "acme", (Grant(Role.PUBLISHER, "another"),))
    with pytest.raises(NotPermitted):
        commands.publish(shop.database, publisher, shop.world.environment, PublishWish("shop"), environment_key="dev")


def test_refuses_to_publish_what_is_not_there(shop: Shop) -> None:
    with pytest.raises(CatalogNotFound):
        Shop(shop.database, shop.world, "nothing").publish()


@pytest.mark.parametrize("environment", ["stage", "prod"])
def test_what_is_promoted_into_takes_no_direct_publish(environment: str) -> None:
    check_gates(environment, "promotion")
    with pytest.raises(GateClosed):
        check_gates(environment, "publish")
    with pytest.raises(GateClosed):
        check_gates(environment, "rollback")


def test_every_move_is_told_audited_and_kept(shop: Shop) -> None:
    shop.publish("opening")
    shop.unassign("sensors", "c")
    shop.publish()
    shop.rollback()
    with shop.reads() as reads:
        events = reads.session.execute(text("SELECT type, subject FROM event ORDER BY position")).all()
        told = [row for row in events if row.type.startswith("Catalog")]
        assert [(row.type, row.subject) for row in told[-3:]] == [
            ("CatalogPublished", "catalog:shop"),
            ("CatalogPublished", "catalog:shop"),
            ("CatalogRolledBack", "catalog:shop"),
        ]
        actions = reads.session.scalars(text("SELECT action FROM audit_entry ORDER BY seq")).all()
        assert actions[-2:] == ["environments.release_served", "promotions.rolled_back"]
        steps = queries.history(reads, "dev", limit=2)
        assert [(step.move.generation, step.move.cause) for step in steps.items] == [(3, "rollback"), (2, "publish")]
        rest = queries.history(reads, "dev", limit=2, after=steps.next)
        assert [(step.move.reason, step.catalogs) for step in rest.items] == [("opening", steps.items[0].catalogs)]
        assert rest.next is None


def test_a_page_of_history_takes_the_same_few_statements_however_long(shop: Shop) -> None:
    def statements_for(limit: int) -> int:
        seen: list[str] = []
        with shop.reads() as reads:
            connection = reads.session.connection()
            event.listen(connection, "before_cursor_execute", lambda *said: seen.append(said[2]))
            assert len(queries.history(reads, "dev", limit=limit).items) == limit
        return len(seen)

    for number in range(4):
        shop.node(f"n{number}")
        shop.publish()
    assert statements_for(1) == statements_for(4) <= 5


def test_every_served_version_verifies(shop: Shop) -> None:
    for _ in range(2):
        shop.publish()
        shop.move("sensors.gps.deep", "heavies")
        lines = shop.export(shop.live()).splitlines(keepends=True)
        assert verify_lines(lines).digest == shop.live().digest
        shop.move("heavies.deep", "sensors.gps")


def test_going_back_reads_what_is_served_once(shop: Shop) -> None:
    """Each statement is a round trip: a rollback is a rescue, and costs few."""
    shop.publish()
    shop.unassign("sensors", "c")
    shop.publish()
    asked: list[str] = []

    def hear(*said: Any) -> None:
        asked.append(said[2])

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        shop.rollback("1")
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert sum("FROM environment " in each or "FROM environment\n" in each for each in asked) == 1, asked
