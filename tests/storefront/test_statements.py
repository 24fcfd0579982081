"""How many statements a query sends does not depend on how much it finds."""

from collections.abc import Callable
from typing import Any

from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]

WIDE = """
query ($catalog: String!) {
  node(catalog: $catalog, path: "") {
    ratePlanCount
    breadcrumbs { name }
    children(first: 8) {
      edges {
        node {
          displayName
          ratePlanCount
          ancestors { displayName }
          parent { path }
          ratePlans(first: 5) { totalCount edges { node { key shelves { path breadcrumbs { name } } } } }
          below: ratePlans(scope: SUBTREE, first: 3) { totalCount edges { node { key } } }
          found: ratePlans(scope: SUBTREE, first: 3, search: "gps") { totalCount edges { node { key } } }
        }
      }
    }
  }
}
"""


def test_a_page_of_nodes_with_all_about_them(ask: Ask, statements: list[str], shop: Shop) -> None:
    def spent(catalog: str) -> int:
        ask("query ($key: String!) {catalog(key: $key) {nodes {ratePlanCount}}}", key=catalog)
        before = len(statements)
        children = ask(WIDE, catalog=catalog)["node"]["children"]["edges"]
        assert all(len(edge["node"]["ratePlans"]["edges"]) > 1 for edge in children)
        return len(statements) - before

    publish_square(shop, "narrow", 2)
    publish_square(shop, "wide", 8)
    assert spent("narrow") == spent("wide") == 12


def publish_square(shop: Shop, catalog: str, width: int) -> None:
    """As many nodes as each has plans; every plan stands on its node and on the one below."""
    nodes = [f"N{number}" for number in range(width)]
    shelves = [Shelf(""), *(Shelf(node) for node in nodes), *(Shelf(f"{node}.Below") for node in nodes)]
    plans = [Plan(f"{node}-gps-{nr}", [node, f"{node}.Below"]) for node in nodes for nr in range(width)]
    shop.press.publish(catalog, shelves, plans)


def test_one_listing_with_breadcrumbs(ask: Ask, statements: list[str]) -> None:
    ask('{node(catalog: "global", path: "Hardware.GPS") {breadcrumbs {name} ratePlans {edges {node {key name}}}}}')
    assert len(statements) == 3


def test_rows_are_not_read_when_only_counted(ask: Ask, statements: list[str]) -> None:
    page = ask('{catalog(key: "global") {ratePlans {totalCount}}}')["catalog"]["ratePlans"]
    assert page == {"totalCount": 4}
    assert not any("LATERAL" in one and "body" in one for one in statements)
