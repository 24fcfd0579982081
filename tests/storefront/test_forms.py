"""What is told in one go is what GraphQL says field by field."""

from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient
from graphql.execution.executor import Executor

from catalog_admin.storefront.answers import Answers
from catalog_admin.storefront.api import graphql
from catalog_admin.storefront.graph import forms, texts
from catalog_admin.storefront.graph.forms import InOneGo
from catalog_admin.storefront.graph.texts import Texts
from catalog_admin.storefront.graph.types import RatePlan

PLANS = 'node(catalog: "global", path: "Hardware.GPS") {ratePlans {edges {cursor node {%s}}}}'
QUERIES = {
    "plain": "{" + PLANS % "id key sku name status effectiveFrom effectiveTo tags attributes __typename" + "}",
    "charges": "{" + PLANS % "key charges {key name kind model unit priceRef attributes}" + "}",
    "aliases": "{" + PLANS % "a: key b: key c: charges {x: key}" + "}",
    "merged": "{" + PLANS % "charges {key} charges {kind} key key" + "}",
    "arguments": "{" + PLANS % 'name(locale: "de") attributes(keys: ["seats", "none"]) product {key name tags}' + "}",
    "promises": "{" + PLANS % "key shelves {path displayName}" + "}",
    "fragments": "{" + PLANS % "...A ... on RatePlan {sku}" + "} fragment A on RatePlan {key charges {...B}}"
    " fragment B on Charge {key unit}",
    "left out": "query ($yes: Boolean = true, $no: Boolean = false) {"
    + PLANS % "key @include(if: $no) sku @skip(if: $no) name @include(if: $yes) charges @skip(if: $yes) {key}"
    + "}",
    "variables": 'query ($locale: String = "de", $keys: [String!]) {'
    + PLANS % "name(locale: $locale) attributes(keys: $keys)"
    + "}",
    "nodes": '{catalog(key: "global") {nodes {id parentId key path depth type activeFrom activeTo slug meta attributes'
    ' displayName(locale: "de") meta2: meta(locale: "de")}}}',
    "counted": '{catalog(key: "global") {nodes {path ratePlanCount direct: ratePlanCount(scope: DIRECT)}}}',
    "one by one": '{node(catalog: "global", path: "Hardware") {ratePlanCount breadcrumbs {name slug path}'
    " ancestors {path displayName} parent {key}}}",
    "facets": '{catalog(key: "global") {version {digest number isLive publishedAt} ratePlans {totalCount'
    ' facets(attributes: ["colour"]) {attribute values {value count}}}}}',
    "schema": "{__schema {queryType {name fields {name args {name}}}} __typename}",
    "wrong argument": "query ($keys: [String!]) {" + PLANS % "attributes(keys: $keys)" + "}",
}


@pytest.fixture(autouse=True)
def _nothing_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything known of a text."""
    monkeypatch.setattr(graphql, "_answers", Answers(most_bytes=0))
    monkeypatch.setattr(texts, "TEXTS", Texts())


def field_by_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on; what was learnt of texts before is forgotten."""
    monkeypatch.setattr(texts, "TEXTS", Texts())
    monkeypatch.setattr(InOneGo, "_form", lambda *_: None)


def told(reader: TestClient, query: str) -> Any:
    return reader.post("/graphql", json={"query": query}).content


@pytest.mark.parametrize("name", QUERIES)
def test_says_the_same_as_field_by_field(reader: TestClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    in_one_go = told(reader, QUERIES[name])
    assert b'"errors"' not in in_one_go
    field_by_field(monkeypatch)
    assert told(reader, QUERIES[name]) == in_one_go


def test_fields_that_lie_at_hand_are_not_executed(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    executed: list[str] = []
    execute = Executor.execute_field

    def note(self: Any, parent: Any, source: Any, details: Any, *rest: Any) -> Any:
        executed.append(details[0].node.name.value)
        return execute(self, parent, source, details, *rest)

    monkeypatch.setattr(Executor, "execute_field", note)
    told(reader, QUERIES["charges"])
    assert executed == ["node", "ratePlans"]


@pytest.mark.parametrize("fault", [None, RuntimeError("the secret is 42")])
def test_an_error_is_told_as_field_by_field(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, fault: Exception | None
) -> None:
    """Nothing where something must be, and a bug: with the very path."""

    def fail(self: RatePlan) -> Any:
        if fault is not None:
            raise fault

    for field in RatePlan.__strawberry_definition__.fields:  # type: ignore[attr-defined]
        if field.python_name == "tags":
            monkeypatch.setattr(field.base_resolver, "wrapped_func", fail)
    in_one_go = told(reader, QUERIES["plain"])
    assert b'"edges",0,"node","tags"' in in_one_go
    field_by_field(monkeypatch)
    assert told(reader, QUERIES["plain"]) == in_one_go


def test_charges_cost_as_much_in_one_go(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_admin.storefront.graph.limits.USUAL_LENGTH", {"charges": 0})
    in_one_go = reader.post("/graphql", json={"query": QUERIES["charges"]}).json()["extensions"]["cost"]
    field_by_field(monkeypatch)
    one_by_one = reader.post("/graphql", json={"query": QUERIES["charges"]}).json()["extensions"]["cost"]
    assert in_one_go == one_by_one


VARIED = {
    "arguments": ("query ($it: [String!]!) {" + PLANS % "attributes(keys: $it)" + "}", [["seats"], ["colour"], []]),
    "conditions": ("query ($it: Boolean!) {" + PLANS % "key name @include(if: $it)" + "}", [True, False]),
    "fragments": (
        "query ($it: Boolean!) {" + PLANS % "...A" + "} fragment A on RatePlan {key charges @skip(if: $it) {key}}",
        [True, False],
    ),
    "pages": (
        "query ($it: Int!) {" + PLANS.replace("ratePlans", "ratePlans(first: $it)") % "key charges {key}" + "}",
        [1, 2],
    ),
}


@pytest.mark.parametrize("name", VARIED)
def test_one_text_with_other_variables_is_told_otherwise(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    query, values = VARIED[name]

    def all_told() -> list[Any]:
        asked = [{"query": query, "variables": {"it": value}} for value in [*values, *values]]
        return [reader.post("/graphql", json=each).json() for each in asked]

    in_one_go = all_told()
    assert not any("errors" in each for each in in_one_go)
    assert in_one_go[0] != in_one_go[1]
    field_by_field(monkeypatch)
    assert all_told() == in_one_go


def test_what_a_text_is_made_of_is_found_out_once(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    form = InOneGo._form

    def note(self: InOneGo, of: Any, fields: Any) -> Any:
        found.append(of.name)
        return form(self, of, fields)

    monkeypatch.setattr(InOneGo, "_form", note)
    query = QUERIES["fragments"].replace('"Hardware.GPS"', "$path").replace("{node", "query ($path: String!) {node", 1)
    asked = [{"query": query, "variables": {"path": path}} for path in ("Hardware.GPS", "Hardware.GPS.Pro")]
    first = reader.post("/graphql", json=asked[0]).json()["data"]
    assert found
    found.clear()
    assert reader.post("/graphql", json=asked[1]).json()["data"] != first
    assert found == []


def test_no_more_is_kept_of_a_text_than_so_much(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its conditions are met: of k fields of one name, 2^k selections."""
    monkeypatch.setattr(forms, "MOST_LASTING", 4)
    names = [f"v{number}" for number in range(4)]
    asked = " ".join(f'node(catalog: "global", path: "Hardware") @include(if: ${name}) {{key}}' for name in names)
    query = f"query ({' '.join(f'${name}: Boolean!' for name in names)}) {{{asked}}}"
    for met in product([False, True], repeat=4):
        answer = reader.post("/graphql", json={"query": query, "variables": dict(zip(names, met, strict=True))}).json()
        assert answer["data"] == ({"node": {"key": "Hardware"}} if any(met) else {})
    understood = texts.TEXTS.get(query)
    assert understood is not None
    assert 0 < len(understood.learnt.forms) <= 4


def test_one_answer_that_costs_too_much_spoils_no_other(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(reader, QUERIES["charges"])
    with monkeypatch.context() as costly:
        costly.setattr("catalog_admin.storefront.graph.limits.MOST", 0)
        assert b'"storefront.query_too_costly"' in told(reader, QUERIES["charges"])
    assert told(reader, QUERIES["charges"]) == before
