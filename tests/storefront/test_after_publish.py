"""The whole way: a draft is published, a storefront reads it, a wrong publish is taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.environments import commands as environments
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.work import Database
from catalog_admin.promotions import commands as promotions
from catalog_admin.publishing import retiring
from catalog_admin.publishing.freezing import freeze_draft
from catalog_admin.publishing.retiring import Wish
from tests.publishing.conftest import stocked
from tests.publishing.shop import ANY, Shop
from tests.storefront.conftest import client_of
from tests.world import FixedGate, World

Ask = Callable[..., Any]
SHELF = """
query ($path: String!, $asOf: DateTime) {
  node(catalog: "shop", path: $path, asOf: $asOf) {
    displayName
    slug(locale: "fr")
    ratePlanCount
    ratePlans { edges { node { key name attributes charges { key priceRef } } } }
  }
}
"""


@pytest.fixture
def drafted(database: Database, world: World) -> Shop:
    return stocked(Shop(database, world).open())


@pytest.fixture
def see(database: Database, world: World) -> Iterator[Ask]:
    """In the very transaction that published and never commits."""
    for client in client_of(database, FixedGate(world.actor, world)):

        def asked(query: str, client: TestClient = client, **variables: Any) -> Any:
            return client.post("/graphql", json={"query": query, "variables": variables}).json()

        yield asked


def keys(answer: Any) -> list[str]:
    return [edge["node"]["key"] for edge in answer["data"]["node"]["ratePlans"]["edges"]]


def test_shows_nothing_before_and_everything_after(see: Ask, drafted: Shop) -> None:
    assert see(SHELF, path="sensors")["errors"][0]["extensions"]["code"] == "storefront.catalog_not_served"
    drafted.publish()
    shelf = see(SHELF, path="sensors")["data"]["node"]
    assert (shelf["displayName"], shelf["slug"], shelf["ratePlanCount"]) == ("Sensors", "capteurs", 3)
    assert keys(see(SHELF, path="sensors.gps")) == ["a", "b"]
    assert keys(see(SHELF, path="sensors.gps.deep")) == ["a"]
    assert see('{catalog(key: "shop") {locales name}}')["data"]["catalog"]["locales"] == ["en", "fr"]


def test_a_rule_filled_shelf_shows_its_plan_from_its_first_day(see: Ask, drafted: Shop) -> None:
    drafted.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    before = see(SHELF, path="heavies", asOf="2026-12-31T23:59:59Z")
    assert (keys(before), before["data"]["node"]["ratePlanCount"]) == ([], 0)
    after = see(SHELF, path="heavies", asOf="2027-01-01T00:00:00Z")
    assert (keys(after), after["data"]["node"]["ratePlanCount"]) == (["heavy"], 1)
    by_weight = '{search(catalog: "shop", term: "heav", asOf: "2027-06-01T00:00:00Z", where: %s) {totalCount}}'
    exact = '{attributes: [{key: "weight", eq: 12.50}]}'
    assert see(by_weight % exact)["data"] == {"search": {"totalCount": 1}}
    assert see(by_weight % exact.replace("12.50", "12.5000001"))["data"] == {"search": {"totalCount": 0}}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('eq: "12.50"', 1),
        ('eq: "12.5"', 1),
        ('eq: "1.25e1"', 1),
        ('eq: "12.500000000000000000001"', 0),
        ('in: ["1", "12.5"]', 1),
        ('gt: "12.49", lte: "12.5"', 1),
        ('gt: "9"', 1),
        ("eq: 1.25E1", 1),
    ],
)
def test_a_decimal_may_be_asked_for_as_text(see: Ask, drafted: Shop, asked: str, found: int) -> None:
    drafted.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    query = '{search(catalog: "shop", term: "heav", asOf: "2027-06-01T00:00:00Z", where: %s) {totalCount}}'
    where = f'{{attributes: [{{key: "weight", {asked}}}]}}'
    assert see(query % where)["data"] == {"search": {"totalCount": found}}


@pytest.mark.parametrize("value", ['"heavy"', '"12,5"', '""', "true", '"NaN"', '"1e999999999"', "1e999999999"])
def test_what_is_no_number_is_refused_of_a_decimal(see: Ask, drafted: Shop, value: str) -> None:
    drafted.publish()
    where = f'{{attributes: [{{key: "weight", eq: {value}}}]}}'
    answer = see('{catalog(key: "shop") {ratePlans(where: %s) {totalCount}}}' % where)  # noqa: UP031 - braces
    said = answer["errors"][0]["extensions"]
    assert said["code"] in ("storefront.bad_filter", "kit.unreadable_body", "storefront.invalid_query")
    if value == '"heavy"':
        assert said["pointer"] == "/where/attributes/0/eq"


def test_the_catalogs_first_language_sorts_and_shows(database: Database, world: World) -> None:
    """A German catalog whose rate plans have English names too."""
    shop = Shop(database, world).open(locales=("de", "en"))
    shop.declare()
    shop.stock("nut", name={"de": "Zahnrad", "en": "A wheel"})
    shop.stock("bolt", name={"de": "Anker", "en": "The anchor"})
    shop.stock("cog", name={"en": "Mill", "fr": "Moulin"})
    shop.node("parts", meta={"displayName": {"de": "Teile", "en": "Parts"}})
    shop.assign("parts", "nut", "bolt", "cog")
    shop.publish()
    query = """{node(catalog: "shop", path: "parts") {displayName breadcrumbs {name}
        ratePlans(sortBy: {field: NAME}) {
        edges {node {name english: name(locale: "en-GB") french: name(locale: "fr")}}}}}"""
    for client in client_of(database, FixedGate(world.actor, world)):
        node = client.post("/graphql", json={"query": query}).json()["data"]["node"]
        listed = client.get("/storefront/catalogs/shop/rate-plans", params={"sort": "name"}).json()["items"]
        in_french = client.get("/storefront/catalogs/shop/nodes/by-path/parts", params={"locale": "fr"}).json()
    assert (node["displayName"], node["breadcrumbs"], in_french["displayName"]) == (
        "Teile",
        [{"name": "Teile"}],
        "Teile",
    )
    shown = [edge["node"] for edge in node["ratePlans"]["edges"]]
    assert [each["name"] for each in shown] == ["Anker", "Mill", "Zahnrad"]
    assert [each["name"] for each in listed] == ["Anker", "Mill", "Zahnrad"]
    assert [each["english"] for each in shown] == ["The anchor", "Mill", "A wheel"]
    assert [each["french"] for each in shown] == ["Anker", "Moulin", "Zahnrad"]


def test_content_of_another_environment_has_no_number_here(database: Database, world: World, drafted: Shop) -> None:
    drafted.publish()
    with drafted.work() as work:
        beside = replace(world, environment=environments.create_environment(work, key="dev-2").id)
    here = Shop(database, beside).open()
    assert here.publish().number == 1
    stocked(here)
    served = here.publish()
    assert (served.version, served.number, served.is_new) == (drafted.live(), None, False)
    which = '{catalog(key: "shop"%s) {version {digest number}}}'
    for client in client_of(database, FixedGate(world.actor, beside)):
        live, first = (client.post("/graphql", json={"query": which % name}).json() for name in ("", ', version: "1"'))
        assert live["data"]["catalog"]["version"] == {"digest": served.version.hex, "number": None}
        assert first["data"]["catalog"]["version"]["number"] == 1
        assert first["data"]["catalog"]["version"]["digest"] != served.version.hex


def test_a_rollback_shows_at_once_and_grows_the_generation(see: Ask, drafted: Shop) -> None:
    which = '{catalog(key: "shop") {generation version {number} node(path: "sensors.gps") {ratePlanCount}}}'
    drafted.publish()
    first = see(which)["data"]["catalog"]
    drafted.unassign("sensors.gps", "b")
    drafted.publish()
    second = see(which)["data"]["catalog"]
    drafted.rollback()
    third = see(which)["data"]["catalog"]
    assert [one["node"]["ratePlanCount"] for one in (first, second, third)] == [2, 1, 2]
    assert [one["version"]["number"] for one in (first, second, third)] == [1, 2, 1]
    assert [one["generation"] for one in (first, second, third)] == [1, 2, 3]


def test_a_frozen_draft_is_read_by_its_digest_by_who_is_known_alone(see: Ask, drafted: Shop) -> None:
    live = drafted.publish().version
    drafted.unassign("sensors.gps", "b")
    here = drafted.world.environment
    frozen = freeze_draft(
        drafted.database, drafted.world.actor, here, "shop", environment_key="dev"
    ).publication.version
    asked = '{version {digest isLive} node(path: "sensors.gps") {ratePlanCount}}'
    which = f'{{catalog(key: "shop", version: "{frozen.hex}") {asked}}}'
    assert see(which)["data"]["catalog"] == {
        "version": {"digest": frozen.hex, "isLive": False},
        "node": {"ratePlanCount": 1},
    }
    assert see('{catalog(key: "shop") {version {digest}}}')["data"]["catalog"]["version"]["digest"] == live.hex
    stranger = Actor("anonymous", drafted.world.actor.tenant, drafted.world.actor.tenant_key, is_anonymous=True)
    for nobody in client_of(drafted.database, FixedGate(stranger, drafted.world)):
        told = nobody.post("/graphql", json={"query": which}).json()
        assert told["errors"][0]["extensions"]["code"] == "storefront.not_released"


def test_what_is_withdrawn_is_not_found_until_it_is_served_again(see: Ask, drafted: Shop) -> None:
    which = '{catalog(key: "shop") {key} catalogs {key}}'
    drafted.publish()
    assert see(which)["data"] == {"catalog": {"key": "shop"}, "catalogs": [{"key": "shop"}]}
    with drafted.work() as work:
        promotions.withdraw(work, "shop", reason="sold", expected=ANY)
    assert see(which)["errors"][0]["extensions"]["code"] == "storefront.catalog_not_served"
    assert see("{catalogs {key}}")["data"] == {"catalogs": []}
    assert see('{catalog(key: "shop", version: "1") {version {isLive}}}')["data"]["catalog"]["version"] == {
        "isLive": False
    }
    drafted.rollback()
    assert see(which)["data"]["catalog"] == {"key": "shop"}


def test_a_product_takes_its_rate_plans_along(see: Ask, drafted: Shop) -> None:
    """Retired, not yet begun, ended: as if the plans themselves were."""
    drafted.change_product(effectiveFrom="2024-03-01", effectiveTo="2025-03-01", tags=["classic"])
    drafted.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    days = ("2024-02-29", "2024-03-01", "2025-03-01")
    seen = [see(SHELF, path="sensors.gps", asOf=f"{day}T12:00:00Z") for day in days]
    assert [(keys(one), one["data"]["node"]["ratePlanCount"]) for one in seen] == [([], 0), (["a", "b"], 2), ([], 0)]
    of_product = (
        '{ratePlan(catalog: "shop", key: "a", asOf: "2024-06-01T00:00:00") {effectiveFrom effectiveTo product {tags}}}'
    )
    assert see(of_product)["data"]["ratePlan"] == {
        "effectiveFrom": "2024-03-01",
        "effectiveTo": "2025-03-01",
        "product": {"tags": ["classic"]},
    }
    drafted.change_product(status="retired")
    drafted.publish()
    gone = see(SHELF, path="sensors.gps")
    assert (keys(gone), gone["data"]["node"]["ratePlanCount"]) == ([], 0)
    by_key = see('{ratePlan(catalog: "shop", key: "a") {key}}')
    assert by_key["errors"][0]["extensions"]["code"] == "storefront.rate_plan_not_found"


def test_a_publish_learns_the_words_of_its_catalog(see: Ask, drafted: Shop) -> None:
    drafted.publish()
    query = """{search(catalog: "shop", term: "%s", locale: "en", asOf: "2027-06-01T00:00:00Z") {
        corrections {word} edges {node {key}}}}"""
    known = see(query % "heavy ")["data"]["search"]
    mistyped = see(query % "haevy ")["data"]["search"]
    assert known["edges"] == mistyped["edges"] != []
    assert (known["corrections"], mistyped["corrections"]) == ([], [{"word": "haevy"}])


def test_a_retired_version_is_gone_by_every_name(see: Ask, drafted: Shop) -> None:
    drafted.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    for number in range(2):
        drafted.replace("a", name={"en": f"A {number}"})
        drafted.publish()
    with drafted.work() as work:
        retiring.retire(work, Wish("shop", ["1"]), defer=False)
    for name in ('version: "1"', 'asOf: "2021-01-01T00:00:00Z"'):
        answer = see(f'{{catalog(key: "shop", {name}) {{key}}}}')
        assert answer["errors"][0]["extensions"]["code"] == "storefront.version_retired", name
    assert see('{catalog(key: "shop") {key}}')["data"]["catalog"] == {"key": "shop"}
