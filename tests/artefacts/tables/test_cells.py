"""One cell, one value: zen's answer, or an honest reason why there is none."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import zen
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.artefacts.tables.cells import result_of, test_of
from catalog_admin.artefacts.tables.model import Input
from catalog_admin.artefacts.tables.region_reading import region_of
from catalog_admin.artefacts.tables.regions import representatives
from catalog_admin.artefacts.tables.sight import Budget, Sight
from catalog_admin.artefacts.tables.words import UnreadableExpression, words
from catalog_admin.predicates.model import Gap, Outcome
from tests.artefacts.tables.drawn import INSTANT

test_of.__test__ = False  # type: ignore[attr-defined]
_X = Input("i0", "x")


def sight(context: dict[str, Any] | None = None, steps: int = 100_000) -> Sight:
    return Sight(context or {}, INSTANT, Budget(steps))


def holds(source: str, value: Any, context: dict[str, Any] | None = None) -> bool | Outcome:
    found = test_of(source).holds(sight(context), _X, value)
    return found.outcome if isinstance(found, Gap) else found


def value(source: str, context: dict[str, Any] | None = None) -> Any:
    found = result_of(source).value(sight(context))
    return found.outcome if isinstance(found, Gap) else found


@pytest.mark.parametrize(
    ("source", "given", "expected"),
    [
        ("< 5", 3, True),
        ("[1..3)", Decimal("2.999"), True),
        ("[1..3)", 3, False),
        ("'gold', 'silver'", "silver", True),
        ("< 5", None, Outcome.MISSING_INPUT),
        ("true", None, Outcome.MISSING_INPUT),
        ("< 5", "3", Outcome.ERROR),
        ("'3'", 3, Outcome.ERROR),
        ("true", "true", Outcome.ERROR),
        ("null", None, True),
        ("!= null", 5, True),
        ("contains($, 'x')", 5, Outcome.ERROR),
        ("> limit", 5, Outcome.MISSING_INPUT),
        ("startsWith($, 'GPS')", "GPS-1", True),
    ],
)
def test_a_test_of_a_value(source: str, given: Any, expected: bool | Outcome) -> None:
    assert holds(source, given) == expected


def test_two_missing_inputs_are_not_equal() -> None:
    """zen says that they are: `null == null`."""
    assert zen.compile_expression("a == b").evaluate({}) is True
    assert value("a == b") is Outcome.MISSING_INPUT


def test_members_that_are_missing_are_not_unequal_to_anything() -> None:
    """zen says that they are: `null != "ok"`."""
    lines = {"lines": [{"flag": "ok"}, {}]}
    assert zen.compile_expression("some(lines, #.flag != 'ok')").evaluate(lines) is True
    assert value("some(lines, #.flag != 'ok')", lines) is Outcome.MISSING_INPUT
    assert value("lines[1].flag != 'ok'", lines) is Outcome.MISSING_INPUT
    assert value("lines[0].flag != 'ok'", lines) is False
    assert value("some(lines, (#.flag ?? 'ok') != 'ok')", lines) is False
    assert holds("$.flag != 'ok'", {"other": 1}) is Outcome.MISSING_INPUT
    assert holds("$.flag != 'ok'", {"flag": "no"}) is True
    assert holds("some($, #.flag != 'ok')", [{}]) is Outcome.MISSING_INPUT


def test_numbers_keep_their_digits_on_both_ways() -> None:
    assert value("0.1 + 0.2") == Decimal("0.3")
    assert value("price * 3", {"price": Decimal("1234567890.123456789012")}) == Decimal("3703703670.370370367036")
    assert holds("0.123456789012345678", Decimal("0.123456789012345678")) is True
    assert holds("0.123456789012345678", Decimal("0.123456789012345679")) is False


def test_what_zen_would_round_is_refused() -> None:
    assert value("price + 1", {"price": Decimal("1234567890123.1234567890123456")}) is Outcome.ERROR
    assert value("[price]", {"price": Decimal("0.1234567890123456789")}) is Outcome.ERROR
    assert value("[price]", {"price": Decimal("0.25")}) == [Decimal("0.25")]


def test_an_object_that_looks_like_a_number_of_ours_is_an_object() -> None:
    assert value("x", {"x": {"number": "abc"}}) == {"number": "abc"}
    assert value("x", {"x": ["number", "abc"]}) == ["number", "abc"]


def test_what_is_no_value_of_ours_is_an_error() -> None:
    for strange in (0.5, Decimal("NaN"), Decimal("Infinity"), datetime(2026, 1, 1, tzinfo=UTC)):
        assert holds("< 5", strange) is Outcome.ERROR
        assert holds("'a'", strange) is Outcome.ERROR
    assert value("x + 1", {"x": 0.5}) is Outcome.ERROR
    assert value("x", {"x": "\ud800"}) is Outcome.ERROR


def test_whole_numbers_come_back_whole() -> None:
    found = value("5 * 1.0")
    assert found == 5
    assert isinstance(found, int)


def test_the_clock_is_the_instant() -> None:
    assert value("date('now')") == int(INSTANT.timestamp())
    assert value("date('now') - date(bought)", {"bought": "2026-03-01T12:00:00Z"}) == 1_800


def test_no_input_reads_the_clock() -> None:
    for source in ("date(bought)", "year(bought)", "startOf(bought, 'day')", "year(order.bought)"):
        assert value(source, {"bought": "now", "order": {"bought": "now"}}) is Outcome.ERROR
    assert holds("date($) > 5", "now") is Outcome.ERROR


def test_dates_are_read_as_texts_of_their_day() -> None:
    assert value("date(x)", {"x": datetime(2024, 1, 1, tzinfo=UTC)}) == 1_704_067_200


def test_a_hostile_cell_ends_by_counting() -> None:
    """Lists of inputs are bounded, and so is what may be done with them."""
    items = [*range(1_000)]
    source = " + ".join(["sum(map(items, # * 2 + 1 - 1 * 3))"] * 20)
    assert value(source, {"items": items}) is Outcome.ERROR
    assert value("len(items)", {"items": [0] * 1_001}) is Outcome.ERROR
    assert value("map(items, text)", {"items": items, "text": "x" * 9_999}) is Outcome.ERROR


@pytest.mark.parametrize("source", ["< < 5", "1 +", "foo(3)", "", "'a' 'b'", "[1..", "some(a)"])
def test_a_cell_that_does_not_compile_says_so(source: str) -> None:
    with pytest.raises(UnreadableExpression):
        test_of(source)


def test_where_an_answer_does_not_compile_is_told_of_what_was_written() -> None:
    with pytest.raises(UnreadableExpression, match=r"Unexpected end of unary expression at \(4, 4\)"):
        result_of("12 %")


_numbers = st.integers(-3, 3).map(str) | st.sampled_from(["0.5", "-0.5", "1.50", "1_000", "1e2", "2.5e-1"])
_texts = st.sampled_from(["'a'", '"b"', "'other'"])
_comparisons = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _numbers).map(" ".join)
_spans = st.tuples(st.sampled_from("[("), _numbers, st.just(".."), _numbers, st.sampled_from("])")).map("".join)
_lists = st.lists(_numbers, min_size=1, max_size=3).map(lambda each: f"[{', '.join(each)}]")
_members = st.tuples(st.sampled_from(["in ", "not in "]), _lists | _spans).map("".join)
_tests = _numbers | _comparisons | _spans | _members
_numeric = st.lists(_tests, min_size=1, max_size=3).flatmap(
    lambda tests: st.sampled_from([", ", " or ", " and "]).map(lambda mark: mark.join(tests))
)
_textual = st.lists(_texts | _texts.map("!= {}".format), min_size=1, max_size=3).map(", ".join)
_cells = _numeric | _textual | st.sampled_from(["true", "false", "true, false", "!= true"])


@given(_cells)
def test_a_region_says_what_zen_says(source: str) -> None:
    region = region_of(words(source))
    assert region is not None, source
    for each in representatives(region.kind, region.edges):
        given = float(each) if isinstance(each, Decimal) else each
        assert region.holds(each) == zen.compile_unary_expression(source).evaluate({"$": given}), (source, each)
