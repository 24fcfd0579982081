"""What cannot be saved, where it is wrong, and what to write instead."""

from typing import Any

import pytest

from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule
from tests.predicates.words import SCOPE


def refusal(source: Any, scope: Scope = SCOPE) -> PredicateRefused:
    with pytest.raises(PredicateRefused) as caught:
        compile_rule(source, scope)
    return caught.value


@pytest.mark.parametrize(
    ("source", "code", "pointer", "suggestion"),
    [
        ('segment == "Education"', "type_clash", "", '"Education" in segment'),
        ('active && segment != "Education"', "type_clash", "/and/1", '!("Education" in segment)'),
        ("discountPercnt > 0", "unknown_name", "/>/0", "discountPercent"),
        ("Active", "unknown_name", "", "active"),
        ('quantity == "5"', "type_clash", "", "5"),
        ('active == "true"', "type_clash", "", "true"),
        ('segment in "Education"', "type_clash", "", '"Education" in segment'),
        ("quantity", "type_clash", "", "quantity != 0"),
        ("!segment", "type_clash", "/!/0", "size(segment) > 0"),
        ("type && active", "type_clash", "/and/0", "has(type)"),
        ("type + 1 > 2", "type_clash", "/>/0/+/0", "text.concat(…)"),
        ("launchDate + 1 > 2", "type_clash", "/>/0/+/0", "daysBetween(…), addDays(…) or daysSince(…)"),
        ("launchDate < createdAt", "type_clash", "", None),
        ("active < true", "type_clash", "/</0", None),
        ('launchDate < "soon"', "text", "/</1", "2026-01-31"),
        ("type == null", "null", "/===/1", "missing(x) or has(x)"),
        ("type in []", "malformed", "/in/1", None),
        ('type in ["a", 1]', "type_clash", "/in/1/1", None),
        ("quantity == 9007199254740992", "number_out_of_range", "/===/1", None),
        ("discountPercent == 1e13", "number_out_of_range", None, None),
        ("sizes.exists(s, s > quantity)", "item_scope", None, "compare with other attributes outside the body"),
        ("sizes.exists(s, segment.exists(t, t > 1))", "item_scope", None, None),
        ({"some": [{"var": "sizes"}, {">": [{"var": ""}, {"var": "quantity"}]}]}, "item_scope", "/some/1/>/1", None),
        ("money.round(discountPercent, quantity) > 1", "type_clash", "/>/0/money.round/1", None),
        ({"cat": ["a", "b"]}, "operator_not_allowed", "", "text.concat(…)"),
        ({"and": [{"strats_with": ["a", "b"]}]}, "operator_not_allowed", "/and/0", None),
        ({"now": []}, "operator_not_allowed", "", "now()"),
        ({"!!": [{"var": "active"}]}, "operator_not_allowed", "", "compare, or use has(…)"),
        ({"if": [{"var": "active"}, True]}, "malformed", "", None),
        ({}, "malformed", "", None),
        ({"and": [True], "or": [False]}, "malformed", "", None),
        ({"===": [{"var": "type"}]}, "malformed", "", None),
        ({"var": 1}, "malformed", "/var", None),
        ({"in": ["x\0", {"var": "type"}]}, "text", "/in/0", None),
        ({"in": ["\ud800", {"var": "type"}]}, "text", "/in/0", None),
        ({"<": [float("nan"), 1]}, "number_out_of_range", "/</0", None),
        ({"date": "2026-02-30"}, "text", "/date", "2026-01-31"),
        ({"reduce": [{"var": "sizes"}, {"var": "current"}, 0]}, "malformed", "", None),
        ({"===": [{"var": ["quantity", 0.5]}, 1]}, "type_clash", "/===/0/var/1", None),
    ],
)
def test_refuses_with_place_and_repair(source: Any, code: str, pointer: str | None, suggestion: str | None) -> None:
    refused = refusal(source)
    assert refused.code == f"predicates.{code}"
    if pointer is not None:
        assert refused.pointer == pointer
    if suggestion is not None:
        assert refused.suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "offset", "suggestion"),
    [
        ('type = "SaaS"', 5, "=="),
        ('type == "SaaS" and active', 15, "&&"),
        ('type == "SaaS', 8, None),
        ("quantity < 1 < 3", 13, "a < b && b < c"),
        ("dayssince(launchDate) < 3", 0, "daysSince"),
        ("(active", 7, None),
        ("active # no", 7, None),
        ("", 0, None),
        ('type == "\\q"', 9, None),
    ],
)
def test_refuses_text_at_its_offset(text: str, offset: int, suggestion: str | None) -> None:
    refused = refusal(text)
    assert refused.code == "predicates.syntax"
    assert refused.facts["offset"] == offset
    assert refused.suggestion == suggestion


def test_refuses_a_value_that_an_attribute_never_has() -> None:
    allowed: frozenset[Any] = frozenset({"SaaS", "Hardware"})
    scope = Scope({"type": Attribute(Type(Kind.TEXT), allowed=allowed)})
    for text in ('type == "Saas"', 'type in ["Hardware", "saas"]'):
        refused = refusal(text, scope)
        assert refused.code == "predicates.unknown_value"
        assert refused.suggestion == "SaaS"


@pytest.mark.parametrize(
    "source",
    [
        "(" * 200 + "active" + ")" * 200,
        "!" * 5_000 + "active",
        "active" + " && active" * 600,
        "x" * 20_000,
        "quantity in [" + "1, " * 3_000 + "1]",
        f'type == "{"x" * 3_000}"',
        {"and": [{"<": [1, {"var": "quantity"}, 3]}] * 160},
    ],
    ids=["brackets", "depth", "width", "text", "list", "literal", "opened"],
)
def test_refuses_rules_without_measure(source: Any) -> None:
    assert refusal(source).code == "predicates.too_large"


def test_refuses_json_nested_beyond_reason() -> None:
    logic: Any = {"var": "active"}
    for _ in range(500):
        logic = {"!": [logic]}
    assert refusal(logic).code == "predicates.too_large"
