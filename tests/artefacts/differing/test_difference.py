"""What changed, thing by thing, in sentences that a reviewer reads."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from catalog_admin.artefacts.differing.model import Noun, Verb
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from tests.artefacts.merging.edits import (
    BASE,
    Edit,
    act,
    add,
    change,
    copied,
    drop,
    label,
    move_out,
    remove,
    reorder,
    say,
    sides,
    stage,
    written,
)


def _told(*edits: Edit) -> list[str]:
    tree = copied(BASE)
    for edit in edits:
        edit(tree)
    return [sentence(each) for each in difference(written(BASE), written(tree))]


@pytest.mark.parametrize(
    ("edit", "sentences"),
    [
        (change(0, "when", "Discount > 20"), ["rule r0: when Discount > 10 became Discount > 20"]),
        (change(0, "priority", 99), ["rule r0: priority 0 became 99"]),
        (change(0, "description", "Why."), ['rule r0: description "Why." added']),
        (act(0, "A", 1), ['rule r0: then 1 {"action": "EXPLAIN", "payload": {"code": "A"}} added']),
        (move_out(2), ["rule r2: moved from rulesets/a.json to rulesets/a/r2.json"]),
        (reorder, ["ruleset a: rules is in another order"]),
        (label("x"), ['approval-policy p: tags "x" removed']),
        (stage("first", 24), ["approval-policy p: stages first slaHours 24 added"]),
        (say("More."), ["file README.md: 6 bytes became 5 bytes"]),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_says(edit: Edit, sentences: list[str]) -> None:
    assert _told(edit) == sentences


def test_what_came_and_went_is_said_with_its_thing() -> None:
    assert "rule n1 added" in _told(add("n1", 0))
    assert "rule r1 removed" in _told(remove(1))
    assert _told(drop("rulesets/b/one.json")) == ["rule s1 removed"]


def test_a_moved_rule_that_changed_is_both() -> None:
    assert _told(change(2, "priority", 50), move_out(2)) == [
        "rule r2: moved from rulesets/a.json to rulesets/a/r2.json",
        "rule r2: priority 2 became 50",
    ]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("ARR > 1", "ARR > 1 && Discount > 2", ["when Discount > 2 added"]),
        ("ARR > 1 && Discount > 2", "ARR > 1", ["when Discount > 2 removed"]),
        ("ARR > 1 && Discount > 2", "ARR > 1 && Discount > 3", ["when Discount > 2 became Discount > 3"]),
        (
            "ARR > 1 || Discount > 2",
            "ARR > 1 && Discount > 2",
            ["when ARR > 1 || Discount > 2 became ARR > 1 && Discount > 2"],
        ),
        (
            "ARR > 1 && Discount > 2",
            "Discount > 2 && ARR > 1",
            ["when ARR > 1 && Discount > 2 became Discount > 2 && ARR > 1"],
        ),
        (
            "ARR > 1 && Discount > 2 && ARR < 9",
            "ARR > 1 && Discount > 3 && ARR < 8",
            ["when Discount > 2 removed", "when ARR < 9 removed", "when Discount > 3 added", "when ARR < 8 added"],
        ),
    ],
)
def test_says_which_part_of_a_condition(before: str, after: str, sentences: list[str]) -> None:
    trees = [copied(BASE), copied(BASE)]
    for tree, when in zip(trees, (before, after), strict=True):
        change(0, "when", when)(tree)
    assert [sentence(each) for each in difference(*map(written, trees))] == [f"rule r0: {said}" for said in sentences]


def test_an_action_whose_payload_changed_is_that_action() -> None:
    def edit(tree: Any) -> None:
        tree["rulesets/a.json"]["rules"][0]["then"][0]["payload"]["code"] = "X"

    assert _told(edit) == ['rule r0: then 0 payload code "W" became "X"']


def test_true_is_not_one() -> None:
    trees = [copied(BASE), copied(BASE)]
    for tree, value in zip(trees, (1, True), strict=True):
        tree["rulesets/a.json"]["rules"][0]["x_own"] = {"deep": [value]}
    assert [sentence(each) for each in difference(*map(written, trees))] == [
        "rule r0: x_own deep 0 1 removed",
        "rule r0: x_own deep 0 true added",
    ]


def test_another_spelling_of_the_same_is_no_difference() -> None:
    respelt = {path: json.dumps(value, indent=7).encode() for path, value in BASE.items() if path != "README.md"}
    assert difference(written(BASE), written(BASE) | respelt) == []


def test_rows_of_a_table_are_known_by_their_ids() -> None:
    def table(*rows: dict[str, Any]) -> dict[str, bytes]:
        node = {"id": "n", "content": {"rules": [*rows]}}
        return {"tables/t.jdm.json": json.dumps({"nodes": [node]}).encode()}

    before = table({"_id": "1", "in": "> 5"}, {"_id": "2", "in": "> 6"})
    after = table({"_id": "2", "in": "> 6"}, {"_id": "1", "in": "> 7"}, {"_id": "3", "in": "-"})
    said = [(each.verb, each.noun, each.place[-2:]) for each in difference(before, after)]
    assert said == [
        (Verb.CHANGED, Noun.MEMBER, ("1", "in")),
        (Verb.ADDED, Noun.ROW, ("rules", "3")),
        (Verb.MOVED, Noun.ROW, ("rules", "2")),
    ]


def _limits(**changed: Any) -> dict[str, bytes]:
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "term", "name": "Term in months", "field": "quote.termMonths"}],
        "outputs": [{"id": "limit", "name": "Discount up to, in %", "field": "maxDiscountPct"}],
        "rules": [{"_id": "a", "term": ">= 36", "limit": "30"}, *_SMB],
    }
    node = {"id": "limits", "type": "decisionTableNode", "content": content | changed}
    return {"tables/t.jdm.json": json.dumps({"nodes": [node]}).encode()}


_SMB = ({"_id": "b", "term": ">= 12", "limit": "12"}, {"_id": "c", "term": "", "limit": "8"})
_A = {"_id": "a", "term": ">= 36", "limit": "30"}
_TERM = {"id": "term", "name": "Term in months", "field": "quote.termMonths"}
_SEGMENT = {"id": "seg", "name": "Segment", "field": "segment"}
_EMPTY = [{**row, "seg": ""} for row in (_A, *_SMB)]


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        (
            {"rules": [_A, {**_SMB[0], "limit": "9"}, _SMB[1]]},
            ["table limits, row b: then Discount up to, in % (limit) 12 became 9"],
        ),
        (
            {"rules": [_A, _SMB[0], {**_SMB[1], "term": ">= 6"}]},
            ["table limits, row c: when Term in months (term) anything became >= 6"],
        ),
        (
            {"rules": [_A, _SMB[0]]},
            ["table limits: row c (then Discount up to, in % (limit) 8) removed"],
        ),
        (
            {"rules": [_A, *_SMB, {"_id": "d", "term": "> 1", "limit": "1"}]},
            ["table limits: row d (when Term in months (term) > 1 then Discount up to, in % (limit) 1) added"],
        ),
        ({"rules": [_SMB[1], _A, _SMB[0]]}, ["table limits: row c moved to the top"]),
        ({"rules": [*_SMB, _A]}, ["table limits: row a moved behind row c"]),
        ({"hitPolicy": "collect"}, ["table limits: hit policy first became collect"]),
        ({"inputs": [_TERM, _SEGMENT], "rules": _EMPTY}, ["table limits: input Segment (seg) added"]),
        (
            {"inputs": [{**_TERM, "field": "quote.months"}]},
            ['table limits: input Term in months (term) field "quote.termMonths" became "quote.months"'],
        ),
        ({"default": {"limit": "0"}}, ['table limits: default {"limit": "0"} added']),
    ],
)
def test_a_table_is_told_by_its_rows_and_columns(changed: dict[str, Any], sentences: list[str]) -> None:
    assert [sentence(each) for each in difference(_limits(), _limits(**changed))] == sentences


_slow = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_slow
@given(sides(), sides())
def test_there_is_a_difference_where_something_differs_and_it_has_a_sentence(one: Any, other: Any) -> None:
    changes = difference(written(one), written(other))
    assert bool(changes) is (written(one) != written(other))
    assert all(map(sentence, changes))


@_slow
@given(sides(), sides())
def test_back_is_the_mirror_of_there(one: Any, other: Any) -> None:
    mirror = {Verb.ADDED: Verb.REMOVED, Verb.REMOVED: Verb.ADDED}
    there = difference(written(one), written(other))
    back = difference(written(other), written(one))
    assert sorted((str(each.verb), each.thing) for each in there if each.noun is Noun.THING) == sorted(
        (str(mirror.get(each.verb, each.verb)), each.thing) for each in back if each.noun is Noun.THING
    )


def test_a_schema_of_the_context_is_a_thing_like_any_other() -> None:
    context = json.dumps({"type": "object", "properties": {"a": {"type": "number"}}}).encode()
    [change] = difference({}, {"schemas/context.json": context})
    assert (change.verb, change.path) == (Verb.ADDED, "schemas/context.json")
