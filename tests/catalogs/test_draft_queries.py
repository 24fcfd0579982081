"""What publishing reads of a draft."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, text

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.kit.work import Work
from tests.catalogs.conftest import ANY, PLANS, stock

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def said(expression: str, **more: Any) -> list[SaidRule]:
    return [SaidRule("r", more.pop("effect", "include"), expression, "", **more)]


def test_nodes_come_parents_first_and_without_the_deleted(work: Work, shop: Catalog, plant_node: Any) -> None:
    for path in ("b", "a", "a.b", "a-b", "a.b.c"):
        plant_node(path)
    commands.delete_node(work, plant_node("z").id, ANY)
    nodes = list(queries.draft_nodes(work, shop.id))
    assert [node.path for node in nodes] == ["", "a-b", "a", "a.b", "a.b.c", "b"]
    assert [node.depth for node in nodes] == [0, 1, 1, 2, 3, 1]


def test_the_whole_population_is_the_same_as_node_by_node(work: Work, shop: Catalog, plant_node: Any) -> None:
    stock(work, PLANS)
    top, hand, both = plant_node("top"), plant_node("hand"), plant_node("top.both")
    commands.put_ruleset(work, top.id, said("discountPercent > 0"), [], ANY)
    commands.put_ruleset(work, both.id, said('stage == "BETA"', audience={"role": ["tester"]}), [], ANY)
    commands.assign(work, hand.id, "support", Wanted(pin=3), ANY)
    commands.assign(work, both.id, "gps", Wanted(rank=1), ANY)
    commands.assign(work, both.id, "core", Wanted("exclude"), ANY)
    found = queries.draft_population(work, shop.id, NOW, with_audience=True)
    rows = {(row["node_id"], row["key"], row["source"], row["pin"], row["rank"]) for row in found.to_dicts()}
    assert rows == {
        (str(top.id), "core", "rule", None, None),
        (str(top.id), "gps", "rule", None, None),
        (str(hand.id), "support", "manual", 3, None),
        (str(both.id), "gateway", "rule", None, None),
        (str(both.id), "gps", "manual", None, 1),
    }
    unlimited = queries.draft_population(work, shop.id, NOW)
    assert len(unlimited) == 4
    assert "gateway" not in unlimited["key"].to_list()


def test_an_empty_draft_has_no_population(work: Work, shop: Catalog) -> None:
    assert queries.draft_population(work, shop.id, NOW).is_empty()
    assert queries.draft_boundary(work, queries.draft_rules(work, shop.id), NOW) is None


def test_says_when_time_alone_will_change_a_shelf(work: Work, shop: Catalog, plant_node: Any) -> None:
    stock(work, PLANS)
    commands.put_ruleset(work, plant_node("new").id, said("daysSince(launchDate) < 30"), [], ANY)
    assert queries.draft_boundary(work, queries.draft_rules(work, shop.id), NOW) == datetime(2026, 12, 10, tzinfo=UTC)


def test_reads_no_rate_plan_where_no_rule_reads_the_time(work: Work, shop: Catalog, plant_node: Any) -> None:
    def scans_for(node: str, rule: str) -> int:
        commands.put_ruleset(work, plant_node(node).id, said(rule), [], ANY)
        scans = "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'rate_plan'"
        before = work.session.scalar(text(scans))
        queries.draft_boundary(work, queries.draft_rules(work, shop.id), NOW)
        return int(work.session.scalar(text(scans)) - before)

    stock(work, PLANS)
    assert scans_for("timeless", 'type == "SaaS"') == 0
    assert scans_for("timed", "daysSince(launchDate) < 30") > 0


def test_creating_takes_the_same_few_statements_however_large_the_tree(work: Work, shop: Catalog) -> None:
    def statements_for(path: str) -> int:
        seen: list[str] = []
        connection = work.session.connection()
        event.listen(connection, "before_cursor_execute", lambda *said: seen.append(said[2]))
        commands.create_node(work, shop.key, NewNode(path, "category"))
        work.session.flush()
        return len(seen)

    small = statements_for("first")
    commands.import_tree(work, shop.key, [TreeRow(path=f"n{number}") for number in range(2_000)])
    assert statements_for("last") == small <= 12
