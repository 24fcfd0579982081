"""Large subtrees and small ones are read in different ways and say the same, in every version."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalog_admin.storefront.store import plans
from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
VERSIONS = 50
PLANS = 40
PAGE = """query ($version: String, $after: String, $term: String, $sort: RatePlanSort) {
    node(catalog: "aging", path: "A", version: $version) {
        ratePlans(scope: SUBTREE, first: 7, after: $after, search: $term, sortBy: $sort) {
            totalCount edges {cursor node {key name}} pageInfo {hasNextPage}
            facets(attributes: ["parity"]) {values {value count}}}}}"""


def _stock(version: int) -> Iterator[Plan]:
    """Each version renames one plan, moves another to a shelf elsewhere, and brings one more."""
    for number in range(PLANS + version):
        shelf = "B" if number % VERSIONS < version and number % 3 == 0 else f"A.S{number % 4}"
        renamed = f" anew {version}" if number == version else ""
        facts = {"parity": "odd" if number % 2 else "even"}
        yield Plan(
            f"plan-{number:03}", [shelf, "A"] if shelf == "A.S1" else [shelf], f"Gauge{renamed}", attributes=facts
        )


@pytest.fixture(scope="module")
def aging(shop: Shop) -> str:
    shelves = [Shelf(""), Shelf("A"), Shelf("B"), *(Shelf(f"A.S{number}") for number in range(4))]
    for version in range(1, VERSIONS + 1):
        shop.press.publish("aging", shelves, _stock(version))
    return "aging"


def _whole(ask: Ask, **asked: Any) -> tuple[list[str], int, Any]:
    keys, after = [], None
    while True:
        found = ask(PAGE, after=after, **asked)["node"]["ratePlans"]
        keys += [edge["node"]["key"] for edge in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            return keys, found["totalCount"], found["facets"]
        after = found["edges"][-1]["cursor"]


@pytest.mark.usefixtures("aging")
@pytest.mark.parametrize("term", [None, "gauge"])
@pytest.mark.parametrize("version", [1, 25, VERSIONS])
def test_walking_and_gathering_say_the_same(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, version: int, term: str | None
) -> None:
    asked = {"version": str(version), "term": term, "sort": {"field": "KEY"}}
    gathered = _whole(ask, **asked)
    monkeypatch.setattr(plans, "WALK_FROM", 0)
    assert _whole(ask, **asked | {"sort": {"field": "SHELF"}}) == gathered == _whole(ask, **asked)
    here = [plan.key for plan in _stock(version) if plan.shelves[0] != "B"]
    assert (gathered[0], gathered[1]) == (sorted(here), len(here))


@pytest.mark.usefixtures("aging")
def test_an_old_version_keeps_its_names(ask: Ask) -> None:
    """A rename opens a new row beside the old one: each version sees one of them."""
    query = """query ($version: String!) {search(catalog: "aging", version: $version, term: "anew") {
        totalCount edges {node {name}}}}"""
    for version in (1, 25, VERSIONS):
        found = ask(query, version=str(version))["search"]
        assert found == {"totalCount": 1, "edges": [{"node": {"name": f"Gauge anew {version}"}}]}
