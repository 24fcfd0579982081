"""Gaps, overlaps, rows that are never the answer: held against trying everything."""

import json
import time
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.tables import analysis
from catalog_admin.artefacts.tables.analysis import analysed
from catalog_admin.artefacts.tables.axes import axes_of
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.judged import findings_of, judge
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.parts import cut
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, content, drawn, graph, mistakes


def judged(table: Table, schema: dict[str, Any] | None = None) -> list[Finding]:
    reading = Reading("tables/drawn.jdm.json")
    judge(reading, table, schema)
    return reading.findings


def test_a_gap_between_two_intervals_is_shown_by_a_number_in_it() -> None:
    rows = [(("[600..649]",), ("1",)), (("[650..699]",), ("2",)), (("< 600",), ("3",)), (("> 699",), ("4",))]
    (gap,) = judged(drawn(["score"], rows))
    assert (gap.code, gap.severity) == (Code.TABLE_GAP, Severity.WARNING)
    assert "score = 649.5" in gap.reason


def test_whole_numbers_leave_no_gap_there() -> None:
    rows = [(("[600..649]",), ("1",)), (("[650..699]",), ("2",)), (("< 600",), ("3",)), (("> 699",), ("4",))]
    assert judged(drawn(["score"], rows), {"properties": {"score": {"type": "integer"}}}) == []


def test_the_declared_range_bounds_what_can_be_missing() -> None:
    table = drawn(["share"], [(("< 0.5",), ("1",)), (("[0.5..1]",), ("2",))])
    schema = {"properties": {"share": {"type": "number", "minimum": 0, "maximum": 1}}}
    assert judged(table, schema) == []
    assert "share = 2" in judged(table)[0].reason


def test_listed_values_need_no_other_row() -> None:
    table = drawn(["tier"], [(("'gold'",), ("1",)), (("'iron'",), ("2",))])
    assert judged(table, {"properties": {"tier": {"type": "string", "enum": ["gold", "iron"]}}}) == []
    assert 'tier = "other"' in judged(table)[0].reason


def test_listed_values_of_another_kind_are_none_of_the_input() -> None:
    table = drawn(["x"], [(("< 5",), ("1",)), ((">= 5",), ("2",))])
    assert judged(table, {"properties": {"x": {"enum": [1, "a", None, True]}}})[0].code == Code.TABLE_UNREACHABLE


def test_an_input_that_nothing_compares_is_shown_as_what_it_is_declared() -> None:
    table = drawn(["sku", "x"], [(("", "< 5"), ("1",))])
    (gap,) = judged(table, {"properties": {"sku": {"type": ["string", "null"]}}})
    assert 'sku = "other", x = 5' in gap.reason


def test_a_default_fills_every_gap() -> None:
    assert judged(drawn(["x"], [(("> 5",), ("1",))], default={"o0": "0"})) == []


def test_two_rows_of_unique_that_overlap_are_an_error_with_inputs_that_show_it() -> None:
    rows = [((">= 18", "'gold'"), ("1",)), (("< 21", "'gold', 'iron'"), ("2",)), (("", "!= 'gold'"), ("3",))]
    found = judged(drawn(["age", "tier"], rows, hitPolicy="unique"))
    overlaps = [finding for finding in found if finding.code == Code.TABLE_OVERLAP]
    assert [finding.severity for finding in overlaps] == [Severity.ERROR] * 2
    assert 'rows r0 and r1 both match age = 18, tier = "gold"' in overlaps[0].reason


def test_rows_of_any_may_overlap_when_they_say_the_same() -> None:
    rows = [((">= 18",), ("1",)), ((">= 17",), ("1",)), (("< 18",), ("1.5",))]
    found = judged(drawn(["age"], rows, hitPolicy="any"))
    assert [finding.code for finding in found] == [Code.TABLE_CONFLICT]
    assert "age = 17" in found[0].reason


def test_a_row_behind_others_that_take_everything_is_unreachable() -> None:
    rows = [(("< 10",), ("1",)), ((">= 5",), ("2",)), (("[7..8]",), ("3",))]
    (found,) = judged(drawn(["x"], rows))
    assert (found.code, found.pointer) == (Code.TABLE_UNREACHABLE, "/rules/2")


def test_a_comma_that_was_meant_as_an_and_is_found_out() -> None:
    found = mistakes(["x"], [((">= 1000, < 5000",), ("1",)), (("< 1000",), ("2",))])
    assert [finding.code for finding in found] == [Code.TABLE_ALWAYS]


def test_says_when_it_does_not_know() -> None:
    rows = [(("startsWith($, 'a')",), ("1",)), (("'b'",), ("2",))]
    found = analysed(drawn(["sku"], rows))
    assert not found.decided
    assert found.reason is not None
    assert "startsWith" in found.reason
    assert found.gaps == ()


def test_work_is_bounded() -> None:
    width = 12
    rows = [(tuple(f"> {place * 3 + column}" for column in range(width)), ("1",)) for place in range(40)]
    found = analysed(drawn([f"x{column}" for column in range(width)], rows), steps=2_000)
    assert not found.decided
    assert found.reason == "too many combinations to go through"


def test_thousands_of_rows_are_decided_in_a_moment() -> None:
    """Every row asked about every value would be a minute."""
    rows = [((f"[{place}..{place + 1})",), ("1",)) for place in range(4_000)]
    table = drawn(["x"], [*rows[:2_000], *rows[2_001:]])
    before = time.thread_time()
    found = analysed(table)
    assert time.thread_time() - before < 4
    assert found.decided
    assert [gap["x"] for gap in found.gaps] == [-1, 2_000, 4_000]
    assert (found.overlaps, found.unreachable) == ((), ())


def test_what_would_take_too_much_memory_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    table = drawn(["x"], [((f"> {place}",), ("1",)) for place in range(50)])
    assert analysed(table).decided
    monkeypatch.setattr(analysis, "BIT_LIMIT", 1_000)
    assert analysed(table).reason == analysis.TOO_MANY


@pytest.mark.parametrize(
    "declared",
    [
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 4.75},
        {"type": "number", "minimum": 1, "maximum": 9.75, "multipleOf": 0.25},
        {"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 2},
        {"const": 5},
    ],
)
def test_a_gap_that_the_declaration_rules_out_is_none(declared: dict[str, Any]) -> None:
    table = drawn(["x"], [(("> 0 and <= 4.75",), ("1",)), ((">= 5 and < 10",), ("2",))])
    schema = json.loads(json.dumps({"properties": {"x": declared}}), parse_float=Decimal)
    found = judged(table, schema)
    assert [finding.code for finding in found] in ([], [Code.TABLE_UNREACHABLE])
    assert bool(judged(table, {"properties": {"x": {"type": "number"}}}))


def test_where_no_value_is_declared_every_row_is_idle() -> None:
    schema = {"properties": {"x": {"type": "number", "minimum": 5, "maximum": 3}}}
    assert analysed(drawn(["x"], [(("> 1",), ("1",))]), schema).unreachable == (0,)
    assert analysed(drawn(["x"], []), schema).gaps == ()


def test_a_declared_name_that_a_node_works_out_may_be_anything() -> None:
    share = {"type": "number", "minimum": 0, "maximum": 1}
    schema = {"properties": {"x": share, "y": {"type": "object", "properties": {"x": share}}}}
    table = content(["x"], [(("[0..1]",), ("1",))])
    assert _gaps(graph(table, schema)) == []
    assert _gaps(graph(table | {"inputField": "y"}, schema)) == []
    times = {"expressions": [{"key": "x", "value": "x * 9"}]}
    computed = graph(table, schema)
    computed["nodes"].append({"id": "times", "type": "expressionNode", "name": "times", "content": times})
    computed["edges"][0] |= {"targetId": "times"}
    computed["edges"].append({"id": "3", "sourceId": "times", "targetId": "table"})
    assert _gaps(computed) != []


def _gaps(raw: dict[str, Any]) -> list[Finding]:
    read, findings = read_graph("tables/g.jdm.json", raw)
    assert read is not None, findings
    return [finding for finding in findings_of("tables/g.jdm.json", read) if finding.code == Code.TABLE_GAP]


def test_two_columns_of_one_input_are_looked_at_together() -> None:
    rows = [(("> 5", "< 3"), ("1",)), (("", ""), ("2",))]
    found = analysed(drawn(["x", "x"], rows))
    assert found.unreachable == (0,)


_cell = st.sampled_from(["", "< 2", ">= 2", "1, 3", "[1..3)", "!= 2", "> 0 and < 3", "(2..3]", "== 2"])
_rows = st.lists(st.tuples(st.tuples(_cell, _cell), st.just(("1",))), max_size=5)
_EVERYTHING = [Decimal(half) / 2 for half in range(-1, 8)]
_COLUMN = {
    "number": ["", "< 2", "1, 3", "not in (1..3]", "!= 2", "> 0 and < 3 or 5", "startsWith($, 'a')"],
    "text": ["", "'a'", "'a', 'b'", "!= 'a'", "not in ['b', 'c']", "startsWith($, 'a')"],
    "boolean": ["", "true", "false", "!= true", "true, false"],
}


@given(st.data(), st.sampled_from([*_COLUMN]))
def test_a_part_holds_the_rows_whose_cells_hold(data: st.DataObject, kind: str) -> None:
    cells = data.draw(st.lists(st.tuples(*[st.sampled_from(_COLUMN[kind])] * 2), max_size=6))
    table = drawn(["x", "x"], [(each, ("1",)) for each in cells])
    (axis,) = axes_of(table, None)
    found = cut(table, axis)
    for part in found.parts:
        verdicts = [[_verdict(test, part.value, axis.decided) for test in row.tests] for row in table.rows]
        assert part.surely == sum(1 << row for row, said in enumerate(verdicts) if said == [True, True])
        assert part.perhaps == sum(1 << row for row, said in enumerate(verdicts) if False not in said)
    for rows in range(1 << len(cells)):
        seen = {(part.surely & rows, part.perhaps & rows) for part in found.told_apart_by(rows)}
        assert seen == {(part.surely & rows, part.perhaps & rows) for part in found.parts}


def _verdict(test: Any, value: Any, decided: bool) -> bool | None:
    if test is None:
        return True
    return test.region.holds(value) if test.region is not None and decided else None


@given(_rows)
@settings(max_examples=80, deadline=None)
def test_finds_what_trying_everything_finds(rows: list[Any]) -> None:
    table = drawn(["a", "b"], rows, hitPolicy="collect")
    found = analysed(drawn(["a", "b"], rows, hitPolicy="first"))
    matching = [
        tuple(int(row[1:]) for row in evaluate(table, {"a": a, "b": b}, INSTANT).fired)
        for a, b in product(_EVERYTHING, repeat=2)
    ]
    assert found.decided
    assert bool(found.gaps) is (() in matching)
    together = {row for rows_ in matching if len(rows_) > 1 for row in rows_}
    assert {row for overlap in found.overlaps for row in overlap.rows} == together
    assert set(found.unreachable) == {*range(len(rows))} - {rows_[0] for rows_ in matching if rows_}


@given(_rows)
@settings(max_examples=60, deadline=None)
def test_witnesses_show_what_they_are_for(rows: list[Any]) -> None:
    table = drawn(["a", "b"], rows, hitPolicy="collect")
    found = analysed(table)
    for witness in found.gaps:
        assert evaluate(table, witness, INSTANT).outcome is Outcome.NO_MATCH
    for overlap in found.overlaps:
        assert {f"r{row}" for row in overlap.rows} <= set(evaluate(table, overlap.witness, INSTANT).fired)
