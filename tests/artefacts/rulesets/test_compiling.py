"""What keeps a rule from being asked: its names, its types, what it sets."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.rulesets.compiling import ready
from catalog_admin.artefacts.rulesets.context import scope_of
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Kind, Scope, Type
from tests.artefacts.customer import CONTEXT
from tests.artefacts.rulesets.asking import SCOPE, rule, setting


@pytest.mark.parametrize(
    ("value", "pointer", "code", "suggestion"),
    [
        (rule("r", "quote.header.discountPc > 1"), "/when/>/0", "unknown_name", "quote.header.discountPct"),
        (rule("r", "line.quantity > 1"), "/when/>/0", "unknown_name", None),
        (rule("r", 'account.region == "EMAE"'), "/when/===/1", "unknown_value", "EMEA"),
        (rule("r", "quote.lines"), "/when", "type_clash", "quote.lines.exists(item, item.… == …)"),
        (rule("r", True, setting("Discnt", 1)), "/then/0/payload/target", "unknown_name", "Discount"),
        (rule("r", True, setting("Discount", "much")), "/then/0/payload/value", "type_clash", None),
        (rule("r", True, setting("Discount", by="ARR > 1")), "/then/0/payload/value", "type_clash", None),
        (rule("r", True, setting("quote.header.termMonths", by="1 / 3")), "/then/0/payload/value", "type_clash", None),
        (rule("r", True, setting("Discount", 1), scope="LINE"), "/then/0/payload/target", "type_clash", "line.…"),
        (rule("r", True, setting("line.attrs.seats", 1)), "/then/0/payload/target", "type_clash", "scope LINE"),
    ],
)
def test_says_where_and_what_instead(value: Any, pointer: str, code: str, suggestion: str | None) -> None:
    found: list[tuple[str, PredicateRefused]] = []
    assert ready(value, SCOPE, ("a.json", ""), lambda at, why: found.append((at + (why.pointer or ""), why))) is None
    ((at, why),) = found
    assert (at, why.code, why.suggestion) == (pointer, f"predicates.{code}", suggestion)


def test_each_line_needs_a_context_with_lines() -> None:
    found: list[str] = []
    value = rule("r", True, scope="LINE")
    assert ready(value, Scope(), ("a.json", ""), lambda at, why: found.append(at)) is None
    assert found == ["/scope"]


def test_a_schema_declares_the_names_that_conditions_read() -> None:
    assert {name: str(declared.type) for name, declared in SCOPE.items()} == {
        "Discount": "decimal",
        "ARR": "decimal",
        "account.region": "text",
        "account.type": "text",
        "account.segments": "list of text",
        "quote.header.discountPct": "decimal",
        "quote.header.termMonths": "integer",
        "quote.header.signedOn": "date",
        "quote.flags.customerPaper": "boolean",
        "line.attrs.seats": "integer",
        "line.attrs.storageGb": "decimal",
    }
    assert SCOPE["account.region"].allowed == {"EU", "EMEA", "NA", "APAC"}
    assert SCOPE.records["quote.lines"]["tags"].type == Type(Kind.TEXT, many=True)


@pytest.mark.parametrize(
    ("part", "pointer"),
    [
        ({"a": {}}, "/properties/a"),
        ({"a": {"type": ["string", "integer"]}}, "/properties/a"),
        ({"a": {"type": "array"}}, "/properties/a/items"),
        ({"a": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}}, "/properties/a/items"),
        ({"a": {"$ref": "#/$defs/nothing"}}, "/properties/a/$ref"),
        ({"a": {"$ref": "#/$defs/again"}}, None),
    ],
)
def test_a_part_that_declares_no_type_is_told(part: Any, pointer: str | None) -> None:
    again = {"type": "object", "properties": {"a": {"$ref": "#/$defs/again"}}}
    scope, undeclarable = scope_of({"type": "object", "properties": part, "$defs": {"again": again}})
    assert undeclarable
    assert pointer is None or undeclarable[0].pointer == pointer
    assert len(scope) == 0


def test_null_beside_a_type_says_that_it_may_be_missing() -> None:
    scope, undeclarable = scope_of({"properties": {"a": {"type": ["string", "null"]}}})
    assert (str(scope["a"].type), undeclarable) == ("text", [])
    assert json.loads(CONTEXT)["type"] == "object"
