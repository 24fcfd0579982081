"""Rulesets evaluate as the CPQ DSL says: priority, stopOnFire, scope, lines, look-ups, actions, and the trail."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Decision, Verdict
from tests.artefacts.customer import EXAMPLES
from tests.artefacts.rulesets.asking import INSTANT, WARN, asked, decided, quote, rule, setting

_CUSTOMERS = json.loads(EXAMPLES["rulesets/discount-and-dpa.json"])["rules"]


def _verdicts(decision: Decision) -> list[tuple[str, str]]:
    return [(entry.rule.id, entry.verdict) for entry in decision.trail]


def _done(decision: Decision) -> list[str]:
    return [done.action.name for done in decision.done]


def test_a_high_discount_needs_the_deal_desk_and_is_explained() -> None:
    decision = decided(_CUSTOMERS, quote(discountPct=30))
    assert decision.fired == ("rule.discount.guardrail",)
    assert [dict(done.action.payload) for done in decision.done] == [
        {"policyRef": "approval.dealdesk"},
        {"code": "DISCOUNT_HIGH", "message": "Discount exceeds threshold"},
    ]
    assert [entry.why for entry in decision.trail] == [
        "quote.header.discountPct > 25 is true (quote.header.discountPct is 30)",
        'account.region == "EU" is false (account.region is "NA")',
    ]


def test_an_account_in_europe_needs_the_clause_whatever_the_discount() -> None:
    context = quote(discountPct=5) | {"account": {"region": "EU"}}
    decision = decided(_CUSTOMERS, context)
    assert decision.fired == ("rule.require-dpa",)
    assert _done(decision) == ["INJECT_CLAUSE", "REQUIRE_APPROVAL"]


def test_a_missing_input_fires_nothing_and_leaves_the_decision_open() -> None:
    decision = decided(_CUSTOMERS, {"quote": {"header": {}}, "account": {"region": "NA"}})
    assert decision.done == ()
    assert not decision.is_decided
    (open_one,) = decision.undecided
    assert (open_one.rule.id, open_one.verdict) == ("rule.discount.guardrail", Verdict.MISSING_INPUT)
    assert open_one.why == "quote.header.discountPct > 25: quote.header.discountPct is missing"


@pytest.mark.parametrize("wrong", ["30", True, [30], {"value": 30}, 10**17])
def test_a_value_of_another_type_is_an_error(wrong: Any) -> None:
    decision = decided(_CUSTOMERS, quote(discountPct=wrong))
    assert decision.trail[0].verdict is Verdict.ERROR
    assert decision.done == ()


def test_an_object_where_none_was_declared_is_an_error_and_no_missing_input() -> None:
    decision = decided(_CUSTOMERS, quote(discountPct=5) | {"account": "EU"})
    assert decision.trail[1].verdict is Verdict.ERROR


def test_a_fraction_is_read_in_either_notation() -> None:
    for fraction in (Decimal("25.5"), {"decimal": "25.5"}):
        assert decided(_CUSTOMERS, quote(discountPct=fraction)).fired == ("rule.discount.guardrail",)


def test_higher_priority_comes_first_and_equal_ones_go_by_id() -> None:
    rules = [rule("b", True, priority=5), rule("c", True, priority=9), rule("a", True, priority=5), rule("d", True)]
    assert decided(rules, {}).fired == ("c", "a", "b", "d")


def test_what_stops_stops_only_when_it_fires() -> None:
    rules = [
        rule("a", "quote.header.discountPct > 50", priority=3, stopOnFire=True),
        rule("b", "quote.header.discountPct > 20", priority=2, stopOnFire=True),
        rule("c", True, priority=1),
    ]
    decision = decided(rules, quote(discountPct=30))
    assert _verdicts(decision) == [("a", Verdict.NOT_MATCHED), ("b", Verdict.FIRED), ("c", Verdict.STOPPED)]
    assert decision.trail[2].why == "b fired, and stops"
    assert decision.is_decided


def test_conditions_nest_as_the_document_asks() -> None:
    text = (
        '(quote.header.discountPct > 15 && account.region == "EMEA")'
        ' || (quote.lines.exists(line, line.productFamily == "Hardware") && quote.header.termMonths < 12)'
    )
    hardware = {"productFamily": "Hardware"}
    assert decided([rule("r", text)], quote(hardware, discountPct=1, termMonths=6)).fired == ("r",)
    assert decided([rule("r", text)], quote(hardware, discountPct=20, termMonths=24)).fired == ()
    emea = quote({"productFamily": "SaaS"}, discountPct=20, termMonths=24) | {"account": {"region": "EMEA"}}
    assert decided([rule("r", text)], emea).fired == ("r",)


def test_objects_beside_the_quote_are_looked_up() -> None:
    rules = [rule("partner", 'account.type == "Strategic Partner" && "Education" in account.segments')]
    account = {"account": {"type": "Strategic Partner", "segments": ["Education", "Public"]}}
    assert decided(rules, account).fired == ("partner",)


def test_a_rule_of_each_line_is_asked_of_each_line() -> None:
    rules = [
        rule("seats", "line.attrs.seats > 100 && account.region == 'NA'", WARN, scope="LINE"),
        rule("many", "size(quote.lines) > 1"),
    ]
    decision = decided(rules, quote({"attrs": {"seats": 200}}, {"attrs": {"seats": 5}}))
    assert [(entry.rule.id, entry.line, entry.verdict) for entry in decision.trail] == [
        ("many", None, Verdict.FIRED),
        ("seats", 0, Verdict.FIRED),
        ("seats", 1, Verdict.NOT_MATCHED),
    ]


def test_what_stops_on_a_line_stops_for_that_line_alone() -> None:
    rules = [
        rule("big", "line.quantity > 10", scope="LINE", priority=2, stopOnFire=True),
        rule("any", "line.quantity > 0", scope="LINE", priority=1),
        rule("whole", True),
    ]
    decision = decided(rules, quote({"quantity": 20}, {"quantity": 5}))
    assert [(entry.rule.id, entry.line) for entry in decision.trail if entry.verdict is Verdict.STOPPED] == [("any", 0)]
    assert decision.fired == ("big", "any", "whole")


@pytest.mark.parametrize("lines", [None, [], ["no line"], [{"quantity": 1}] * 3])
def test_where_the_whole_has_stopped_no_line_is_looked_at(lines: Any) -> None:
    first = rule("first", True, priority=9, stopOnFire=True)
    made = decided([first, rule("line", "line.quantity > 0", scope="LINE")], {"quote": {"lines": lines}})
    assert [(entry.rule.id, entry.verdict, entry.line) for entry in made.trail] == [
        ("first", Verdict.FIRED, None),
        ("line", Verdict.STOPPED, None),
    ]
    assert made.is_decided


def test_lines_that_are_not_asked_any_more_are_counted() -> None:
    stops = rule("a", "line.quantity > 0", scope="LINE", priority=9, stopOnFire=True)
    rules = [stops, *(rule(f"r{number}", "line.quantity > 0", scope="LINE") for number in range(9))]
    with pytest.raises(TooMuchToAsk):
        decide(asked(rules), quote(*[{"quantity": 1}] * 10), INSTANT, explained=False, conditions=50)
    with pytest.raises(TooMuchToAsk):
        decide(asked(rules), {"quote": {"lines": [5] * 10}}, INSTANT, explained=False, conditions=50)


def test_a_line_that_lacks_something_leaves_the_decision_open() -> None:
    decision = decided([rule("r", "line.quantity > 1", scope="LINE")], quote({"quantity": 2}, {}))
    assert [entry.verdict for entry in decision.trail] == [Verdict.FIRED, Verdict.MISSING_INPUT]
    assert not decision.is_decided
    assert decided([rule("r", "line.quantity > 1", scope="LINE")], {}).undecided[0].why == "quote.lines is missing"


def test_what_a_rule_sets_is_read_by_rules_after_it() -> None:
    rules = [
        rule("cap", "quote.header.discountPct > 30", setting("quote.header.discountPct", 30), priority=9),
        rule("high", "quote.header.discountPct > 30", priority=1),
    ]
    decision = decided(rules, quote(discountPct=40))
    assert decision.fired == ("cap",)
    assert decision.done[0].value == 30


def test_a_name_is_set_once_by_the_higher_priority() -> None:
    rules = [
        rule("first", True, setting("quote.header.termMonths", 12), priority=2),
        rule("second", True, setting("quote.header.termMonths", 36), priority=1),
    ]
    first, second = decided(rules, quote()).done
    assert (first.value, first.overridden_by) == (12, None)
    assert (second.value, second.overridden_by) == (36, "first")


def test_a_line_is_set_by_what_is_computed_from_it() -> None:
    rules = [
        rule(
            "volume",
            "line.quantity >= 10",
            setting("line.discountPct", by="line.quantity / 4"),
            scope="LINE",
            priority=2,
        ),
        rule("sum", "quote.lines.sum(line, default(line.discountPct, 0)) == 5.5"),
    ]
    decision = decided(rules, quote({"quantity": 22}, {"quantity": 1}))
    assert [(done.line, done.value) for done in decision.done[:1]] == [(0, Decimal("5.5"))]


def test_a_value_that_cannot_be_computed_keeps_the_whole_rule_from_firing() -> None:
    rules = [rule("r", True, WARN, setting("quote.header.discountPct", by="1 / quote.header.termMonths"))]
    decision = decided(rules, quote(termMonths=0))
    assert decision.done == ()
    assert decision.trail[0].verdict is Verdict.ERROR
    assert decision.trail[0].why == "to be set: division by zero"


@pytest.mark.parametrize(
    ("instant", "fires"),
    [
        ("2025-12-31T23:59:59Z", False),
        ("2026-01-01T00:00:00Z", True),
        ("2026-03-31T23:59:59Z", True),
        ("2026-04-01T00:00:00Z", False),
    ],
)
def test_days_are_whole_in_utc(instant: str, fires: bool) -> None:
    dated = rule("r", True, effectiveFrom="2026-01-01", effectiveTo="2026-03-31")
    decision = decided([dated], {}, instant=datetime.fromisoformat(instant))
    assert decision.trail[0].verdict is (Verdict.FIRED if fires else Verdict.NOT_IN_FORCE)


def test_a_decision_asks_only_so_much() -> None:
    rules = asked(rule(f"r{number}", "line.quantity > 1", scope="LINE") for number in range(3))
    context = quote(*[{"quantity": 1}] * 4)
    assert len(decide(rules, context, INSTANT, explained=False, conditions=12).trail) == 12
    with pytest.raises(TooMuchToAsk):
        decide(rules, context, INSTANT, explained=False, conditions=11)


_conditions = st.sampled_from(
    ["quote.header.discountPct > 10", "quote.header.termMonths < 12", 'account.region == "EU"', True, False]
)
_lines = st.fixed_dictionaries({}, optional={"quantity": st.integers(0, 30) | st.none(), "discountPct": st.just("x")})
_headers = st.fixed_dictionaries({}, optional={"discountPct": st.integers(0, 40), "termMonths": st.integers(0, 24)})


@st.composite
def _rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        is_line = draw(st.booleans())
        when = draw(st.sampled_from(["line.quantity > 10", "line.discountPct > 1"]) if is_line else _conditions)
        target = "line.discountPct" if is_line else draw(st.sampled_from(["quote.header.discountPct", "Discount"]))
        made.append(
            rule(
                f"r{number}",
                when,
                draw(st.sampled_from([WARN, setting(target, draw(st.integers(0, 30)))])),
                priority=draw(st.integers(0, 3)),
                stopOnFire=draw(st.booleans()),
                **({"scope": "LINE"} if is_line else {}),
            )
        )
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_rules(), st.lists(_lines, max_size=3), _headers, st.randoms(use_true_random=False))
def test_the_order_of_files_and_being_explained_change_nothing(
    rules: list[dict[str, Any]], lines: list[Any], header: dict[str, Any], seed: Any
) -> None:
    context = quote(*lines, **header)
    told = decided(rules, context)
    shuffled = [*rules]
    seed.shuffle(shuffled)
    again = decided(shuffled, context, explained=False)
    assert [(entry.rule.id, entry.verdict, entry.line) for entry in again.trail] == [
        (entry.rule.id, entry.verdict, entry.line) for entry in told.trail
    ]
    assert [(done.rule.id, done.value, done.line) for done in again.done] == [
        (done.rule.id, done.value, done.line) for done in told.done
    ]
    assert all(entry.verdict is not Verdict.FIRED or entry.explanation for entry in told.trail)
    assert context == quote(*lines, **header)
