"""What storefronts ask all day is read by indexes, and the reference shows how.

`make plans` writes docs/reference/plans.md anew; otherwise it is compared with.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

Ask = Callable[..., Any]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "plans.md"
INDEX = re.compile(r"(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) ([a-z_]+)")
READ_WHOLE = re.compile(r"Seq Scan on (?:published_\w+|body)")
# What differs from one database to the next: ids, numbers of lineages, days.
OWN = re.compile(r"'[^']*'::(?:uuid\[\]|uuid|bigint|integer|date|bytea)|'\{[0-9a-f-]{36}\}'")
HEAD = """# Plans of hot statements

What storefronts ask all day, and how PostgreSQL answers it: `EXPLAIN` as the service role, under row-level security, on
50,000 rate plans on 2,550 nodes. Made by `make plans`; a test asks the same again, and compares the indexes.
Statements that are asked once in the life of a process (what a version says of itself) are left out, and so is the one
that finds out which version is live.
"""


class Hot(NamedTuple):
    name: str
    query: str
    variables: dict[str, Any] = {}


HOT = (
    Hot(
        "The first page of a shelf",
        """query {node(catalog: "warehouse", path: "D0.S0") {
  ratePlans(first: 20) {edges {node {key}}}}}""",
    ),
    Hot(
        "A node with its ancestors and counts",
        """query {node(catalog: "warehouse", path: "D7.S7") {
  displayName ratePlanCount ancestors {path}}}""",
    ),
    Hot(
        "A small subtree",
        """query {node(catalog: "warehouse", path: "D7") {
  ratePlans(scope: SUBTREE, first: 20) {edges {node {key}}}}}""",
    ),
    Hot(
        "A large subtree",
        """query {node(catalog: "warehouse", path: "") {
  ratePlans(scope: SUBTREE, first: 20) {edges {node {key}}}}}""",
    ),
    Hot(
        "A search with its number of hits and facets",
        """query {
  search(catalog: "warehouse", term: "lot12 thing", where: {attributes: [{key: "colour", eq: "red"}]}) {
    totalCount edges {node {key}} facets(attributes: ["colour", "batch"]) {values {value count}}}}""",
    ),
    Hot(
        "A search below a large node",
        """query {node(catalog: "warehouse", path: "") {
  ratePlans(scope: SUBTREE, search: "lot13 thing") {edges {node {key}}}}}""",
    ),
    Hot(
        "A list by an attribute",
        """query {catalog(key: "warehouse") {
  ratePlans(where: {attributes: [{key: "batch", eq: "B7"}]}) {edges {node {key}}}}}""",
    ),
    Hot(
        "A rate plan with its shelves",
        """query {ratePlan(catalog: "warehouse", key: "plan-00042") {
  name shelves {path}}}""",
    ),
    Hot("A basket of SKUs", """query {ratePlansBySku(catalog: "warehouse", skus: ["A", "B", "C"]) {key}}"""),
    Hot("What is below a node", """query {catalog(key: "warehouse") {nodes(root: "D7") {path displayName}}}"""),
)


@pytest.fixture
def sections(ask: Ask, explained: Callable[..., list[str]], warehouse: str) -> dict[str, list[str]]:
    """By name: the plans of its statements, without what differs from one database to the next."""
    assert warehouse
    found = {}
    for hot in HOT:
        ask(hot.query)
        plans = [OWN.sub("…", plan) for plan in explained("(COSTS OFF)")]
        found[hot.name] = [plan for plan in plans if "published_" in plan]
    return found


def test_hot_statements_are_read_by_the_indexes_that_the_reference_shows(sections: dict[str, list[str]]) -> None:
    assert {name: READ_WHOLE.findall("\n".join(plans)) for name, plans in sections.items()} == {
        name: [] for name in sections
    }
    if os.environ.get("WRITE_PLANS"):
        PAGE.write_text("\n".join([HEAD, *_told(sections)]))
    used = {name: _large(_indexes(plans)) for name, plans in sections.items()}
    assert used == {name: _large(shown) for name, shown in _shown()}


def _indexes(plans: list[str]) -> list[str]:
    return sorted({index for plan in plans for index in INDEX.findall(plan)})


def _large(indexes: list[str]) -> list[str]:
    """Of tables with a row for each rate plan: how a node is found depends on how many others there are."""
    return [index for index in indexes if index.startswith(("published_plan_", "published_membership_"))]


def _told(sections: dict[str, list[str]]) -> Iterator[str]:
    for hot in HOT:
        plans = sections[hot.name]
        yield f"## {hot.name}\n\n```graphql\n{hot.query.removeprefix('query ')}\n```\n"
        yield f"Indexes: {', '.join(f'`{index}`' for index in _indexes(plans))}\n"
        yield from (f"```text\n{plan}\n```\n" for plan in plans)


def _shown() -> Iterator[tuple[str, list[str]]]:
    """What the reference says of each."""
    for section in PAGE.read_text().split("\n## ")[1:]:
        [said] = re.findall(r"^Indexes: (.*)$", section, re.MULTILINE)
        yield section.partition("\n")[0], re.findall(r"`([^`]+)`", said)
