"""Hot statements use the indexes made for them: as the service role, under row-level security, on 50,000 plans."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

Ask = Callable[..., Any]
Explained = Callable[..., list[str]]


def only(plans: list[str], *tables: str) -> str:
    """The one plan that reads all these tables."""
    found = [plan for plan in plans if all(f"on {table}" in plan or f"using {table}" in plan for table in tables)]
    assert len(found) == 1, plans
    return found[0]


def test_a_shelf_is_read_in_order_from_its_index(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{node(catalog: "warehouse", path: "D0.S0") {ratePlans(first: 20) {edges {node {key}}}}}')
    plan = only(explained(), "published_membership_page_ix")
    assert "Seq Scan" not in plan
    assert "Sort Key: m" not in plan
    assert "order_key" not in plan.split("Limit", 1)[1].split("Index Scan", 1)[0]


def test_the_next_page_starts_where_the_last_one_ended(ask: Ask, explained: Explained, warehouse: str) -> None:
    page = """query ($after: String) {node(catalog: "warehouse", path: "D0.S0") {
        ratePlans(first: 20, after: $after) {edges {node {key}} pageInfo {endCursor}}}}"""
    first = ask(page)["node"]["ratePlans"]
    explained()
    ask(page, after=first["pageInfo"]["endCursor"])
    plan = only(explained(), "published_membership_page_ix")
    assert "ROW(" in plan.split("published_membership_page_ix", 1)[1].split("Index Cond", 1)[1].split("\n", 1)[0]


def test_search_uses_the_full_text_index(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{search(catalog: "warehouse", term: "lot12 thing") {edges {node {key}}}}')
    assert "published_plan_search_ix" in only(explained(), "published_plan_search_ix")


def test_a_page_its_total_and_its_facets_gather_once(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask("""{search(catalog: "warehouse", term: "lot12 thing", where: {attributes: [{key: "colour", eq: "red"}]}) {
        totalCount edges {node {key}} facets(attributes: ["colour", "batch"]) {values {value count}}}}""")
    plan = only(explained(), "published_plan_search_ix")
    assert plan.count("published_plan_search_ix") == 1
    assert "Seq Scan on published_plan" not in plan


def test_skus_find_their_plans(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{ratePlansBySku(catalog: "warehouse", skus: ["A", "B", "C"]) {key}}')
    assert "Seq Scan" not in only(explained(), "published_plan_sku_ix")


def test_an_attribute_uses_the_index_over_facts(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{catalog(key: "warehouse") {ratePlans(where: {attributes: [{key: "batch", eq: "B7"}]}) {edges {node {key}}}}}')
    assert "Seq Scan" not in only(explained(), "published_plan_facts_ix")


def test_part_of_a_name_uses_its_trigrams(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{catalog(key: "warehouse") {ratePlans(where: {name: {contains: "umber4711"}}) {edges {node {key}}}}}')
    assert "Seq Scan" not in only(explained(), "published_plan_name_ix")


def test_a_subtree_is_a_range_of_the_tree_index(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{catalog(key: "warehouse") {nodes(root: "D7") {path}}}')
    plan = only(explained(), "published_node_tree_ix")
    assert "tpath >=" in plan
    assert "Seq Scan on published_node" not in plan


def test_a_trees_counts_are_looked_up_by_their_nodes(reader: TestClient, explained: Explained, warehouse: str) -> None:
    """Also where PostgreSQL knows nothing of the tables, and would compare all nodes with all counts."""
    assert reader.get(f"/storefront/catalogs/{warehouse}/nodes").status_code == 200
    plan = only(explained(), "published_node", "published_count")
    assert "node_id =" in plan.split("published_count_pkey", 1)[1].split("Index Cond", 1)[1].split("\n", 1)[0]
    assert "Join Filter" not in plan


def test_a_small_subtree_is_gathered(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{node(catalog: "warehouse", path: "D7") {ratePlans(scope: SUBTREE, first: 5) {edges {node {key}}}}}')
    assert "published_node_tree_ix" in only(explained(), "published_node_tree_ix", "published_plan")


def test_a_large_subtree_is_walked_in_order_of_keys(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{node(catalog: "warehouse", path: "") {ratePlans(scope: SUBTREE, first: 5) {edges {node {key}}}}}')
    plan = only(explained(), "published_plan_key_ix")
    assert "SubPlan" in plan
    assert "published_membership_plan_ix" in plan


def test_what_a_term_finds_is_looked_up_in_a_large_subtree(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask("""{node(catalog: "warehouse", path: "") {ratePlans(scope: SUBTREE, search: "lot12 thing") {
        totalCount edges {node {key}} facets(attributes: ["colour"]) {values {value count}}}}}""")
    plan = only(explained(), "published_plan_search_ix")
    assert "published_membership_plan_ix" in plan
    assert "Seq Scan on published_membership" not in plan


def test_names_find_their_plan(ask: Ask, explained: Explained, warehouse: str) -> None:
    ask('{ratePlan(catalog: "warehouse", key: "plan-00042") {shelves {path}}}')
    plans = explained()
    assert "Seq Scan" not in only(plans, "published_plan_key_ix")
    assert "Seq Scan" not in only(plans, "published_membership_plan_ix")
