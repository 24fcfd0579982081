"""A rule at a terminal that takes its condition from the rule repository; a command of its own each time."""

import json

from tests.cli.conftest import Terminal
from tests.cli.shop import said, stocked, written
from tests.rules.author import predicate

CHEAP = "predicates/cheap.json"
CONTEXT = {"type": "object", "properties": {"discountPercent": {"type": "number"}}}


def say(terminal: Terminal, file: str, content: str, *more: str) -> None:
    path = written(terminal, "content.json", content)
    terminal.run("rules", "put", file, path, "-b", "draft", *more)


def test_a_rule_follows_a_branch_and_its_catalog_tells_how_far_it_is_behind(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rules", "begin", "draft")
    say(terminal, "schemas/context.json", json.dumps(CONTEXT))
    say(terminal, CHEAP, predicate("cheap", "discountPercent > 1"))
    terminal.run("rules", "merge", "draft", "main")

    terminal.run("rule", "set", "global", "Top", "--include-ref", "predicates/cheap@main")
    assert terminal.run("rule", "show", "global", "Top").split("\t")[:4] == [
        "include-1",
        "include",
        "discountPercent > 1",
        "predicates/cheap@main",
    ]
    preview = terminal.run("rule", "preview", "global", "Top", "--include-ref", "predicates/cheap@main")
    assert "RP-3" not in preview  # it is on the shelf already
    assert terminal.run("rules", "uses", CHEAP).split("\t") == ["dev", "global", "Top", "include-1", "main\n"]
    terminal.run("publish", "global")

    say(terminal, CHEAP, predicate("cheap", "discountPercent > 2"))
    terminal.run("rules", "merge", "draft", "main")
    [taken] = said(terminal, "rules", "references", "global")["items"]
    assert (taken["behind"], taken["hasMoved"], taken["expression"]) == (1, True, "discountPercent > 2")
    assert any("2" in each["sentence"] for each in taken["changes"])
    [published] = said(terminal, "rules", "uses", CHEAP)["published"]
    assert (published["environment"], published["hasMoved"]) == ("dev", True)


def test_who_uses_a_file_is_told_and_a_change_that_leaves_a_catalog_without_its_condition(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rules", "begin", "draft")
    context = {"type": "object", "properties": {"discountPercent": {"type": "number"}, "margin": {"type": "number"}}}
    say(terminal, "schemas/context.json", json.dumps(context))
    say(terminal, CHEAP, predicate("cheap", "discountPercent > 1"))
    terminal.run("rules", "merge", "draft", "main")
    terminal.run("rule", "set", "global", "Top", "--include-ref", "predicates/cheap@main")

    files, rules = terminal.run("rules", "uses", "schemas/context.json"), terminal.run("rules", "uses", "cheap")
    assert files.split("\t") == [CHEAP, "\n"]
    assert rules.split("\t")[:4] == ["dev", "global", "Top", "include-1"]

    say(terminal, CHEAP, predicate("cheap", "margin > 1"))
    [broken] = said(terminal, "rules", "preview", "draft", "main")["broken"]["items"]
    assert (broken["catalogId"], broken["path"], broken["code"]) == ("global", "Top", "references.unusable")
    terminal.run("rules", "demand", "main", "--references-hold")
    assert "rules.references_broken" in terminal.fails("rules", "merge", "draft", "main")
