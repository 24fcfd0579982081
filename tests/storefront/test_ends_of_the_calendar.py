"""Instants where a time zone leads out of the calendar, and trees too wide to ask everything of."""

import pytest
from fastapi.testclient import TestClient

OUTSIDE = ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"]


@pytest.mark.parametrize("instant", OUTSIDE)
@pytest.mark.parametrize(
    "path",
    ["/storefront/catalogs/global?asOf={}", "/commerce/catalogs/global?date={}"],
)
def test_an_instant_outside_the_calendar_is_refused(client: TestClient, path: str, instant: str) -> None:
    assert client.get(path.format(instant.replace("+", "%2B"))).status_code == 422


@pytest.mark.parametrize("instant", OUTSIDE)
def test_graphql_refuses_it_too(client: TestClient, instant: str) -> None:
    query = f'{{catalog(key: "global", asOf: "{instant}") {{key}}}}'
    errors = client.post("/graphql", json={"query": query}).json()["errors"]
    assert errors[0]["extensions"]["code"] == "storefront.instant_out_of_range"


@pytest.mark.parametrize("fields", ["breadcrumbs {name}", "parent {key}", "... on Node {ancestors {key}}"])
def test_a_whole_tree_answers_plain_fields_only(client: TestClient, fields: str) -> None:
    query = f'{{catalog(key: "global") {{nodes {{key {fields}}}}}}}'
    errors = client.post("/graphql", json={"query": query}).json()["errors"]
    assert errors[0]["extensions"]["code"] == "storefront.query_too_costly"
