"""Lists of records, such as the lines of a quote: gone through, counted, summed; never a value of their own."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from datalogic_py import Engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.predicates.boundaries import next_boundary
from catalog_admin.predicates.canonical import canonical_logic
from catalog_admin.predicates.check import check
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.explain import explain
from catalog_admin.predicates.model import Attribute, Kind, Outcome, Scope, Type
from catalog_admin.predicates.parse import parse
from catalog_admin.predicates.rules import compile_rule, reads, reads_time, short_form
from catalog_admin.predicates.setwise.columns import frame
from catalog_admin.predicates.setwise.outcomes import outcomes
from catalog_admin.predicates.shown import shown
from tests.predicates.words import INSTANT

_NO, _YES, _MISSING, _ERROR = Outcome


def _scope(records: dict[str, Scope] | None = None, **types: Type) -> Scope:
    return Scope({name: Attribute(declared) for name, declared in types.items()}, records or {})


_CHARGE = _scope(amount=Type(Kind.DECIMAL), current=Type(Kind.INTEGER))
_LINE = _scope(
    {"charges": _CHARGE},
    family=Type(Kind.TEXT),
    quantity=Type(Kind.INTEGER),
    tags=Type(Kind.TEXT, many=True),
    since=Type(Kind.DATE),
)
SCOPE = _scope({"quote.lines": _LINE}, quantity=Type(Kind.INTEGER), region=Type(Kind.TEXT))
_ROW: Any = {
    "quantity": 3,
    "quote.lines": [
        {
            "family": "Hardware",
            "quantity": 10,
            "tags": ["new", "eu"],
            "since": date(2026, 2, 1),
            "charges": [{"amount": Decimal("1.5"), "current": 1}, {"amount": Decimal("2.25"), "current": 2}],
        },
        {"family": "SaaS", "quantity": 5, "tags": [], "charges": []},
    ],
}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ('quote.lines.exists(line, line.family == "Hardware" && line.quantity > 9)', _YES),
        ('quote.lines.exists(line, line.family == "Hardware" && line.quantity > 10)', _NO),
        ('quote.lines.all(line, line.family in ["Hardware", "SaaS"])', _YES),
        ('quote.lines.none(line, line.family == "Services")', _YES),
        ("size(quote.lines) == 2", _YES),
        ('size(quote.lines.filter(line, line.family == "SaaS")) == 1', _YES),
        ("quote.lines.sum(line, line.quantity) == 15", _YES),
        ("quote.lines.sum(line, line.quantity * 2) == quantity * 10", _YES),
        ('quote.lines.filter(line, line.family == "SaaS").sum(line, line.quantity) == 5', _YES),
        ('"SaaS" in quote.lines.map(line, line.family)', _YES),
        ('quote.lines.exists(line, line.tags.exists(tag, tag == "eu"))', _YES),
        ('quote.lines.exists(line, "eu" in line.tags)', _YES),
        ("quote.lines.exists(line, line.charges.sum(charge, charge.amount) == 3.75)", _YES),
        ("quote.lines.sum(line, line.charges.sum(charge, charge.current)) == 3", _YES),
        ("quote.lines.exists(line, has(line.since))", _YES),
        ("quote.lines.all(line, has(line.since))", _NO),
        ("has(quote.lines)", _YES),
        # What is missing in one record decides only where it would matter.
        ("quote.lines.exists(line, daysSince(line.since) > 5)", _YES),
        ("quote.lines.all(line, daysSince(line.since) > 5)", _MISSING),
        ("quote.lines.all(line, daysSince(line.since) < 5)", _NO),
        ("quote.lines.sum(line, daysSince(line.since)) > 1", _MISSING),
        ("size(quote.lines.filter(line, daysSince(line.since) > 5)) == 1", _MISSING),
        ("quote.lines.exists(line, 1 / (line.quantity - 5) > 1)", _ERROR),
    ],
)
def test_answers(text: str, outcome: Outcome) -> None:
    rule = compile_rule(text, SCOPE)
    assert evaluate(rule, _ROW, INSTANT) is outcome
    assert explain(rule, _ROW, INSTANT).outcome is outcome
    assert compile_rule(short_form(rule), SCOPE) == rule
    assert compile_rule(rule.logic, SCOPE) == rule


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({}, _MISSING),
        ({"quote.lines": None}, _MISSING),
        ({"quote.lines": []}, _NO),
        ({"quote.lines": [None]}, _MISSING),
        ({"quote.lines": ["a"]}, _ERROR),
        ({"quote.lines": "a"}, _ERROR),
        ({"quote.lines": [{"quantity": "7"}]}, _ERROR),
        ({"quote.lines": [{}]}, _MISSING),
    ],
)
def test_a_list_that_is_none_never_matches(row: Any, outcome: Outcome) -> None:
    assert evaluate(compile_rule("quote.lines.exists(line, line.quantity > 1)", SCOPE), row, INSTANT) is outcome


@pytest.mark.parametrize(
    ("source", "code", "suggestion"),
    [
        ("quote.lines", "type_clash", "quote.lines.exists(item, item.… == …)"),
        ("quote.lines == 2", "type_clash", None),
        ("quote.lines.exists(line, line)", "unknown_name", None),
        ("quote.lines.exists(line, line.famly == 1)", "unknown_name", "family"),
        ("quote.lines.exists(line, line.family == 1)", "type_clash", None),
        ("quote.lines.exists(line, quantity > 1)", "item_scope", "compare with other attributes outside the body"),
        ("quote.lines.exists(line, line.tags.exists(tag, line.quantity > 1))", "item_scope", None),
        ("quote.lines.filter(line, line.quantity > 1)", "type_clash", "size(quote.lines.filter(item, …)) > 0"),
        ("quote.line.exists(line, line.quantity > 1)", "unknown_name", "quote.lines"),
        ({"some": [{"var": "quote.lines"}, {"==": [{"var": "region"}, "EU"]}]}, "item_scope", None),
        ({"some": [{"var": "quote.lines"}, {"missing": ["quote.lines"]}]}, "unknown_name", None),
    ],
)
def test_refuses(source: Any, code: str, suggestion: str | None) -> None:
    with pytest.raises(PredicateRefused) as caught:
        compile_rule(source, SCOPE)
    assert caught.value.code == f"predicates.{code}"
    assert suggestion is None or caught.value.suggestion == suggestion


def test_is_stored_as_plain_jsonlogic() -> None:
    text = 'quote.lines.filter(line, line.family == "SaaS").sum(line, line.quantity * 2) > 4'
    assert compile_rule(text, SCOPE).logic == {
        ">": [
            {
                "reduce": [
                    {"filter": [{"var": "quote.lines"}, {"===": [{"var": "family"}, "SaaS"]}]},
                    {"+": [{"var": "accumulator"}, {"*": [{"var": "current.quantity"}, 2]}]},
                    0,
                ]
            },
            4,
        ]
    }


def test_knows_what_a_rule_reads() -> None:
    rule = compile_rule("quantity > 1 && quote.lines.exists(line, daysSince(line.since) > line.quantity)", SCOPE)
    assert reads(rule) == {"quantity", "quote.lines"}
    assert reads_time(rule)


def test_knows_when_time_changes_the_answer() -> None:
    rule = compile_rule("quote.lines.exists(line, daysSince(line.since) >= 30)", SCOPE)
    at = next_boundary(rule, _ROW, INSTANT)
    assert at is not None
    assert at.date() == date(2026, 3, 3)


def test_the_explanation_goes_through_the_records() -> None:
    told = explain(compile_rule('quote.lines.exists(line, line.family == "SaaS")', SCOPE), _ROW, INSTANT)
    assert [part.outcome for part in told.parts] == [_NO, _YES]
    assert [part.parts[0].value for part in told.parts] == ["Hardware", "SaaS"]


_fields = st.fixed_dictionaries(
    {}, optional={"family": st.sampled_from(["SaaS", "Hardware"]), "quantity": st.integers(-3, 9)}
)
_full = st.fixed_dictionaries({"family": st.sampled_from(["SaaS", "Hardware"]), "quantity": st.integers(-3, 9)})
_bodies = st.recursive(
    st.sampled_from(
        [
            {">": [{"var": "quantity"}, 2]},
            {"===": [{"var": "family"}, "SaaS"]},
            {"<": [{"*": [{"var": "quantity"}, 2]}, 5]},
            {"in": [{"var": "family"}, ["Hardware", "x"]]},
        ]
    ),
    lambda inner: (
        st.builds(lambda a, b: {"and": [a, b]}, inner, inner)
        | st.builds(lambda a, b: {"or": [a, b]}, inner, inner)
        | inner.map(lambda a: {"!": [a]})
    ),
    max_leaves=4,
)
_sources = st.just({"var": "quote.lines"}) | _bodies.map(lambda body: {"filter": [{"var": "quote.lines"}, body]})
_summed = st.sampled_from([1, {"var": "current.quantity"}, {"*": [{"var": "current.quantity"}, 3]}])
_whole = st.builds(
    lambda operator, source, body: {operator: [source, body]},
    st.sampled_from(["some", "all", "none"]),
    _sources,
    _bodies,
) | st.builds(
    lambda source, body: {">": [{"reduce": [source, {"+": [{"var": "accumulator"}, body]}, 0]}, 4]}, _sources, _summed
)
_slow = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_slow
@given(_whole)
def test_every_rule_over_records_reads_back_and_is_a_fixpoint(logic: Any) -> None:
    rule = compile_rule(logic, SCOPE)
    assert canonical_logic(parse(shown(rule.logic))) == rule.logic
    assert canonical_logic(rule.logic) == rule.logic
    assert check(rule.logic, SCOPE) == rule


@_slow
@given(_whole, st.lists(_full, max_size=4))
def test_agrees_with_an_independent_engine_where_everything_is_there(logic: Any, lines: list[Any]) -> None:
    ours = evaluate(compile_rule(logic, SCOPE), {"quote.lines": lines}, INSTANT)
    theirs = Engine().compile(logic).evaluate({"quote": {"lines": lines}})
    assert (ours is _YES) == (theirs is True)


@_slow
@given(st.sampled_from(["some", "all", "none"]), _bodies, st.lists(_fields, max_size=4))
def test_is_the_fold_of_what_each_record_answers(operator: str, body: Any, lines: list[Any]) -> None:
    each = [evaluate(compile_rule(body, _LINE), line, INSTANT) for line in lines]
    found = evaluate(compile_rule({operator: [{"var": "quote.lines"}, body]}, SCOPE), {"quote.lines": lines}, INSTANT)
    decided = _NO if operator == "all" else _YES
    if decided in each or not each:
        assert found is (_YES if (operator == "some" and each) or (operator == "none" and not each) else _NO)
    elif _MISSING in each:
        assert found is _MISSING
    else:
        assert found is (_NO if operator == "some" else _YES)


def test_an_instant_stays_an_input() -> None:
    rule = compile_rule("quote.lines.exists(line, line.since < today())", SCOPE)
    assert evaluate(rule, _ROW, datetime.fromisoformat("2026-01-01T00:00:00Z")) is _MISSING


def test_a_frame_holds_no_records() -> None:
    asked = frame({}, [{}])
    for text in ("size(quote.lines) > 1", 'quote.lines.exists(line, line.family == "SaaS")'):
        with pytest.raises(pl.exceptions.ColumnNotFoundError):
            outcomes(compile_rule(text, SCOPE), asked, INSTANT)
