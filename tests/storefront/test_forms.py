"""What is told in one go is what GraphQL says field by field."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from graphql.execution.executor import Executor

from catalog_admin.storefront.answers import Answers
from catalog_admin.storefront.api import graphql
from catalog_admin.storefront.graph.forms import InOneGo
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
    monkeypatch.setattr(graphql, "_answers", Answers(most_bytes=0))


def told(reader: TestClient, query: str) -> Any:
    return reader.post("/graphql", json={"query": query}).content


@pytest.mark.parametrize("name", QUERIES)
def test_says_the_same_as_field_by_field(reader: TestClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    in_one_go = told(reader, QUERIES[name])
    assert b'"errors"' not in in_one_go
    monkeypatch.setattr(InOneGo, "_form", lambda *_: None)
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
    monkeypatch.setattr(InOneGo, "_form", lambda *_: None)
    assert told(reader, QUERIES["plain"]) == in_one_go


def test_charges_cost_as_much_in_one_go(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_admin.storefront.graph.limits.USUAL_LENGTH", {"charges": 0})
    in_one_go = reader.post("/graphql", json={"query": QUERIES["charges"]}).json()["extensions"]["cost"]
    monkeypatch.setattr(InOneGo, "_form", lambda *_: None)
    one_by_one = reader.post("/graphql", json={"query": QUERIES["charges"]}).json()["extensions"]["cost"]
    assert in_one_go == one_by_one
