"""All catalogs at a glance: what is live, and honestly whether the draft says something else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.products import commands as products
from catalog_admin.promotions.overview import Glance, overview
from catalog_admin.publishing.freezing import freeze_draft
from tests.database import libpq
from tests.publishing.committed import database, world
from tests.publishing.shop import ANY, Shop

__all__ = ["database", "world"]


def glance(shop: Shop, *, actor: Actor | None = None) -> Glance:
    looking = replace(shop, world=replace(shop.world, actor=actor)) if actor else shop
    with looking.reads() as reads:
        [found] = overview(reads, limit=10).items
    return found


def said(shop: Shop) -> tuple[bool | None, tuple[str, ...]]:
    found = glance(shop)
    return found.draft_differs, found.changed


def test_where_nothing_is_served_the_draft_differs(shop: Shop) -> None:
    assert (glance(shop).live, *said(shop)) == (None, True, ())


def test_what_was_published_and_not_touched_since_does_not_differ(shop: Shop) -> None:
    served = shop.publish()
    found = glance(shop)
    assert (found.draft_differs, found.changed) == (False, ())
    assert found.live is not None
    assert (found.live.digest, found.live.number, found.live.cause) == (served.version.digest, 1, "publish")
    assert (found.live.since, found.live.plans) == (served.effective_from, served.version.plans)


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (lambda shop: shop.change("sensors", sort_key=9), ("draft",)),
        (lambda shop: shop.node("new"), ("draft",)),
        (lambda shop: shop.assign("heavies", "a"), ("draft",)),
        (lambda shop: shop.unassign("sensors", "c"), ("draft",)),
        (lambda shop: shop.rule("heavies", "weight < 1"), ("draft",)),
        (lambda shop: shop.replace("a", name={"en": "A"}), ("goods",)),
        (lambda shop: shop.change_product(name={"en": "Else"}), ("goods",)),
    ],
)
def test_what_was_written_since_is_named_and_nothing_is_claimed(
    shop: Shop, edit: Callable[[Shop], object], changed: tuple[str, ...]
) -> None:
    shop.publish()
    edit(shop)
    assert said(shop) == (None, changed)
    shop.publish()
    assert said(shop) == (False, ())


def test_goods_that_are_deleted_are_a_change(shop: Shop) -> None:
    shop.publish()
    with shop.work() as work:
        products.delete_rate_plan(work, "c", ANY)
    assert said(shop) == (None, ("goods",))


def test_after_a_rollback_the_untouched_draft_is_known_to_differ(shop: Shop) -> None:
    first = shop.publish().version
    shop.assign("heavies", "a")
    shop.publish()
    shop.rollback()
    found = glance(shop)
    assert (found.draft_differs, found.live and found.live.digest) == (True, first.digest)
    assert found.live is not None
    assert found.live.cause == "rollback"


def test_freezing_an_edited_draft_settles_that_it_differs(shop: Shop) -> None:
    shop.publish()
    shop.assign("heavies", "a")
    freeze_draft(shop.database, shop.world.actor, shop.world.environment, "shop", environment_key="dev")
    assert said(shop) == (True, ())


def test_a_boundary_that_has_passed_leaves_it_open(shop: Shop) -> None:
    shop.change_product(effectiveTo="2024-01-01")
    shop.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    assert said(shop) == (None, ("time",))


def test_who_reaches_a_part_only_is_told_neither(shop: Shop) -> None:
    shop.publish()
    part = replace(shop.world.actor, grants=(Grant(Role.VIEWER, catalog="shop", path="sensors"),))
    found = glance(shop, actor=part)
    assert (found.catalog.key, found.live, found.draft_differs) == ("shop", None, None)


def test_many_catalogs_cost_as_many_statements_as_one(shop: Shop) -> None:
    def cost() -> int:
        sent: list[str] = []

        def count(*event_said: Any) -> None:
            sent.append(event_said[2])

        event.listen(shop.database.engine, "before_cursor_execute", count)
        with shop.reads() as reads:
            found = overview(reads, limit=10).items
        event.remove(shop.database.engine, "before_cursor_execute", count)
        assert all(each.draft_differs is False for each in found)
        return len(sent)

    shop.publish()
    for_one = cost()
    for key in ("b", "c", "d"):
        replace(shop, key=key).open().publish()
    assert cost() == for_one <= 13


def test_the_route_says_so(client: TestClient, shop: Shop) -> None:
    version = shop.publish().version.hex
    [found] = client.get("/commerce/overview").json()["items"]
    assert (found["key"], found["draftDiffers"], found["changed"]) == ("shop", False, [])
    assert (found["live"]["version"], found["live"]["number"], found["live"]["cause"]) == (version, 1, "publish")


def test_versions_say_where_they_are_served(client: TestClient, shop: Shop, real_url: str) -> None:
    shop.publish()
    shop.assign("heavies", "a")
    shop.publish()
    shop.assign("heavies", "b")
    freeze_draft(shop.database, shop.world.actor, shop.world.environment, "shop", environment_key="dev")
    listed = client.get("/commerce/catalogs/shop/versions").json()["items"]
    told = [(each["isReleased"], each["isServed"], each["wasServed"], each["servedIn"]) for each in listed]
    assert told == [(False, False, False, []), (True, True, True, ["dev"]), (True, False, True, [])]
    with psycopg.connect(libpq(real_url)) as connection:
        connection.execute(
            "INSERT INTO environment (tenant_id, environment_id, key, release_digest, generation)"
            " SELECT tenant_id, gen_random_uuid(), 'fair', release_digest, 1 FROM environment"
            " WHERE environment_id = %s",
            (shop.world.environment,),
        )
    assert client.get("/commerce/catalogs/shop/versions").json()["items"][1]["servedIn"] == ["dev", "fair"]
