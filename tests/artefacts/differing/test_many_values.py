"""Where there is more than can be looked at: it is found all the same, or it is said that not all was tried."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.differing.behaviour import Behaviour
from catalog_admin.artefacts.differing.edges.places import changes
from catalog_admin.artefacts.differing.rule_edges import compared_rules
from catalog_admin.artefacts.differing.ruleset_edges import compared_rulesets
from catalog_admin.artefacts.differing.table_edges import space_of
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.differing.sets import ready_set, warns
from tests.artefacts.differing.test_behaviour import Rows, tables
from tests.artefacts.tables.drawn import content, graph
from tests.predicates.words import INSTANT, SCOPE

_NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _differ(before: str, after: str) -> Behaviour:
    return compared_rules(compile_rule(before, SCOPE), compile_rule(after, SCOPE), INSTANT, SCOPE)


def _among(name: str, values: Any) -> str:
    return f"{name} in {json.dumps([*values])}"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("quantity", [*range(0, 200, 2)]),
        ("discountPercent", [*range(0, 300, 3)]),
        ("type", [f"sku-{number}" for number in range(100)]),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 50, 99])
def test_one_of_a_hundred_written_values_is_missed(name: str, values: list[Any], place: int) -> None:
    fewer = [*values[:place], *values[place + 1 :]]
    for pair in ((values, fewer), (fewer, values)):
        found = _differ(*(_among(name, each) for each in pair))
        assert [flip.context for flip in found.flips] == [{name: values[place]}]
        assert (found.exhaustive, found.unknown) == (True, ())


_numbers = st.sets(st.integers(-300, 300), min_size=2, max_size=200).map(lambda found: ("quantity", sorted(found)))
_texts = st.sets(st.integers(0, 999), min_size=2, max_size=200).map(
    lambda found: ("type", [f"{number}" for number in found])
)


@given(_numbers | _texts, st.integers(0, 199), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_value_that_comes_or_goes_is_shown_or_not_all_was_tried(
    drawn: tuple[str, list[Any]], place: int, is_added: bool
) -> None:
    name, values = drawn
    gone = place % len(values)
    pair = [values, [*values[:gone], *values[gone + 1 :]]]
    found = _differ(*(_among(name, each) for each in (reversed(pair) if is_added else pair)))
    assert found.flips or not found.exhaustive


def test_more_values_than_cases_are_not_all_tried() -> None:
    rule = compile_rule({"in": [{"var": "type"}, [f"{number}-EU" for number in range(2_000)]]}, SCOPE)
    assert not compared_rules(rule, rule, INSTANT, SCOPE).exhaustive


def test_says_that_it_stopped() -> None:
    found, is_all = changes(lambda place: place // 3, [0, 10_000])
    assert found
    assert not is_all
    assert changes(lambda place: place // 3, [0, 9]) == ({2, 5, 8}, True)
    beside, is_all = changes(lambda place: place % 2, range(1_000))
    assert (len(beside), is_all) == (999, True)


def test_more_lines_than_are_tried_are_not_known() -> None:
    """A list for each sort of line is tried, up to so many."""
    told = []
    for count in (10, 250):
        skus = [f"sku-{number}" for number in range(count)]
        rule = {"id": "r", "scope": "LINE", "when": f"line.{_among('sku', skus)}", "then": warns("r")}
        found = compared_rulesets(ready_set(rule), ready_set(rule), _NOW)
        told.append((found.exhaustive, [part[:22] for part in found.unknown]))
    assert told[0] == (True, [])
    assert told[1] == (False, ["each of lines: sku in "])


def _days(count: int, otherwise: str) -> str:
    return " && ".join(f'(today() < date("2{number:03}-01-01") || {otherwise})' for number in range(100, 100 + count))


def test_of_more_instants_than_are_looked_at_distances_are_not_known() -> None:
    few, many = (f"daysSince(launchDate) < 30 && {_days(count, 'active')}" for count in (3, 12))
    assert _differ(few, few).exhaustive
    assert _differ(many, many).unknown == ("daysSince(launchDate) < 30",)


def test_of_more_instants_than_are_looked_at_items_are_not_told_apart() -> None:
    late = 'today() >= date("2300-01-01")'
    before, after = (f'segment.exists(item, item == "{item}" && {late}) && {_days(20, "active")}' for item in "ab")
    found = _differ(before, after)
    assert found.flips or not found.exhaustive
    assert found.unknown


def test_the_end_of_a_time_that_is_shorter_than_a_day_is_another_weekday() -> None:
    night = 'createdAt > datetime("2026-03-02T18:00:00Z") && createdAt < datetime("2026-03-03T06:00:00Z")'
    for before, after in (("2", "4"), ("1", "4")):
        found = _differ(f"{night} && weekday(createdAt) == {before}", f"{night} && weekday(createdAt) == {after}")
        assert [flip.context["createdAt"].isoweekday() for flip in found.flips] == [int(before)]


@pytest.mark.parametrize(
    ("before", "after"),
    [("size(segment) > 50 + 5", "size(segment) > 50 + 6"), ("sizes.sum(item, 2) > 30", "sizes.sum(item, 2) > 28")],
)
def test_a_length_that_is_written_nowhere_is_not_known(before: str, after: str) -> None:
    found = _differ(before, after)
    assert found.flips or (not found.exhaustive and found.unknown)


def test_a_text_beside_one_that_the_clock_decides_is_not_known() -> None:
    decided = 'type == (today() < date("2030-01-01") ? "a" : "b")'
    assert _differ(decided, decided).unknown


@pytest.mark.parametrize(("count", "is_whole"), [(10, True), (90, False)])
def test_more_values_of_a_column_than_are_tried_are_not_all(count: int, is_whole: bool) -> None:
    rows: Rows = [((f"{row}",), (f"{row}",)) for row in range(count)]
    assert tables(["x"], rows, rows).exhaustive is is_whole


@pytest.mark.parametrize(("count", "is_whole"), [(3, True), (40, False)])
def test_more_sorts_of_items_than_are_tried_are_not_all(count: int, is_whole: bool) -> None:
    loop = {"inputField": "people", "executionMode": "loop", "outputPath": "told"}
    drawn = content(["age"], [((f"{row}",), (f"{row}",)) for row in range(count)])
    read, _ = read_graph("t.jdm.json", graph(drawn | loop))
    assert read is not None
    assert space_of(read, read)[0].is_whole is is_whole
