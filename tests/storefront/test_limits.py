"""What one query may cost, under whatever aliases and fragments: of shelves, of whole trees, of the schema itself."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, get_introspection_query
from strawberry.schema.schema import validate_document

from catalog_admin.storefront.graph import texts
from catalog_admin.storefront.graph.engine import schema
from catalog_admin.storefront.graph.limits import IN_ALL_TYPES, IN_ONE_TYPE, MOST, TYPES
from catalog_admin.storefront.graph.texts import Texts
from catalog_admin.storefront.model import NodeCard
from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
TOO_COSTLY = "storefront.query_too_costly"
WIDTH = 2_000


@pytest.fixture(scope="session")
def forest(shop: Shop) -> str:
    """2,000 nodes; one plan stands on 100 of them, has 100 charges and 21 attributes."""
    everywhere = Plan(
        "everywhere",
        [f"N{number}" for number in range(100)],
        attributes={f"a{number}": [f"v{value}" for value in range(100)] for number in range(20)},
        charges=[{"key": f"fee-{number}", "kind": "recurring"} for number in range(100)],
    )
    shop.press.publish("forest", [Shelf(""), *(Shelf(f"N{number}") for number in range(WIDTH))], [everywhere])
    return "forest"


def aliases(field: str, times: int) -> str:
    return " ".join(f"a{number}: {field}" for number in range(times))


def test_a_whole_tree_of_plain_fields_is_affordable(ask: Ask, forest: str) -> None:
    tree = ask('{catalog(key: "forest") {nodes {id parentId path depth type displayName slug ratePlanCount}}}')
    assert len(tree["catalog"]["nodes"]) == WIDTH + 1


def test_says_what_a_long_tree_cost(reader: Any, forest: str) -> None:
    answer = reader.post("/graphql", json={"query": '{catalog(key: "forest") {nodes {path key}}}'}).json()
    assert answer["extensions"]["cost"]["requested"] > 1_000 + 2 * WIDTH // 10
    small = reader.post("/graphql", json={"query": '{catalog(key: "global") {nodes {path key}}}'}).json()
    assert small["extensions"]["cost"]["requested"] < 1_020


@pytest.mark.parametrize(
    ("query", "field", "times"),
    [
        ('{catalog(key: "forest") {nodes {MANY}}}', "meta", 180),
        ('{catalog(key: "forest") {nodes {MANY}}}', "path", 180),
        ('{catalog(key: "forest") {nodes {...F}}} fragment F on Node {MANY}', "path", 180),
        ('{catalog(key: "forest") {MANY}}', "nodes {path key id type depth}", 17),
        ('{ratePlan(catalog: "forest", key: "everywhere") {shelves {MANY}}}', "meta", 100),
        ('{ratePlan(catalog: "forest", key: "everywhere") {charges {MANY}}}', "kind", 300),
        ('{catalog(key: "forest") {ratePlans {facets(attributes: ["a1", "a2", "a3"]) {values {MANY}}}}}', "value", 300),
    ],
)
def test_aliases_of_long_lists_are_paid_for(refused: Ask, forest: str, query: str, field: str, times: int) -> None:
    assert refused(query.replace("MANY", aliases(field, times)))["code"] == TOO_COSTLY


def test_nothing_is_resolved_that_is_not_paid_for(reader: Any, forest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[str] = []
    monkeypatch.setattr(NodeCard, "meta", property(lambda card: resolved.append(card.path) or {}))

    def asked(times: int) -> Any:
        query = f'{{catalog(key: "forest") {{nodes {{{aliases("meta", times)}}}}}}}'
        return reader.post("/graphql", json={"query": query}).json()

    assert "errors" not in asked(2)
    assert len(resolved) == 2 * (WIDTH + 1)
    resolved.clear()
    refused = asked(180)
    assert (refused["data"], refused["errors"][0]["extensions"]["code"]) == (None, TOO_COSTLY)
    assert refused["errors"][0]["path"] == ["catalog", "nodes"]
    assert resolved == []


@pytest.mark.parametrize(
    ("query", "field", "times"),
    [
        ("{MANY} fragment F on __Schema {types {name fields {name}}}", "__schema {...F}", 300),
        ("{__schema {types {MANY}}}", "fields {name}", 300),
        ("{__schema {MANY}}", "types {name}", 500),
        ("{MANY}", '__type(name: "Query") {fields {args {name type {name}}}}', 40),
        ("{__schema {a: types {...F} b: types {...F}}} fragment F on __Type {MANY}", "fields {name}", 60),
    ],
)
def test_what_the_schema_says_is_paid_for_too(refused: Ask, query: str, field: str, times: int) -> None:
    assert refused(query.replace("MANY", aliases(field, times)))["code"] == TOO_COSTLY


def test_tools_may_ask_for_the_whole_schema(reader: Any) -> None:
    query = get_introspection_query(input_value_deprecation=True, schema_description=True, specified_by_url=True)
    answer = reader.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer
    assert answer["extensions"]["cost"]["requested"] < MOST


def test_one_query_at_a_time(reader: Any) -> None:
    batch = [{"query": f'{{catalog(key: "global") {{a{number}: key}}}}'} for number in range(50)]
    assert reader.post("/graphql", json=batch).json()["code"] == "storefront.bad_request"


def test_the_lengths_in_the_schema_are_true() -> None:
    types = list(schema._schema.type_map.values())
    objects = [each.fields for each in types if isinstance(each, GraphQLObjectType)]
    found = {
        "fields": [len(fields) for fields in objects],
        "args": [len(field.args) for fields in objects for field in fields.values()],
        "inputFields": [len(each.fields) for each in types if isinstance(each, GraphQLInputObjectType)],
        "enumValues": [len(each.values) for each in types if isinstance(each, GraphQLEnumType)],
    }
    assert len(types) <= TYPES["types"]
    assert len(schema._schema.directives) <= TYPES["directives"]
    assert {name: max(lengths) for name, lengths in found.items() if max(lengths) > IN_ONE_TYPE[name]} == {}
    per = {"fields": len(types), "args": len(found["args"]), "inputFields": len(types), "enumValues": len(types)}
    assert {name: sum(found[name]) for name in found if sum(found[name]) > IN_ALL_TYPES[name] * per[name]} == {}


@pytest.fixture
def few_texts(monkeypatch: pytest.MonkeyPatch) -> Texts:
    few = Texts(most_characters=1_000)
    monkeypatch.setattr(texts, "TEXTS", few)
    return few


def test_long_texts_are_not_remembered_for_long(ask: Ask, few_texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Any] = []
    monkeypatch.setattr(texts, "validate_document", lambda *args: checked.append(args) or validate_document(*args))
    short = '{catalog(key: "global") {once: key}}'
    for variables in ({"a": 1}, {"a": 2}):
        ask(short, **variables)
    assert len(checked) == 1
    ask('{catalog(key: "global") {MANY}}'.replace("MANY", aliases("key", 150)))
    assert few_texts.get(short) is None
