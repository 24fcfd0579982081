"""Conditions that differ are shown to, and all was tried only where it is known where every part turns."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from catalog_admin.artefacts.differing.behaviour import Behaviour
from catalog_admin.artefacts.differing.rule_edges import compared_rules
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.differing.drawn import instants, mutants, rows
from tests.predicates.words import INSTANT, SCOPE, conditions

_TYPES = {
    "a": Type(Kind.DECIMAL),
    "b": Type(Kind.DECIMAL),
    "n": Type(Kind.INTEGER),
    "day": Type(Kind.DATE),
    "text": Type(Kind.TEXT),
    "segment": Type(Kind.TEXT, many=True),
    "amounts": Type(Kind.DECIMAL, many=True),
    "active": Type(Kind.BOOLEAN),
}
_LINE = {"amount": Type(Kind.DECIMAL), "count": Type(Kind.INTEGER), "sku": Type(Kind.TEXT)}
WITH_LINES = Scope(
    {name: Attribute(declared) for name, declared in _TYPES.items()},
    {"lines": Scope({name: Attribute(declared) for name, declared in _LINE.items()})},
)
# What nobody can answer for everywhere: a flip is looked for, and none is promised.
_OPEN = [
    ("a + b > 10", "a + b > 12"),
    ("a * b > 1000", "a * b > 2000"),
    ("a / b > 3", "a / b > 4"),
    ("a > b", "a >= b"),
    ("n % 7 == 3", "n % 7 == 4"),
    ("size(lines.filter(line, line.count > 1)) > 2", "size(lines.filter(line, line.count > 1)) > 3"),
    ("lines.sum(line, line.amount) > 1000", "lines.sum(line, line.amount) > 2000"),
    ("lines.sum(line, line.amount * line.count) > 1000", "lines.sum(line, line.amount * line.count) > 2000"),
    ("amounts.sum(item, item) > 70", "amounts.sum(item, item) > 80"),
    ('text.lower(text) == "saas" && text != "x"', 'text in ["saas", "SaaS"] && text != "x"'),
    ('text.ends_with(text, "-EU") && text != "A"', 'text.ends_with(text, "-US") && text != "A"'),
]
_CLOSED = [
    ("a * 2 > 50", "a * 2 > 60"),
    ("100 - a / 4 < 90", "100 - a / 4 <= 90"),
    ("money.round(a, 1) > 2", "a > 2"),
    ("size(lines) > 2", "size(lines) > 5"),
    ("size(segment) >= 3", "size(segment) >= 4"),
    ("lines.all(line, line.amount > 1)", "lines.exists(line, line.amount > 1)"),
    ("lines.exists(line, line.amount > 40)", "lines.exists(line, line.amount > 90)"),
    (
        'lines.exists(line, line.sku == "A") && lines.exists(line, line.count > 3)',
        'lines.exists(line, line.sku == "A" && line.count > 3)',
    ),
    ('"B2B" in segment', 'segment.all(item, item == "B2B")'),
    ("year(day) == 2024", "year(day) == 2025"),
    ("month(day) == 12", "month(day) == 11"),
    ("weekday(today()) < 6", "weekday(today()) < 3"),
    ('today() < date("2026-06-01")', 'today() < date("2026-09-01")'),
    ('day >= date("2026-01-05") && weekday(day) == 1', 'day > date("2026-01-05") && weekday(day) == 1'),
    ("daysSince(day) < 30", "daysSince(day) <= 30"),
    ("text.length(text) > 70", "text.length(text) > 80"),
    ('text.starts_with(text, "GPS")', 'text.starts_with(text, "GPS-")'),
    ('text < "m"', 'text <= "m"'),
    ("has(a)", "has(a) || active"),
    ("has(lines)", "has(n)"),
    ("a > 10 ? b > 1 : b > 2", "a > 10 ? b > 1 : b > 3"),
]


def differ(before: str, after: str) -> Behaviour:
    first, second = compile_rule(before, WITH_LINES), compile_rule(after, WITH_LINES)
    found = compared_rules(first, second, INSTANT, WITH_LINES)
    for flip in found.flips:
        told = [evaluate(rule, flip.context, flip.instant).name for rule in (first, second)]
        assert told == [flip.before, flip.after]
    return found


@pytest.mark.parametrize(("before", "after"), [*_OPEN, *_CLOSED])
def test_what_differs_is_shown_to(before: str, after: str) -> None:
    assert differ(before, after).flips


@pytest.mark.parametrize("before", [before for before, _ in _CLOSED])
def test_all_was_tried_where_it_is_known_where_each_part_turns(before: str) -> None:
    found = differ(before, before)
    assert (found.flips, found.unknown, found.exhaustive) == ((), (), True)


@pytest.mark.parametrize("before", [before for before, _ in _OPEN])
def test_parts_are_named_of_which_it_is_not_known(before: str) -> None:
    found = differ(before, before)
    assert (found.flips, found.exhaustive) == ((), False)
    assert found.unknown


def test_names_the_part_and_not_the_whole() -> None:
    assert differ("a > 1 && a + b > 10", "a > 1 && a + b > 10").unknown == ("a + b > 10",)
    of_line = differ("lines.exists(line, line.amount > line.count)", "active")
    assert of_line.unknown == ("each of lines: amount > count",)


def test_inputs_that_several_ask_about_in_their_own_way_are_not_known() -> None:
    """A distance to the clock and a date that stays, or months and weekdays: how they meet is not gone through."""
    assert not differ('daysSince(day) < 30 && day > date("2026-01-01")', "active").exhaustive
    assert not differ("month(day) == 2 && weekday(day) == 1", "active").exhaustive


def test_a_day_on_which_it_turns_is_an_input_like_any_other() -> None:
    (flip,) = differ('today() < date("2026-06-01")', 'today() < date("2026-06-02")').flips
    assert (flip.context, flip.instant.date()) == ({}, date(2026, 6, 1))


def test_the_same_is_tried_every_time() -> None:
    pair = ("a * b > 1000 && a < b", "a * b > 1001 && a < b")
    assert differ(*pair) == differ(*pair)


@given(mutants(conditions(depth=2)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_says_that_all_was_tried_only_where_no_input_differs(pair: tuple[Any, Any]) -> None:
    try:
        first, second = (compile_rule(logic, SCOPE) for logic in pair)
    except PredicateRefused:
        return
    found = compared_rules(first, second, INSTANT, SCOPE)
    if found.flips or not found.exhaustive:
        return
    for row in rows([first, second], SCOPE, INSTANT):
        for instant in instants(INSTANT)[:3]:
            assert evaluate(first, row, instant) is evaluate(second, row, instant), (row, instant)
