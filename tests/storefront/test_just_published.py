"""Storefronts read what was published a moment ago, and nobody has vacuumed since."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.work import Database
from tests.database import fresh_database, libpq, service_url
from tests.publishing import crowd
from tests.publishing.crowd import NODES, PLANS
from tests.publishing.shop import Shop
from tests.storefront.conftest import client_of, overheard
from tests.world import FixedGate

MOST_ROWS_MET = 40 * (NODES + PLANS)
SCOPE = "SELECT set_config('app.tenant', %s, true), set_config('app.environment', %s, true)"
QUESTIONS = {
    "a listing": 'query {node(catalog: "shop", path: "n6") '
    "{ratePlans(scope: SUBTREE, first: 20) {edges {node {key}}}}}",
    "all": 'query {node(catalog: "shop", path: "") {ratePlans(scope: SUBTREE, first: 20) {edges {node {key}}}}}',
    "nodes": 'query {catalog(key: "shop") {nodes {path ratePlanCount}}}',
    "a search": 'query {search(catalog: "shop", term: "plan capteur") {totalCount edges {node {key}}}}',
    "a search below": 'query {node(catalog: "shop", path: "n6") '
    '{ratePlans(scope: SUBTREE, search: "plan") {edges {node {key}}}}}',
    "a mistyped search": 'query {search(catalog: "shop", term: "captuer") {totalCount edges {node {key}}}}',
    "facets": 'query {search(catalog: "shop", term: "plan") {facets(attributes: ["weight"]) {values {value count}}}}',
    "an attribute": 'query {catalog(key: "shop") '
    '{ratePlans(where: {attributes: [{key: "weight", eq: "3"}]}) {edges {node {key}}}}}',
}


@pytest.fixture(scope="module")
def crowded(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with fresh_database(server_url, f"just_published_{tmp_path_factory.getbasetemp().name}".replace("-", "_")) as url:
        crowd.without_autovacuum(url)
        shop = crowd.crowded(Database(service_url(url)), tmp_path_factory.mktemp("crowd"))
        shop.publish()
        yield shop


@pytest.fixture(scope="module")
def customer(crowded: Shop) -> Iterator[TestClient]:
    yield from client_of(crowded.database, FixedGate(crowded.world.actor, crowded.world))


@pytest.fixture
def plans(crowded: Shop) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Of the statements since, executed once more."""
    sent: list[tuple[str, Any]] = []

    def executed() -> list[dict[str, Any]]:
        url = libpq(crowded.database.engine.url.render_as_string(hide_password=False))
        with psycopg.connect(url) as connection:
            connection.execute("SET statement_timeout = '30s'")  # by a bad plan it would take hours
            connection.execute(SCOPE, (str(crowded.world.tenant), str(crowded.world.environment)))
            analyze = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
            found = [connection.execute((analyze + one).encode(), said).fetchall() for one, said in sent]
        return [plan[0]["Plan"] for [(plan,)] in found]

    with overheard(crowded.database, lambda *said: sent.append(said), lambda statement: "storefront_" in statement):
        yield executed


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_answer_meets_more_rows_than_there_are(
    customer: TestClient, plans: Callable[[], list[dict[str, Any]]], name: str
) -> None:
    answer = customer.post("/graphql", json={"query": QUESTIONS[name]}).json()
    assert "errors" not in answer, answer
    assert max(map(crowd.rows_met, plans())) <= MOST_ROWS_MET
