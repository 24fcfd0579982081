"""Short form ⇄ canonical JSON."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.predicates.canonical import canonical_logic
from catalog_admin.predicates.check import check
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import BOOLEAN
from catalog_admin.predicates.parse import parse
from catalog_admin.predicates.rules import compile_rule, short_form
from catalog_admin.predicates.shown import shown
from tests.predicates.words import SCOPE, conditions

_slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_slow
@given(conditions(4))
def test_every_canonical_rule_reads_back_from_its_short_form(logic: Any) -> None:
    canonical = canonical_logic(logic)
    assert canonical_logic(parse(shown(canonical))) == canonical
    assert canonical_logic(canonical) == canonical


@_slow
@given(conditions(4))
def test_checking_is_a_fixpoint(logic: Any) -> None:
    try:
        rule = compile_rule({"and": [logic]}, SCOPE)
    except PredicateRefused:
        return  # a written number or list out of range: nothing to store
    assert canonical_logic(rule.logic) == rule.logic
    assert check(rule.logic, SCOPE) == rule
    assert compile_rule(short_form(rule), SCOPE) == rule


@settings(max_examples=300)
@given(st.text(alphabet="ab.&|!=<>+-*/%?:()[],\"'`\\ 019e\u00e9\n", max_size=40) | st.text(max_size=20))
def test_any_text_is_a_rule_or_a_refusal(text: str) -> None:
    with suppress(PredicateRefused):
        assert compile_rule(text, SCOPE).root.type == BOOLEAN


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["and", "var", "missing", "reduce", "if", "<", "date", "decimal", "map", "date.today"])
            | st.text(),
            inner,
            max_size=2,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(_json)
def test_any_json_is_a_rule_or_a_refusal(logic: Any) -> None:
    with suppress(PredicateRefused):
        assert compile_rule({"and": [logic]}, SCOPE).root.type == BOOLEAN


@pytest.mark.parametrize(
    ("text", "logic"),
    [
        (
            'discountPercent > 0 && type == "SaaS"',
            {"and": [{">": [{"var": "discountPercent"}, 0]}, {"===": [{"var": "type"}, "SaaS"]}]},
        ),
        ('"Education" in segment', {"in": ["Education", {"var": "segment"}]}),
        ("daysSince(launchDate) < 30", {"<": [{"date.days_since": [{"var": "launchDate"}]}, 30]}),
        ("has(quantity)", {"!": [{"missing": ["quantity"]}]}),
        ("-quantity < -5", {"<": [{"-": [{"var": "quantity"}]}, -5]}),
        ("discountPercent == 1.50e-7", {"===": [{"var": "discountPercent"}, {"decimal": "0.00000015"}]}),
        ("discountPercent == 10.0", {"===": [{"var": "discountPercent"}, 10]}),
        ('launchDate > "2026-01-01"', {">": [{"var": "launchDate"}, {"date": "2026-01-01"}]}),
        ('"a\\u0041\\n" != type', {"!==": ["aA\n", {"var": "type"}]}),
        ('`age-group` in ["a", "b"]', {"in": [{"var": "age-group"}, ["a", "b"]]}),
        ('product.sku.startsWith("GPS")', {"text.starts_with": [{"var": "product.sku"}, "GPS"]}),
        ('type.contains("aa")', {"in": ["aa", {"var": "type"}]}),
        ("sizes.exists(s, s > 3)", {"some": [{"var": "sizes"}, {">": [{"var": ""}, 3]}]}),
    ],
)
def test_reads_the_short_form(text: str, logic: Any) -> None:
    assert compile_rule(text, SCOPE).logic == logic


@pytest.mark.parametrize(
    "text",
    [
        "(active || quantity > 1) && !active",
        "quantity - (1 - 2) - 3 == (quantity + 1) * 2 % 5",
        "(quantity > 1) == active",
        "(active ? quantity : 1) > 2",
        "active ? quantity > 1 : quantity > 2 ? active : !active",
        "size(sizes) > 1 && sizes.sum(item, item * 2) < default(quantity, 7)",
        'segment.filter(item, item != "B2B").all(item, text.length(item) > 2)',
        'missing_some(1, type, `age-group`) || createdAt < datetime("2026-01-01T00:00:00Z")',
    ],
)
def test_prints_what_was_written(text: str) -> None:
    assert short_form(compile_rule(text, SCOPE)) == text


@pytest.mark.parametrize(
    ("given_logic", "stored"),
    [
        ({"==": [{"var": "type"}, "SaaS"]}, {"===": [{"var": "type"}, "SaaS"]}),
        ({"!=": [{"var": ["type"]}, "SaaS"]}, {"!==": [{"var": "type"}, "SaaS"]}),
        ({"!": {"var": "active"}}, {"!": [{"var": "active"}]}),
        (
            {"<": [1, {"var": "quantity"}, 5]},
            {"and": [{"<": [1, {"var": "quantity"}]}, {"<": [{"var": "quantity"}, 5]}]},
        ),
        ({"and": [{"and": [{"var": "active"}]}]}, {"var": "active"}),
        ({"<": [{"var": "discountPercent"}, 0.1]}, {"<": [{"var": "discountPercent"}, {"decimal": "0.1"}]}),
        ({"<": [{"var": "discountPercent"}, Decimal("2.0")]}, {"<": [{"var": "discountPercent"}, 2]}),
        (
            {"<": [{"var": "discountPercent"}, {"decimal": "1.50"}]},
            {"<": [{"var": "discountPercent"}, {"decimal": "1.5"}]},
        ),
        ({"missing": "type"}, {"missing": ["type"]}),
        ({"missing_some": [2, ["type", "active"]]}, {"missing": ["type", "active"]}),
    ],
)
def test_stores_one_notation(given_logic: Any, stored: Any) -> None:
    assert compile_rule(given_logic, SCOPE).logic == stored


def test_long_chains_are_wide_and_not_deep() -> None:
    alternatives = " || ".join(f"quantity == {number}" for number in range(150))
    assert len(compile_rule(alternatives, SCOPE).logic["or"]) == 150  # type: ignore[call-overload,index]
    summed = " + ".join(["quantity"] * 100) + " > 5"
    assert short_form(compile_rule(summed, SCOPE)) == summed
