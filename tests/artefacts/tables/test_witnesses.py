"""Each gap and each contradiction is told, the worst first, and that there are more where there are."""

import json
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.tables.analysis import WITNESS_LIMIT, analysed
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.judged import judge
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, content, drawn, graph

NUMBERS = {"type": "object", "properties": {"x": {"type": "number"}}}


def told(table: Table, schema: Any = None, code: Code = Code.TABLE_GAP) -> list[str]:
    reading = Reading("tables/drawn.jdm.json")
    judge(reading, table, schema)
    return [each.reason for each in reading.findings if each.code == code]


def test_each_gap_of_a_column_is_told() -> None:
    table = drawn(["x"], [(("[0..10)",), ("1",)), ((">= 15 and < 20",), ("2",)), (("> 20",), ("3",))])
    assert told(table) == ["no row matches x = -1", "no row matches x = 10", "no row matches x = 20"]


def test_of_a_second_column_those_of_each_first_one() -> None:
    rows = [(("'a'", "< 5"), ("1",)), (("'b'", "> 7"), ("2",)), (("!= 'a'", "[0..1]"), ("3",))]
    found = told(drawn(["tier", "x"], rows), {"properties": {"tier": {"enum": ["a", "b"]}}})
    assert found == [
        'no row matches tier = "a", x = 5',
        'no row matches tier = "b", x = -1',
        'no row matches tier = "b", x = 3',
    ]


def test_each_value_that_is_listed_is_a_gap_of_its_own() -> None:
    tiers = {"properties": {"tier": {"enum": ["gold", "tin", "iron", "none"]}}}
    found = told(drawn(["tier"], [(("'gold', 'none'",), ("1",))]), tiers)
    assert found == ['no row matches tier = "tin"', 'no row matches tier = "iron"']
    numbers = {"properties": {"x": {"enum": [1, 2, 3, 4]}}}
    assert told(drawn(["x"], [(("1, 4",), ("1",))]), numbers) == ["no row matches x = 2", "no row matches x = 3"]


def test_of_many_gaps_the_first_are_told_and_how_many_more_there_are() -> None:
    found = told(drawn(["x"], [((f"{place}",), ("1",)) for place in range(50)]))
    assert len(found) == WITNESS_LIMIT + 1
    assert found[-1] == f"at least {51 - WITNESS_LIMIT} more such places have no row"


def _checked(*rows: str) -> list[Finding]:
    table = graph(content(["x"], [((row,), ("1",)) for row in rows]), NUMBERS)
    return [*check({"tables/t.jdm.json": json.dumps(table).encode()}).findings]


def test_an_edit_that_opens_a_second_gap_says_something_new() -> None:
    before = {each.about for each in _checked("[0..20]", "> 20")}
    new = [each for each in _checked("[0..10)", "(15..20]", "> 20") if each.about not in before]
    assert [each.reason for each in new if each.code == Code.TABLE_GAP] == ["no row matches x = 10"]


def test_harmless_overlaps_hide_no_contradiction() -> None:
    rows = [((f"< {place}",), ("1",)) for place in range(1, 40)]
    table = drawn(["x"], [*rows, (("(50..60)",), ("1",)), (("[55..56]",), ("2",))], hitPolicy="any")
    assert analysed(table).decided
    assert [overlap.rows for overlap in analysed(table).overlaps] == [(39, 40)]
    assert told(table, code=Code.TABLE_CONFLICT) == ["rows r39 and r40 both match x = 55 and say different things"]


@pytest.mark.parametrize("between", ["x + 1", "1"])
def test_rows_between_two_that_contradict_each_other_do_not_hide_them(between: str) -> None:
    table = drawn(["x"], [(("> 0",), ("1",)), (("> 0",), (between,)), (("> 0",), ("2",))], hitPolicy="any")
    assert [overlap.rows for overlap in analysed(table).overlaps] == [(0, 2)]


def test_what_is_computed_contradicts_what_is_not_said_alone() -> None:
    table = drawn(["x"], [(("> 0",), ("x + 1",)), (("> 0",), ("2",)), (("> 0",), ("",))], hitPolicy="any")
    assert [overlap.rows for overlap in analysed(table).overlaps] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("policy", ["any", "unique"])
def test_where_overlaps_are_too_many_to_be_told_it_says_so(policy: str) -> None:
    table = drawn(["x"], [((f"> {place}",), (f"{place}",)) for place in range(60)], hitPolicy=policy)
    assert not analysed(table).decided
    (reason,) = told(table, code=Code.TABLE_NOT_DECIDED)
    assert "more overlaps than the first 20" in reason
    few = drawn(["x"], [((f"> {place}",), (f"{place}",)) for place in range(4)], hitPolicy=policy)
    assert told(few, code=Code.TABLE_NOT_DECIDED) == []


def test_a_row_that_no_value_satisfies_is_told_with_the_values_that_there_are() -> None:
    tiers = {"properties": {"tier": {"enum": ["gold", "iron"]}}}
    (reason,) = told(drawn(["tier"], [(("'tin'",), ("1",))]), tiers, Code.TABLE_UNREACHABLE)
    assert reason == ('row r0 can never be the answer: no value that tier can have ("gold", "iron") satisfies \'tin\'')
    share = {"properties": {"share": {"type": "number", "maximum": 1}}}
    (reason,) = told(drawn(["share"], [(("<= 1",), ("1",)), (("> 1",), ("2",))]), share, Code.TABLE_UNREACHABLE)
    assert reason.endswith("no value that share can have satisfies > 1")
    behind = drawn(["x"], [(("",), ("1",)), (("> 1",), ("2",))])
    (reason,) = told(behind, code=Code.TABLE_UNREACHABLE)
    assert reason.endswith("rows before it match first")


_cell = st.sampled_from(["", "< 2", ">= 2", "1, 3", "[1..3)", "!= 2", "(2..3]", "== 2"])
_rows = st.lists(st.tuples(st.tuples(_cell, _cell), st.tuples(st.sampled_from(["1", "2", "", "a"]))), max_size=5)
_PLACES = [{"a": Decimal(a) / 2, "b": Decimal(b) / 2} for a in range(-2, 9) for b in range(-2, 9)]


@settings(max_examples=100, deadline=None)
@given(_rows)
def test_finds_every_contradiction_that_trying_finds(rows: list[Any]) -> None:
    table = drawn(["a", "b"], rows, hitPolicy="any")
    found = {row for overlap in analysed(table).overlaps for row in overlap.rows}
    each = drawn(["a", "b"], [(tests, ("1",)) for tests, _ in rows], hitPolicy="collect")
    for place in _PLACES:
        matching = [int(row[1:]) for row in evaluate(each, place, INSTANT).fired]
        clashing = [pair for pair in combinations(matching, 2) if _differ(*(rows[row][1][0] for row in pair))]
        assert not clashing or found & {*matching}


def _differ(one: str, other: str) -> bool:
    return one != other and ("" in (one, other) or "a" not in (one, other))


@settings(max_examples=100, deadline=None)
@given(st.lists(_cell, max_size=4))
def test_every_stretch_without_a_row_has_its_witness(cells: list[str]) -> None:
    table = drawn(["x"], [((cell,), ("1",)) for cell in cells])
    witnesses = [gap["x"] for gap in analysed(table).gaps]
    halves = [Decimal(half) / 2 for half in range(-2, 10)]
    is_open = [evaluate(table, {"x": half}, INSTANT).outcome is Outcome.NO_MATCH for half in halves]
    assert len(witnesses) == sum(now and not before for before, now in pairwise([False, *is_open]))
