"""What is broken is mended step by step, and what truly is another fault is new all the same."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.finding import errors
from catalog_admin.rules.checking import new_among
from catalog_admin.rules.faults import Faults, new_of
from catalog_admin.rules.trees import Trees
from rulestore.model import Oid
from tests.artefacts.checking.trees import files
from tests.artefacts.tables.drawn import graph

Tree = Mapping[str, bytes]
ALIKE = {"id": "x", "when": "Discount > 1"}
WARNS = {"action": "WARN", "payload": {"code": "deep", "message": "Deep"}}
SCHEMA = {"type": "object", "properties": {"n": {"type": "number"}}}


def new(before: Tree, after: Tree) -> list[tuple[str, str]]:
    found = new_of(Faults(errors(check(after).said), after), Faults(check(before).said, before))
    return [(each.pointer, each.code.partition(".")[2]) for each in found]


def table(*rows: str | Mapping[str, str], policy: str = "unique") -> dict[str, bytes]:
    """Row r0, r1 …, unless it says another id; its cell is the one text."""
    named = [{"_id": f"r{at}", "amount": row, "o": "1"} if isinstance(row, str) else row for at, row in enumerate(rows)]
    content = {
        "hitPolicy": policy,
        "inputs": [{"id": "amount", "name": "", "field": "n"}],
        "outputs": [{"id": "o", "name": "", "field": "out"}],
        "rules": named,
    }
    return {"tables/t.jdm.json": json.dumps(graph(content, SCHEMA)).encode()}


def row(name: str, cell: str, **more: str) -> dict[str, str]:
    return {"_id": name, "amount": cell, "o": "1", **more}


def included(**sets: Sequence[str]) -> dict[str, bytes]:
    of_sets = {f"rulesets__{name}": {"id": name, "includes": [*of], "rules": []} for name, of in sets.items()}
    return files(**of_sets)


def rule(name: str, when: str = "Discount > 1") -> dict[str, Any]:
    return {"id": name, "when": when, "then": [WARNS]}


def quote(*rules: dict[str, Any], **more: Any) -> dict[str, bytes]:
    return files(rulesets__quote={"id": "quote", "rules": [*rules], **more})


MANY = [f"> {at}" for at in range(30)]
OWN = row("own", "1", amuont="1")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (files(predicates__a=ALIKE, predicates__b=ALIKE, predicates__c=ALIKE),
         files(predicates__b=ALIKE, predicates__c=ALIKE)),
        (quote(one=1, two=2), quote(two=2)),
        (quote(rule("a", "discuont > 1")), quote(rule("first"), rule("a", "discuont > 1"))),
        (quote(rule("a", "discuont > 1")), quote(rule("b", "discuont > 1"))),
        (table("> 5", "> 4"), table("> 7", "> 4")),
        (table("> 5", "> 4"), table(row("r1", "> 4"), row("r0", "> 5"))),
        (table("> 5", "> 4"), table(row("new", "< 0"), row("r0", "> 5"), row("r1", "> 4"))),
        (table("> 5", "> 4", "> 3"), table("> 5", "2", "> 3")),
        (table(*MANY), table("-1", *MANY[1:])),
        (table(OWN), table(row("above", "0"), OWN)),
        (table({"amount": "1", "amuont": "1"}), table({"amount": "0"}, {"amount": "1", "amuont": "1"})),
        (included(a=["b"], b=["c", "b"], c=["a"]), included(a=[], b=["c", "b"], c=["b"])),
    ],
)  # fmt: skip
def test_a_step_on_the_way_is_nothing_new(before: Tree, after: Tree) -> None:
    assert errors(check(before).said)
    assert errors(check(after).said)
    assert new(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (files(predicates__b=ALIKE, predicates__c=ALIKE),
         files(predicates__a=ALIKE, predicates__b=ALIKE, predicates__c=ALIKE), ("/id", "repeated_id")),
        (quote(one=1), quote(two=2), ("", "unknown_member")),
        (quote(one=1), quote(one=1, two=2), ("", "unknown_member")),
        (quote(rule("a", "discuont > 1")), quote(rule("a", "segmnt > 1")),
         ("/rules/0/when/>/0", "unknown_name")),
        (quote(rule("a", "discuont > 1"), rule("b")), quote(rule("a"), rule("b", "discuont > 1")),
         ("/rules/1/when/>/0", "unknown_name")),
        (table("> 5", "> 4", "1"), table("> 5", "2", "< 3"), ("/nodes/1/content/rules/2", "overlap")),
        (table("> 5", "> 4", "1", "1"), table("> 5", "3", "1", "> 7"), ("/nodes/1/content/rules/3", "overlap")),
        (table(OWN), table(row("above", "0", amuont="1"), OWN), ("/nodes/1/content/rules/0/amuont", "stray_cell")),
        (table({"amount": "1", "amuont": "1"}), table({"amount": "0", "amuont": "1"}, {"amount": "1", "amuont": "1"}),
         ("/nodes/1/content/rules/0/amuont", "stray_cell")),
        (included(a=["b"], b=["a"], c=[]), included(a=["b"], b=["c"], c=["a"]), ("/includes", "circle")),
    ],
)  # fmt: skip
def test_another_fault_is_new(before: Tree, after: Tree, told: tuple[str, str]) -> None:
    assert told in new(before, after)


class Known(Trees):
    """Commits by their number, each with its parents."""

    def __init__(self, *commits: Tree, parents: Sequence[int]) -> None:
        self._commits, self._parents = commits, parents

    def at(self, commit: Oid | None) -> dict[str, bytes]:
        return {**self._commits[_number(commit)]}

    def parents(self, commit: Oid) -> tuple[Oid, ...]:
        return tuple(Oid(bytes([each]) * 20) for each in self._parents)


def _number(commit: Oid | None) -> int:
    assert commit is not None
    return bytes(commit)[0]


@pytest.mark.parametrize(("parents", "refused"), [([0], False), ([1], True), ([0, 1], True)])
def test_a_cell_whose_column_either_side_had_is_no_remark(parents: list[int], refused: bool) -> None:
    """What was never a column is told and no more."""
    had = {path: text.replace(b'"amount"', b'"gone"') for path, text in table("1").items()}
    after = table(row("r0", "1", gone="2"))
    trees = Known(table("1"), had, after, parents=parents)
    zero, last = (Oid(bytes([each]) * 20) for each in (0, 2))
    found = [each for each in check(after).said if each.code == "tables.stray_cell"]
    assert [bool(errors(new_among(found, trees, zero, last)))] == [refused]
    assert errors(found) == []
