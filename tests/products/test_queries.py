"""What other rooms get: columns for rules, cards for publishing, lists for people."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.setwise.columns import polars_type
from catalog_admin.products import commands, queries
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.products.model.ids import plan_id, product_id
from catalog_admin.products.queries import Wanted
from tests.products.samples import declare, stock
from tests.world import World


def test_columns_are_typed_and_effective(work: Work) -> None:
    declare(work)
    stock(work)
    names = frozenset(queries.scope(work))
    frame = queries.rule_columns(work, names)
    row = frame.row(0, named=True)
    assert frame.height == 1
    assert row["plan_id"] == str(plan_id("sensor-monthly"))
    assert row["weight"] == Decimal("0.00000015")
    assert row["colour"] == "black"
    assert row["regions"] == ["eu", "us"]
    assert row["discounts"] is None
    assert row["spot"] is False
    assert row["launch"] == date(2026, 2, 1)
    assert row["checked"] == datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert row["trial_days"] is None
    assert row["product.name"] == "GPS Sensor"
    assert row["charge.kinds"] == ["recurring", "usage"]
    assert row["charge.priceRefs"] == ["gps-sensor/rent", "gps-sensor/data"]
    assert row["effectiveTo"] == date(2027, 1, 1)
    assert row["tags"] == []


def test_columns_have_the_types_that_rules_expect(work: Work) -> None:
    declare(work)
    scope = queries.scope(work)
    frame = queries.rule_columns(work, frozenset(scope))
    assert frame.height == 0
    assert {name: frame.schema[name] for name in scope} == {n: polars_type(a.type) for n, a in scope.items()}


def test_columns_of_awkward_texts_come_back_as_they_are(work: Work) -> None:
    commands.put_attribute(work, AttributeDefinition("note", Type(Kind.TEXT)), Expected("*"))
    texts = ["", "\\N", 'say "hi"', "a,b\nc\r\nd", "null", "é漢🙂", " padded ", "\t"]
    commands.create_product(work, {"key": "p"})
    for position, text in enumerate(texts):
        said = {"key": f"plan-{position}", "product": "p", "attributes": {"note": text}}
        commands.create_rate_plan(work, said)
    frame = queries.rule_columns(work, frozenset({"note"})).sort("key")
    assert frame["note"].to_list() == texts


def test_columns_of_some_keys_only(work: Work) -> None:
    commands.create_product(work, {"key": "p"})
    for key in ("a", "b", "c"):
        commands.create_rate_plan(work, {"key": key, "product": "p"})
    commands.delete_rate_plan(work, "c", Expected("*"))
    frame = queries.rule_columns(work, frozenset({"key", "status"}), ["a", "c", "nothing"])
    assert frame.select("key", "status").rows() == [("a", "draft")]


def test_cards_carry_effective_attributes_in_key_order(work: Work) -> None:
    declare(work)
    stock(work)
    commands.create_rate_plan(work, {"key": "a-first", "product": "gps-sensor", "attributes": {"weight": 2}})
    [chunk] = queries.cards(work)
    assert [card["key"] for card in chunk] == ["a-first", "sensor-monthly"]
    assert chunk[0]["attributes"] == {"weight": "2", "colour": "black"}
    assert chunk[1]["attributes"]["weight"] == "0.00000015"
    assert chunk[1]["product"] == {
        "id": str(product_id("gps-sensor")),
        "key": "gps-sensor",
        "name": {"en": "GPS Sensor", "fr": "Capteur GPS"},
        "status": "active",
        "tags": ["hardware", "new"],
    }
    assert chunk[1]["charges"][0]["attributes"] == {"trial_days": 30}


def test_cards_of_some_ids_come_product_by_product_and_share_it(work: Work) -> None:
    for key in ("p", "q"):
        commands.create_product(work, {"key": key})
    for key, product in (("a", "p"), ("b", "q"), ("c", "p")):
        commands.create_rate_plan(work, {"key": key, "product": product})
    [[first, second, third]] = queries.cards(work, [plan_id(key) for key in "abc"])
    assert [card["key"] for card in (first, second, third)] == ["a", "c", "b"]
    assert first["product"] is second["product"]
    assert first["product"] != third["product"]


def test_cards_of_some_ids_only(work: Work) -> None:
    declare(work)
    stock(work)
    assert [c["key"] for chunk in queries.cards(work, [plan_id("sensor-monthly")]) for c in chunk] == ["sensor-monthly"]
    assert list(queries.cards(work, [])) == []


def test_lists_go_page_by_page_in_key_order(work: Work) -> None:
    for key in ("b", "a", "C"):
        commands.create_product(work, {"key": key, "name": {"en": f"Product {key}"}})
    first = queries.products_page(work, Wanted(), limit=2)
    assert [product.key for product in first.items] == ["C", "a"]
    second = queries.products_page(work, Wanted(), limit=2, after=first.next)
    assert ([product.key for product in second.items], second.next) == (["b"], None)


def test_lists_filter_and_search(work: Work) -> None:
    declare(work)
    stock(work)
    commands.create_rate_plan(work, {"key": "100%_sure", "product": "gps-sensor", "tags": ["x"]})

    def found(**wanted: object) -> list[str]:
        return [plan.key for plan in queries.plans_page(work, Wanted(**wanted), limit=10).items]

    assert found(search="gps-1") == ["sensor-monthly"]
    assert found(search="SENSOR, MON") == ["sensor-monthly"]
    assert found(search="%_s") == ["100%_sure"]
    assert found(status="active") == ["sensor-monthly"]
    assert found(tag="x") == ["100%_sure"]
    assert found(product="nowhere") == []
    assert found(deleted=True) == []


def test_keys_and_ids_translate_both_ways(work: Work) -> None:
    declare(work)
    stock(work)
    ids = queries.plan_ids(work, ["sensor-monthly", "nowhere"])
    assert ids == {"sensor-monthly": plan_id("sensor-monthly")}
    assert queries.plan_keys(work, ids.values()) == {plan_id("sensor-monthly"): "sensor-monthly"}


def test_nothing_of_another_tenant_is_seen(database: Database, world: World, other_world: World) -> None:
    with database.work(world.actor, world.environment) as ours:
        declare(ours)
        stock(ours)
    with database.work(other_world.actor, other_world.environment) as theirs:
        assert queries.rule_columns(theirs, frozenset({"key"})).height == 0
        assert list(queries.cards(theirs)) == []
        assert queries.products_page(theirs, Wanted(), limit=9).items == []
        assert queries.attributes(theirs) == {}


def test_an_empty_frame_keeps_its_columns(work: Work) -> None:
    frame = queries.rule_columns(work, frozenset({"status"}))
    assert frame.schema == {"plan_id": pl.String, "key": pl.String, "status": pl.String}
