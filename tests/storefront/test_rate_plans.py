"""Rate plans of a shelf, of a subtree, of everything: order, pages, conditions, search, facets."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.products.model import attributes
from catalog_admin.storefront import conditions
from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]

SHELF = """
query ($path: String!, $scope: RatePlanScope! = DIRECT, $first: Int! = 20, $after: String, $where: RatePlanWhere,
       $sort: RatePlanSort, $search: String) {
  node(catalog: "global", path: $path) {
    ratePlans(scope: $scope, first: $first, after: $after, where: $where, sortBy: $sort, search: $search) {
      totalCount
      edges { cursor node { key } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""


def keys(ask: Ask, path: str = "", **asked: Any) -> list[str]:
    scope = asked.pop("scope", "SUBTREE" if not path else "DIRECT")
    page = ask(SHELF, path=path, scope=scope, **asked)["node"]["ratePlans"]
    return [edge["node"]["key"] for edge in page["edges"]]


def test_a_shelf_in_its_own_order_without_what_is_not_on_sale(ask: Ask) -> None:
    assert keys(ask, "Hardware.GPS") == ["gps-pro", "gps-basic"]


def test_a_subtree_shows_every_plan_once(ask: Ask) -> None:
    assert keys(ask, "Hardware", scope="SUBTREE") == ["gateway-5g", "gps-basic", "gps-pro"]
    assert keys(ask) == ["fleet-core", "gateway-5g", "gps-basic", "gps-pro"]


@pytest.mark.parametrize("scope", ["DIRECT", "SUBTREE"])
@pytest.mark.parametrize("field", ["SHELF", "NAME", "KEY", "EFFECTIVE_FROM", "ATTRIBUTE"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_pages_add_up_to_the_list(ask: Ask, scope: str, field: str, direction: str) -> None:
    sort = {"field": field, "direction": direction} | ({"attribute": "seats"} if field == "ATTRIBUTE" else {})
    path = "Hardware.GPS" if scope == "DIRECT" else ""
    everything = keys(ask, path, scope=scope, sort=sort)
    paged, after = [], None
    while True:
        page = ask(SHELF, path=path, scope=scope, sort=sort, first=1, after=after)["node"]["ratePlans"]
        paged += [edge["node"]["key"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["totalCount"] == len(everything)
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert paged == everything
    assert len(set(paged)) == len(paged) >= 2


def test_sorts_by_attribute_as_number(ask: Ask) -> None:
    by_seats = {"field": "ATTRIBUTE", "attribute": "seats"}
    assert keys(ask, sort=by_seats) == ["gps-basic", "gateway-5g", "gps-pro", "fleet-core"]
    assert keys(ask, sort=by_seats | {"direction": "DESC"})[0] == "fleet-core"


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"key": {"eq": "gps-pro"}}, ["gps-pro"]),
        ({"sku": {"in": ["GPS-1", "GW-5"]}}, ["gateway-5g", "gps-basic"]),
        ({"sku": {"isNull": True}}, ["fleet-core"]),
        ({"name": {"contains": "sensor"}}, ["gps-basic", "gps-pro"]),
        ({"name": {"contains": "100%"}}, []),
        ({"attributes": [{"key": "seats", "eq": 50}]}, ["gps-pro"]),
        ({"attributes": [{"key": "seats", "eq": 50.0}]}, ["gps-pro"]),
        ({"attributes": [{"key": "seats", "gt": 6, "lte": 50}]}, ["gateway-5g", "gps-pro"]),
        ({"attributes": [{"key": "colour", "in": ["red", "green"]}]}, ["gateway-5g", "gps-basic"]),
        ({"attributes": [{"key": "colour", "gte": "red"}]}, ["gateway-5g", "gps-basic"]),
        ({"attributes": [{"key": "colour", "gt": 5}]}, []),
        ({"attributes": [{"key": "segment", "contains": "Education"}]}, ["gps-basic"]),
        ({"attributes": [{"key": "segment", "isNull": True}]}, ["fleet-core", "gateway-5g"]),
        ({"attributes": [{"key": "price", "isNull": False}]}, ["gps-basic"]),
        ({"NOT": {"attributes": [{"key": "seats", "lt": 50}]}}, ["fleet-core", "gps-pro"]),
        ({"NOT": {"attributes": [{"key": "segment", "contains": "Retail"}]}}, ["fleet-core", "gateway-5g"]),
        ({"NOT": {"sku": {"contains": "gps"}}}, ["fleet-core", "gateway-5g"]),
        ({"OR": [{"key": {"eq": "gps-pro"}}, {"name": {"contains": "gateway"}}]}, ["gateway-5g", "gps-pro"]),
        ({"AND": [{"key": {"eq": "gps-pro"}}, {"name": {"contains": "gateway"}}]}, []),
        ({"effectiveFrom": {"isNull": True}}, ["fleet-core", "gateway-5g", "gps-basic", "gps-pro"]),
        ({"effectiveFrom": {"gte": "2020-01-01"}}, []),
    ],
)
def test_conditions(ask: Ask, where: dict[str, Any], found: list[str]) -> None:
    assert keys(ask, where=where) == found
    page = ask(SHELF, path="", scope="SUBTREE", where=where)["node"]["ratePlans"]
    assert page["totalCount"] == len(found)


def test_conditions_inside_the_query_text_keep_every_digit(ask: Ask) -> None:
    exactly = '{attributes: [{key: "seats", gt: 49.999999999999999999}]}'
    query = f'{{catalog(key: "global") {{ratePlans(where: {exactly}) {{edges {{node {{key}}}}}}}}}}'
    assert [edge["node"]["key"] for edge in ask(query)["catalog"]["ratePlans"]["edges"]] == ["fleet-core", "gps-pro"]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("sensor", ["gps-basic", "gps-pro"]),
        ("sens", ["gps-basic", "gps-pro"]),
        ("sens ", []),
        ("SENSOR -basic", ["gps-pro"]),
        ("cafe", ["fleet-core"]),
        ("gateway OR flotte", ["gateway-5g", "fleet-core"]),
        ('"gps sensor" pr', ["gps-pro"]),
        ("!&|()':*", []),
        ("", []),
    ],
)
def test_search(ask: Ask, term: str, found: list[str]) -> None:
    query = 'query ($term: String!) {search(catalog: "global", term: $term) {totalCount edges {node {key}}}}'
    page = ask(query, term=term)["search"]
    assert [edge["node"]["key"] for edge in page["edges"]] == found
    assert page["totalCount"] == len(found)


def test_search_by_relevance_pages_too(ask: Ask) -> None:
    query = """query ($after: String) {search(catalog: "global", term: "gps", first: 1, after: $after,
        sortBy: {field: RELEVANCE}) {edges {cursor node {key}}}}"""
    first = ask(query)["search"]["edges"][0]
    second = ask(query, after=first["cursor"])["search"]["edges"][0]
    assert {first["node"]["key"], second["node"]["key"]} == {"gps-basic", "gps-pro"}


@pytest.mark.parametrize("term", ["gps-2", "GPS-PRO", "Gps-2 "])
def test_what_is_called_so_exactly_comes_first(ask: Ask, shop: Shop, term: str) -> None:
    plans = [
        Plan("a-gps-2-gps-2", ["A"], "GPS-2 GPS-2 gps pro gps pro", sku="GPS-2 GPS-2 GPS-2"),
        Plan("gps-pro", ["A"], "A sensor", sku="GPS-2"),
    ]
    shop.press.publish("exact", [Shelf(""), Shelf("A")], plans)
    query = 'query ($term: String!) {search(catalog: "exact", term: $term) {edges {node {key}}}}'
    assert ask(query, term=term)["search"]["edges"][0] == {"node": {"key": "gps-pro"}}


SHADES = """query ($where: RatePlanWhere, $after: String, $term: String) {catalog(key: "shades") {
    ratePlans(search: $term, where: $where, first: 2, after: $after) {
        totalCount edges {cursor node {key}} pageInfo {hasNextPage}
        facets(attributes: ["colour", "size", "made"]) {attribute values {value count}}}}}"""


@pytest.fixture
def shades(shop: Shop) -> None:
    """Twelve: four colours in three sizes."""
    plans = [
        Plan(f"{colour}-{size}", ["A"], attributes={"colour": colour, "size": size, "made": ["here", "here"]})
        for colour in ("red", "blue", "green", "black")
        for size in (1, 2, 3)
    ]
    shop.press.publish("shades", [Shelf(""), Shelf("A")], plans)


def _counted(connection: Any) -> dict[str, dict[str, int]]:
    return {
        facet["attribute"]: {each["value"]: each["count"] for each in facet["values"]} for facet in connection["facets"]
    }


@pytest.mark.usefixtures("shades")
def test_a_facet_is_not_narrowed_by_what_was_chosen_in_it(ask: Ask) -> None:
    where = {"attributes": [{"key": "colour", "in": ["red", "blue"]}, {"key": "size", "lte": 2}]}
    found = ask(SHADES, where=where)["catalog"]["ratePlans"]
    assert found["totalCount"] == 4
    assert _counted(found) == {
        "colour": {"red": 2, "blue": 2, "green": 2, "black": 2},
        "size": {"1": 2, "2": 2, "3": 2},
        "made": {"here": 4},
    }


@pytest.mark.usefixtures("shades")
def test_what_stands_in_or_narrows_every_facet(ask: Ask) -> None:
    where = {"OR": [{"attributes": [{"key": "colour", "eq": "red"}]}]}
    found = ask(SHADES, where=where)["catalog"]["ratePlans"]
    assert _counted(found)["colour"] == {"red": 3}


@pytest.mark.usefixtures("shades")
def test_a_page_its_total_and_its_facets_are_one_statement(ask: Ask, statements: list[str]) -> None:
    where = {"attributes": [{"key": "colour", "in": ["red", "blue"]}]}
    ask(SHADES, where=where)  # what is remembered of a version
    before, keys, after = len(statements), [], None
    while True:
        found = ask(SHADES, where=where, after=after)["catalog"]["ratePlans"]
        assert found["totalCount"] == 6
        keys += [edge["node"]["key"] for edge in found["edges"]]
        after = found["edges"][-1]["cursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert keys == [f"{colour}-{size}" for colour in ("blue", "red") for size in (1, 2, 3)]
    # Of three pages: the version and the list.
    assert len(statements) - before == 6


@pytest.mark.usefixtures("shades")
def test_what_alone_narrows_a_list_leads_to_its_rows(ask: Ask, statements: list[str]) -> None:
    """And its own facet, which counts everything, is counted once in the life of a process."""
    where = {"attributes": [{"key": "colour", "in": ["red", "blue"]}]}
    first = ask(SHADES, where=where)["catalog"]["ratePlans"]
    before = len(statements)
    where["attributes"][0]["in"] = ["green"]
    second = ask(SHADES, where=where)["catalog"]["ratePlans"]
    assert len(statements) - before == 2
    assert "@>" in statements[-1].split("OFFSET")[-1]
    assert _counted(first)["colour"] == _counted(second)["colour"] == {"red": 3, "blue": 3, "green": 3, "black": 3}
    assert _counted(second)["size"] == {"1": 1, "2": 1, "3": 1}


@pytest.mark.usefixtures("shades")
def test_nothing_found_has_counts_of_what_could_be(ask: Ask) -> None:
    where = {"attributes": [{"key": "colour", "eq": "pink"}]}
    found = ask(SHADES, where=where)["catalog"]["ratePlans"]
    assert (found["edges"], found["totalCount"]) == ([], 0)
    assert _counted(found)["colour"] == {"red": 3, "blue": 3, "green": 3, "black": 3}
    assert _counted(ask(SHADES, term="nothing")["catalog"]["ratePlans"]) == {"colour": {}, "size": {}, "made": {}}


BASKET = 'query ($skus: [String!]!) {ratePlansBySku(catalog: "global", skus: $skus) {key shelves {path}}}'


def test_a_basket_of_skus_is_answered_in_its_order(ask: Ask, statements: list[str]) -> None:
    ask(BASKET, skus=[])
    before = len(statements)
    found = ask(BASKET, skus=["GW-5", "nothing", "GPS-1", "GW-5", "GPS-0"])["ratePlansBySku"]
    assert [plan and plan["key"] for plan in found] == ["gateway-5g", None, "gps-basic", "gateway-5g", None]
    assert len(statements) - before == 3


def test_a_sku_that_several_have_is_an_error_of_that_one_alone(reader: TestClient, shop: Shop) -> None:
    plans = [Plan("one", ["A"], sku="S"), Plan("two", ["A"], sku="S"), Plan("three", ["A"], sku="T")]
    shop.press.publish("twins", [Shelf(""), Shelf("A")], plans)
    query = '{ratePlansBySku(catalog: "twins", skus: ["S", "T"]) {key}}'
    said = reader.post("/graphql", json={"query": query}).json()
    assert said["data"] == {"ratePlansBySku": [None, {"key": "three"}]}
    assert [(error["path"], error["extensions"]["code"]) for error in said["errors"]] == [
        (["ratePlansBySku", 0], "storefront.rate_plan_ambiguous")
    ]


def test_not_too_many_skus_are_looked_up_at_a_time(refused: Ask) -> None:
    assert refused(BASKET, skus=["S"] * 251)["code"] == "storefront.bad_filter"


def test_facets_count_what_was_chosen(ask: Ask, statements: list[str]) -> None:
    query = """{catalog(key: "global") {ratePlans(where: {attributes: [{key: "seats", lt: 60}]}) {
        facets(attributes: ["colour", "segment", "seats", "sku"]) {attribute values {value count}}}}}"""
    facets = {facet["attribute"]: facet["values"] for facet in ask(query)["catalog"]["ratePlans"]["facets"]}
    assert facets == {
        "colour": [{"value": "red", "count": 2}, {"value": "blue", "count": 1}],
        "segment": [{"value": "Retail", "count": 2}, {"value": "Education", "count": 1}],
        # Its own condition does not narrow it.
        "seats": [{"value": seats, "count": 1} for seats in ("100", "5", "50", "7")],
        "sku": [{"value": sku, "count": 1} for sku in ("GPS-1", "GPS-2", "GW-5")],
    }
    assert sum("jsonb_array_elements" in statement for statement in statements) == 1


def test_a_rate_plan_with_all_its_shelves(ask: Ask) -> None:
    found = ask(
        '{ratePlan(catalog: "global", sku: "GPS-2") {key name productKey product {name} status'
        ' attributes(keys: ["seats"])'
        " shelves {path breadcrumbs {name}}}}"
    )["ratePlan"]
    assert found == {
        "key": "gps-pro",
        "name": "GPS Sensor Pro",
        "productKey": "P-gps-pro",
        "product": {"name": "Product of GPS Sensor Pro"},
        "status": "active",
        "attributes": {"seats": 50},
        "shelves": [
            {"path": "Hardware.GPS", "breadcrumbs": [{"name": "Hardware"}, {"name": "GPS sensors"}]},
            {
                "path": "Hardware.GPS.Pro",
                "breadcrumbs": [{"name": "Hardware"}, {"name": "GPS sensors"}, {"name": "Professional"}],
            },
        ],
    }


def test_charges_say_what_to_ask_a_price_source_for(ask: Ask) -> None:
    found = ask('{ratePlan(catalog: "global", key: "gps-basic") {charges {key kind model unit priceRef}}}')["ratePlan"]
    assert found["charges"] == [
        {"key": "fee", "kind": "recurring", "model": "flat", "unit": "month", "priceRef": "tariff/gps/fee"}
    ]


def test_a_plan_without_a_shelf_that_shows_is_not_there(ask: Ask, refused: Ask) -> None:
    assert (
        refused('{ratePlan(catalog: "global", key: "autumn-only") {key}}')["code"] == "storefront.rate_plan_not_found"
    )
    assert refused('{ratePlan(catalog: "global", key: "gps-eol") {key}}')["code"] == "storefront.rate_plan_not_found"
    then = '{ratePlan(catalog: "global", key: "autumn-only", asOf: "2020-11-01T00:00:00Z") {shelves {path}}}'
    assert ask(then)["ratePlan"]["shelves"] == [{"path": "Autumn.Deals"}]


HARDWARE = ["gateway-5g", "gps-basic", "gps-pro"]
FACETS = """query ($attributes: [String!]!) {catalog(key: "global") {
    ratePlans {facets(attributes: $attributes) {attribute values {value count}}}}}"""


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"where": {"attributes": [{"key": "seat", "eq": 1}]}}, []),
        ({"where": {"attributes": [{"key": "seat", "gt": "a"}]}}, []),
        ({"where": {"attributes": [{"key": "seat", "isNull": True}]}}, HARDWARE),
        ({"where": {"OR": [{"NOT": {"attributes": [{"key": "seat", "contains": "a"}]}}]}}, HARDWARE),
        ({"sort": {"field": "ATTRIBUTE", "attribute": "seat"}}, HARDWARE),
    ],
)
def test_an_attribute_that_no_rate_plan_has_matches_nothing_and_is_told(
    reader: TestClient, asked: dict[str, Any], keys: list[str]
) -> None:
    variables = {"path": "Hardware", "scope": "SUBTREE"} | asked
    for _ in range(2):  # computed, then from among the ready answers
        said = reader.post("/graphql", json={"query": SHELF, "variables": variables}).json()
        assert said["extensions"]["unknownAttributes"] == [{"name": "seat", "suggestion": "seats"}]
        found = [edge["node"]["key"] for edge in said["data"]["node"]["ratePlans"]["edges"]]
        assert sorted(found) == keys


def test_a_query_stays_right_when_the_last_plan_with_an_attribute_is_gone(shop: Shop, ask: Ask) -> None:
    query = """{catalog(key: "dwindling") {
        ratePlans(where: {attributes: [{key: "seats", gte: 1}]}) {edges {node {key}}}}}"""
    shelves = [Shelf(""), Shelf("A")]
    shop.press.publish("dwindling", shelves, [Plan("one", ["A"], attributes={"seats": 1}), Plan("two", ["A"])])
    assert ask(query)["catalog"]["ratePlans"]["edges"] == [{"node": {"key": "one"}}]
    shop.press.publish("dwindling", shelves, [Plan("two", ["A"])])
    assert ask(query)["catalog"]["ratePlans"]["edges"] == []


def test_what_a_version_has_is_told_of_by_nobody(reader: TestClient) -> None:
    said = reader.post("/graphql", json={"query": FACETS, "variables": {"attributes": ["colour", "charge.kinds"]}})
    assert "unknownAttributes" not in said.json()["extensions"]


def test_facets_of_what_nobody_has_are_empty(reader: TestClient) -> None:
    said = reader.post("/graphql", json={"query": FACETS, "variables": {"attributes": ["colour", "color"]}}).json()
    colour, color = said["data"]["catalog"]["ratePlans"]["facets"]
    assert (bool(colour["values"]), color) == (True, {"attribute": "color", "values": []})
    assert said["extensions"]["unknownAttributes"] == [{"name": "color", "suggestion": "colour"}]


def test_not_too_many_facets_are_counted_at_a_time(refused: Ask) -> None:
    assert refused(FACETS, attributes=[f"a{number}" for number in range(21)])["code"] == "storefront.bad_filter"


@pytest.mark.parametrize("name", ["", "1st", "no name", "a" * 101])
def test_what_can_be_no_attribute_is_refused(refused: Ask, name: str) -> None:
    said = refused(SHELF, path="Hardware", where={"attributes": [{"key": name, "eq": 1}]})
    assert (said["code"], said["pointer"]) == ("storefront.bad_filter", "/where/attributes/0/key")
    assert refused(FACETS, attributes=["colour", name])["pointer"] == "/facets/1"
    assert refused(SHELF, path="", sort={"field": "ATTRIBUTE", "attribute": name})["pointer"] == "/sortBy/attribute"


def test_what_rules_read_of_every_plan_can_be_asked_for() -> None:
    assert attributes.BUILT_IN.keys() == conditions.BUILT_IN


def test_what_the_registry_takes_can_be_asked_for() -> None:
    assert (attributes.KEY, attributes.LONGEST_KEY) == (conditions.NAME, conditions.LONGEST_NAME)


def test_a_sku_that_several_plans_have_names_none_of_them(shop: Shop, ask: Ask, refused: Ask) -> None:
    twins = [Plan(key, ["A"], sku="TWIN") for key in ("second", "first")]
    shop.press.publish("twins", [Shelf(""), Shelf("A")], [*twins, Plan("gone", ["A"], sku="TWIN", status="retired")])
    said = refused('{ratePlan(catalog: "twins", sku: "TWIN") {key}}')
    assert (said["code"], said["keys"]) == ("storefront.rate_plan_ambiguous", ["first", "second"])
    shop.press.publish("twins", [Shelf(""), Shelf("A")], [twins[0], Plan("gone", ["A"], sku="TWIN", status="retired")])
    assert ask('{ratePlan(catalog: "twins", sku: "TWIN") {key}}')["ratePlan"] == {"key": "second"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"first": 101}, "storefront.bad_page_size"),
        ({"first": 0}, "storefront.bad_page_size"),
        ({"after": "nonsense"}, "kit.bad_cursor"),
        ({"after": "WyJuYW1lIiwiYSIsImIiXQ"}, "kit.bad_cursor"),
        ({"where": {"attributes": [{"key": "a", "gt": True}]}}, "storefront.bad_filter"),
        ({"where": {"AND": [{"key": {"eq": "a"}}] * 51}}, "storefront.bad_filter"),
        ({"where": {"key": {"in": ["a"] * 101}}}, "storefront.bad_filter"),
        ({"where": {"NOT": {"NOT": {"NOT": {"NOT": {"NOT": {}}}}}}}, "storefront.bad_filter"),
        ({"sort": {"field": "ATTRIBUTE"}}, "storefront.bad_filter"),
        ({"sort": {"field": "RELEVANCE"}}, "storefront.bad_filter"),
        ({"search": "a" * 201}, "storefront.bad_filter"),
    ],
)
def test_refuses_what_cannot_be(refused: Ask, asked: dict[str, Any], code: str) -> None:
    assert refused(SHELF, path="Hardware", **asked)["code"] == code
