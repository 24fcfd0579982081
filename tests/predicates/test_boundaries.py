"""When time alone changes an outcome."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.predicates.boundaries import next_boundary
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.setwise.boundary import earliest_boundary
from catalog_admin.predicates.setwise.columns import frame
from tests.predicates.words import INSTANT, SCOPE, TYPES

_MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("daysSince(launchDate) < 30", {"launchDate": date(2026, 2, 20)}, datetime(2026, 3, 22, tzinfo=UTC)),
        ("daysSince(launchDate) <= 30", {"launchDate": date(2026, 2, 20)}, datetime(2026, 3, 23, tzinfo=UTC)),
        ("daysSince(launchDate) < 30", {"launchDate": date(2026, 1, 1)}, None),
        ("daysSince(launchDate) < 30", {}, None),
        ("daysUntil(launchDate) <= 7", {"launchDate": date(2026, 3, 31)}, datetime(2026, 3, 24, tzinfo=UTC)),
        ("launchDate <= today()", {"launchDate": date(2026, 5, 1)}, datetime(2026, 5, 1, tzinfo=UTC)),
        ("createdAt < now()", {"createdAt": INSTANT}, INSTANT + timedelta(microseconds=1)),
        ("addDays(createdAt, 1) <= now()", {"createdAt": INSTANT}, INSTANT + timedelta(days=1)),
        ("addDays(now(), -1) >= createdAt", {"createdAt": INSTANT}, INSTANT + timedelta(days=1)),
        ("daysBetween(launchDate, today()) >= 10", {"launchDate": _MARCH}, datetime(2026, 3, 11, tzinfo=UTC)),
        ("weekday(today()) < 6", {}, datetime(2026, 3, 2, tzinfo=UTC)),
        ("weekday(dateOf(now())) < 6", {}, datetime(2026, 3, 2, tzinfo=UTC)),
        ('type == "SaaS"', {"type": "SaaS"}, None),
        # The other half of the rule decides: time passes without changing anything.
        ("quantity > 5 && daysSince(launchDate) < 30", {"quantity": 1, "launchDate": _MARCH}, None),
        (
            "releases.exists(day, daysUntil(day) == 3)",
            {"releases": [date(2026, 3, 9)]},
            datetime(2026, 3, 6, tzinfo=UTC),
        ),
    ],
)
def test_knows_when_time_changes_the_outcome(text: str, row: Any, expected: datetime | None) -> None:
    assert next_boundary(compile_rule(text, SCOPE), row, INSTANT) == expected


_COMPARED = st.builds(
    "{} {} {}".format,
    st.sampled_from(
        [
            "daysSince(launchDate)",
            "daysUntil(launchDate)",
            "daysSince(createdAt)",
            "daysUntil(createdAt)",
            "daysBetween(today(), launchDate)",
            "daysSince(launchDate) % 3",
        ]
    ),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.integers(-4, 4).map(str) | st.sampled_from(["0.5", "-1.5"]),
)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(_COMPARED, min_size=1, max_size=2).map(" || ".join),
    st.integers(-6, 6),
    st.integers(-6 * 86_400_000_000, 6 * 86_400_000_000),
)
def test_no_outcome_changes_before_the_boundary(text: str, days: int, microseconds: int) -> None:
    rule = compile_rule(text, SCOPE)
    row = {"launchDate": _MARCH + timedelta(days), "createdAt": INSTANT + timedelta(microseconds=microseconds)}
    boundary = next_boundary(rule, row, INSTANT)
    before = evaluate(rule, row, INSTANT)
    for hours in range(0, 24 * 15, 3):
        at = INSTANT + timedelta(hours=hours)
        if boundary is None or at < boundary:
            assert evaluate(rule, row, at) is before
    if boundary is not None:
        assert boundary > INSTANT
        assert evaluate(rule, row, boundary - timedelta(microseconds=1)) is before


def test_a_frame_changes_first_where_its_first_row_does() -> None:
    rule = compile_rule("daysSince(launchDate) < 30", SCOPE)
    rows = frame(TYPES, [{"launchDate": date(2026, 2, day)} for day in (10, 5, 20)])
    assert earliest_boundary(rule, rows, INSTANT) == datetime(2026, 3, 7, tzinfo=UTC)
    assert earliest_boundary(compile_rule("quantity > 1", SCOPE), rows, INSTANT) is None


def test_numbers_beyond_the_calendar_have_no_boundary() -> None:
    rule = compile_rule("daysSince(launchDate) < discountPercent", SCOPE)
    row = {"launchDate": _MARCH, "discountPercent": Decimal(9999999999999)}
    assert next_boundary(rule, row, INSTANT) is None
