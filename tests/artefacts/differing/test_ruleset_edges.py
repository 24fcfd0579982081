"""Sets of rules: of lines, in their order, in their time, and with what they set."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.differing.ruleset_edges import compared_rulesets
from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import ReadySet
from tests.artefacts.differing.sets import ready_set, sets, warns

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DEEP: dict[str, Any] = {"id": "deep", "scope": "LINE", "when": "line.discount > 40", "then": warns("deep")}
EVERY: dict[str, Any] = {"id": "every", "scope": "LINE", "when": 'line.sku == "A"', "then": warns("every")}
LATER = EVERY | {"priority": -1}


def test_a_limit_of_lines_is_tried_on_a_line() -> None:
    found = compared_rulesets(ready_set(DEEP), ready_set(DEEP | {"when": "line.discount > 90"}), NOW)
    (line,) = found.flips[0].context["lines"]
    assert 40 < line["discount"] <= 90
    assert found.exhaustive


def test_a_rule_of_lines_that_stops_is_seen_to() -> None:
    found = compared_rulesets(ready_set(DEEP, LATER), ready_set(DEEP | {"stopOnFire": True}, LATER), NOW)
    assert {"discount": Decimal("40.01"), "sku": "A"} in found.flips[0].context["lines"]


def test_nothing_differs_for_lines_where_nothing_has_changed() -> None:
    found = compared_rulesets(ready_set(DEEP, EVERY), ready_set(EVERY, DEEP), NOW)
    assert (found.flips, found.unknown, found.exhaustive) == ((), (), True)


def test_a_window_that_moves_is_seen_in_between() -> None:
    before, after = (ready_set(DEEP | {"effectiveFrom": day}) for day in ("2026-01-01", "2036-01-01"))
    found = compared_rulesets(before, after, NOW)
    assert found.flips
    assert all(date(2026, 1, 1) <= flip.instant.date() < date(2036, 1, 1) for flip in found.flips)


@pytest.mark.parametrize(
    ("rules", "unknown"),
    [
        ([{"id": "r", "when": "true", "then": sets("total", "= total * 3")}], "total * 3"),
        ([DEEP | {"when": "line.discount > total"}], "line.discount > total"),
        (
            [
                {"id": "r", "when": "true", "then": sets("total", "= total * 2"), "priority": 1},
                {"id": "s", "when": "total > 10"},
            ],
            "total, which r sets",
        ),
        (
            [DEEP | {"then": sets("line.sku", "B")}, {"id": "s", "when": 'lines.exists(line, line.sku == "B")'}],
            "line.sku, which deep sets",
        ),
    ],
)
def test_what_is_set_and_read_is_not_known(rules: list[dict[str, Any]], unknown: str) -> None:
    other = {"id": "z", "when": 'tier == "gold"', "then": warns("z")}
    found = compared_rulesets(ready_set(other), ready_set(*rules, other), NOW)
    assert unknown in found.unknown
    assert not found.exhaustive


_WHOLE = ["total > 10", "total >= 10", 'tier == "A"', "lines.exists(l, l.discount > 40)", "size(lines) > 1", "true"]
_LINES = ["line.discount > 40", 'line.sku == "A"', 'line.sku == "A" && line.discount >= 40', "total > 10", "true"]


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rules, and the same with one of them otherwise."""
    rules = [draw(_rule(f"r{at}")) for at in range(draw(st.integers(1, 3)))]
    at = draw(st.integers(0, len(rules) - 1))
    other = draw(_rule(rules[at]["id"]))
    member = draw(st.sampled_from(["stopOnFire", "priority", None]))
    changed = other if member is None else rules[at] | {member: other[member]}
    return rules, [*rules[:at], changed, *rules[at + 1 :]]


@st.composite
def _rule(draw: st.DrawFn, name: str) -> dict[str, Any]:
    is_line = draw(st.booleans())
    sets_ = [sets("line.sku", "B"), sets("line.discount", 50)] if is_line else [sets("tier", "A"), sets("total", 15)]
    return {
        "id": name,
        "scope": "LINE" if is_line else "QUOTE",
        "when": draw(st.sampled_from(_LINES if is_line else _WHOLE)),
        "then": draw(st.sampled_from([warns("x"), warns("y"), *sets_])),
        "stopOnFire": draw(st.booleans()),
        "priority": draw(st.integers(0, 2)),
    }


@given(_pairs())
@settings(max_examples=20, deadline=None)
def test_says_that_all_was_tried_only_where_no_input_differs(
    pair: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    before, after = (ready_set(*rules) for rules in pair)
    found = compared_rulesets(before, after, NOW)
    if found.flips or not found.exhaustive:
        return
    lines = [{"discount": discount, "sku": sku} for discount in (Decimal(40), Decimal(45)) for sku in "AC"]
    listed = [None, [], *([line] for line in lines), *(list(pair) for pair in product(lines, repeat=2)), [{}]]
    for total, tier, some in product((None, Decimal(10), Decimal(20)), (None, "A", "C"), listed):
        said = {"total": total, "tier": tier, "lines": some}
        context = {name: value for name, value in said.items() if value is not None}
        assert same(_does(before, context), _does(after, context)), context


def _does(asked: ReadySet, context: Any) -> Any:
    found = decide(asked, context, NOW + timedelta(days=1), explained=False)
    done = [(each.action.name, each.action.payload, each.line, each.value) for each in found.done]
    return sorted({entry.verdict for entry in found.undecided}), done
