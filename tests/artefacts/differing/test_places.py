"""Where a change is said to be: by the place in a list without names, by the cell of a table, or as it stands."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.differing.behaviour import FLIP_LIMIT
from catalog_admin.artefacts.differing.model import Noun
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from tests.artefacts.differing.test_behaviour import tables
from tests.artefacts.rulesets.asking import rule
from tests.artefacts.tables.drawn import content, graph


def _rule(codes: str) -> dict[str, bytes]:
    actions = [{"action": "EXPLAIN", "payload": {"code": code}} for code in codes]
    return {"rulesets/a/r.json": json.dumps(rule("r", True, *actions)).encode()}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("abcd", "axd", ["then 1 payload code b became x", "then 2 c removed"]),
        ("abcd", "axyzd", ["then 1 payload code b became x", "then 2 payload code c became y", "then 3 z added"]),
        ("abcde", "bcdxe", ["then 0 a removed", "then 3 x added"]),
        ("abcdef", "xabcyf", ["then 0 x added", "then 4 payload code d became y", "then 4 e removed"]),
    ],
)
def test_items_without_names_are_told_by_where_they_stand(before: str, after: str, said: list[str]) -> None:
    """What is there now, by where it is now; what is gone, by where it was."""
    changes = difference(_rule(before), _rule(after))
    words = [
        (" ".join(each.place), *(_code(side) for side in (each.before, each.after) if side is not None))
        for each in changes
    ]
    told = [
        f"{at} {codes[0]} {'added' if each.before is None else 'removed'}"
        if len(codes) == 1
        else f"{at} {codes[0]} became {codes[1]}"
        for each, (at, *codes) in zip(changes, words, strict=True)
    ]
    assert told == said


def _code(said: Any) -> str:
    return str(said["payload"]["code"] if isinstance(said, dict) else said)


def test_a_table_is_told_by_its_words_and_the_rest_of_its_graph_as_it_stands() -> None:
    before = graph(content(["age"], [(("> 18",), ("1",))]))
    after = graph(content(["age", "tier"], [(("> 18", "'gold'"), ("1",))]))
    after["nodes"][2]["name"] = "answer"
    files = [{"tables/t.jdm.json": json.dumps(each).encode()} for each in (before, after)]
    changes = difference(*files)
    told = [sentence(each) for each in changes]
    assert any("when tier" in each and "gold" in each for each in told), told
    assert any("answer" in each for each in told), told
    assert [each.noun for each in changes].count(Noun.CONDITION) == 1


def test_so_many_ways_to_differ_are_shown_and_no_more() -> None:
    rows, others = ([((str(row),), (str(row + more),)) for row in range(FLIP_LIMIT + 5)] for more in (0, 100))
    assert len(tables(["x"], rows, others).flips) == FLIP_LIMIT
