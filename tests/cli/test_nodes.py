"""Trees at a terminal: look, change, order, assign from files, explain, bring back."""

import json
import re

import pytest

from tests.cli.conftest import Terminal
from tests.cli.shop import said, stocked, written


def test_a_node_is_changed_by_who_saw_it(terminal: Terminal) -> None:
    stocked(terminal)
    shown = terminal.run("node", "show", "global", "Hardware")
    assert 'etag\t"r1"' in shown
    patch = ("--meta", '{"description": {"en": "Things"}}', "--sort-key", "7", "--active-from", "2026-01-01")
    changed = said(terminal, "node", "change", "global", "Hardware", *patch, "--if-match", "r1")
    assert changed["meta"] == {"displayName": {"en": "Hardware"}, "description": {"en": "Things"}}
    assert (changed["sortKey"], changed["activeFrom"]) == (7, "2026-01-01T00:00:00Z")
    refused = terminal.fails("node", "change", "global", "Hardware", "--type", "shelf", "--if-match", "r1")
    assert refused.startswith("kit.if_match_stale: ")
    gone = said(
        terminal, "node", "change", "global", "Hardware", "--meta", '{"description": null}', "--active-from", ""
    )
    assert (gone["meta"], gone["activeFrom"]) == ({"displayName": {"en": "Hardware"}}, None)
    assert "/type" in terminal.fails("node", "change", "global", "Hardware", "--type", "two words")


def test_children_are_put_in_order(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("node", "order", "global", "", "Top", "Hardware")
    listed = said(terminal, "node", "children", "global", "")
    assert [(each["key"], each["children"]) for each in listed["items"]] == [("Top", 0), ("Hardware", 0)]
    first = said(terminal, "node", "children", "global", "", "--limit", "1")
    rest = said(terminal, "node", "children", "global", "", "--after", first["next"])
    assert [each["key"] for each in first["items"] + rest["items"]] == ["Top", "Hardware"]
    assert said(terminal, "node", "children", "global", "", "--all") == {"items": listed["items"], "next": None}


def test_a_deleted_node_comes_back_and_an_exported_tree_too(terminal: Terminal) -> None:
    stocked(terminal)
    gone = terminal.result("node", "delete", "global", "Hardware")
    assert said(terminal, "node", "restore", gone.stderr.split()[-1])["path"] == "Hardware"
    file = str(terminal.files / "tree.ndjson")
    terminal.run("node", "export", "global", file)
    assert "is there already" in terminal.fails("node", "export", "global", file)
    terminal.run("catalog", "create", "copy")
    assert "2 created" in terminal.run("import", "nodes", "copy", file)
    assert terminal.run("node", "export", "copy") == terminal.run("node", "export", "global")


def test_a_tree_is_not_read_from_csv_and_says_so(terminal: Terminal) -> None:
    stocked(terminal)
    file = written(terminal, "tree.csv", "path\nA\n")
    assert ".ndjson" in terminal.fails("import", "nodes", "global", file)


@pytest.mark.parametrize("name", ["rows.csv", "rows.ndjson"])
def test_rate_plans_are_assigned_from_a_file(terminal: Terminal, name: str) -> None:
    stocked(terminal)
    rows = [
        {"path": "Hardware", "ratePlanId": "RP-0", "rank": 2},
        {"path": "Top", "ratePlanId": "RP-1", "effect": "exclude"},
        {"path": "Hardware", "ratePlanId": "RP-9"},
        {"path": "Nowhere", "ratePlanId": "RP-2"},
        {"ratePlanId": "RP-3"},
    ]
    as_csv = "path,ratePlanId,effect,rank\n" + "\n".join(
        ",".join(str(row.get(each, "")) for each in ("path", "ratePlanId", "effect", "rank")) for row in rows
    )
    file = written(terminal, name, as_csv if name.endswith("csv") else "\n".join(map(json.dumps, rows)))
    first_wrong = 4 if name.endswith("csv") else 3
    refused = terminal.fails("node", "assign-file", "global", file)
    assert refused.startswith("catalogs.bulk_refused: 3 of 5 rows cannot be done")
    assert f"line {first_wrong}: catalogs.unknown_rate_plan" in refused
    assert said(terminal, "node", "members", "global", "Hardware")["items"] == []
    result = terminal.result("node", "assign-file", "global", file, "--policy", "reject-failed-rows")
    assert (result.exit_code, result.stdout) == (1, "created\t2\nrefused\t3\n")
    ignored = terminal.run("node", "assign-file", "global", file, "--policy", "ignore-failed", "--path", "Top")
    assert ignored == "created\t1\nignored\t2\nunchanged\t2\n"


def test_a_file_that_is_no_csv_is_refused_with_its_line(terminal: Terminal) -> None:
    file = written(terminal, "rows.csv", 'path,ratePlanId\nTop,"RP-0" again\n')
    assert "is not CSV at line 2: " in terminal.fails("node", "assign-file", "global", file)


def test_a_list_of_keys_goes_on_one_node(terminal: Terminal) -> None:
    stocked(terminal)
    file = written(terminal, "plans.txt", "RP-0\nRP-1\n")
    counted = said(terminal, "node", "assign-file", "global", file, "--path", "Hardware")
    assert counted["counts"] == {"created": 2}
    assert [each["name"] for each in said(terminal, "node", "members", "global", "Hardware")["items"]]


def test_says_why_a_rate_plan_is_here_or_not(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rule", "set", "global", "Top", "--include", "discountPercent > 1")
    assert said(terminal, "node", "assign", "global", "Top", "RP-0", "RP-1")["counts"] == {"created": 2}
    assert said(terminal, "node", "assign", "global", "Top", "RP-0", "--if-match", "*")["counts"] == {"changed": 1}
    terminal.run("node", "unassign", "global", "Top", "RP-1")
    terminal.run("node", "assign", "global", "Top", "RP-0", "--pin", "1")
    by_hand = terminal.run("node", "explain", "global", "Top", "RP-0")
    assert by_hand.startswith("RP-0 is in\n")
    [seen] = re.findall(r'by hand: include, etag "(r\d+)"', by_hand)
    out = said(terminal, "node", "explain", "global", "Top", "RP-1")
    assert out["membership"]["isMember"] is False
    assert [each["outcome"] for each in out["rules"]] == ["NO_MATCH"]
    assert "discountPercent > 1: NO_MATCH" in terminal.run("node", "explain", "global", "Top", "RP-1")
    assert "stale" in terminal.fails("node", "unassign", "global", "Top", "RP-0", "--if-match", "r7")
    terminal.run("node", "unassign", "global", "Top", "RP-0", "--if-match", seen)


def test_a_catalog_is_changed_and_its_published_tree_is_read(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("node", "assign", "global", "Hardware", "RP-0")
    terminal.run("publish", "global", "--tag", "first")
    terminal.run("node", "create", "global", "Later")
    changed = said(terminal, "catalog", "change", "global", "--name", "Worldwide", "--currency", "EUR")
    assert (changed["name"], changed["currencies"]) == ({"en": "Worldwide"}, ["EUR"])
    assert "Worldwide" in terminal.run("catalog", "show", "global")
    assert "Later" in terminal.run("catalog", "tree", "global")
    published = terminal.run("catalog", "tree", "global", "--tag", "first")
    assert published == "global  (1)\n  Hardware  Hardware  (1)\n  Top\n"
    tree = said(terminal, "catalog", "tree", "global", "Hardware", "--version", "1")
    assert [(node["path"], node["ratePlans"]) for node in tree["nodes"]] == [("Hardware", 1)]
    assert terminal.fails("catalog", "tree", "global", "--date", "2001-01-01").startswith("promotions.")
    assert "stale" in terminal.fails("catalog", "delete", "global", "--if-match", "r1")


def test_what_was_deleted_is_listed_and_comes_back(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("node", "delete", "global", "Top")
    node, path, *_ = terminal.run("node", "deleted", "global").split("\t")
    assert path == "Top"
    terminal.run("node", "restore", node)
    assert terminal.run("node", "deleted", "global") == ""


def test_nodes_are_found_by_words_and_say_how_they_differ_from_what_is_served(terminal: Terminal) -> None:
    stocked(terminal)
    shown = terminal.run("catalog", "tree", "global", "--filter", "hard")
    assert shown.splitlines()[1].startswith("  * Hardware  Hardware  [new]")
    found = json.loads(terminal.run("catalog", "tree", "global", "--filter", "hard", "--locale", "de", "--json"))
    assert (found["paths"], found["found"], found["isCut"]) == ([""], [1], False)


def test_everything_is_found_by_a_word(terminal: Terminal) -> None:
    stocked(terminal)
    assert "node\t" in terminal.run("search", "hard")
    kinds = said(terminal, "search", "hard", "--kind", "node", "--limit", "1")["kinds"]
    assert [(each["kind"], each["items"][0]["path"]) for each in kinds] == [("node", "Hardware")]
