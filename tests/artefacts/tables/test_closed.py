"""A name is refused where the table's own schema says that there are no others; everywhere else it is a warning."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.tables.names import OPEN, WORK_LIMIT, declared_by
from tests.artefacts.tables.drawn import content, graph

PATH = "tables/t.jdm.json"
CONTEXT = "schemas/context.json"
AMOUNT = {"properties": {"amount": {"type": "number"}}}
CLOSED = AMOUNT | {"additionalProperties": False}


def told(column: str, test: str, says: str, schema: Any = None, context: Any = None) -> list[Finding]:
    """Errors, and names."""
    files = {PATH: graph(content([column], [((test,), (says,)), (("",), ("2",))]), schema)}
    files |= {CONTEXT: context} if context is not None else {}
    found = check({path: json.dumps(value).encode() for path, value in files.items()}).findings
    codes = (Code.TABLE_UNDECLARED, Code.TABLE_TYPE)
    return [each for each in found if each.path == PATH and (each.severity is Severity.ERROR or each.code in codes)]


@pytest.mark.parametrize(
    ("schema", "is_refused"),
    [
        (AMOUNT, False),
        (AMOUNT | {"additionalProperties": {"type": "string"}}, None),
        (CLOSED, True),
        (AMOUNT | {"unevaluatedProperties": False}, True),
        ({"allOf": [CLOSED, {"required": ["amount"]}]}, True),
        ({"$ref": "#/$defs/quote", "$defs": {"quote": CLOSED}}, True),
        ({"anyOf": [CLOSED, CLOSED | {"required": ["amount"]}]}, True),
        ({"anyOf": [CLOSED, {"type": "object"}]}, False),
        ({"oneOf": [CLOSED, AMOUNT]}, False),
        (AMOUNT | {"if": AMOUNT, "then": CLOSED}, False),
        (CLOSED | {"patternProperties": {"^r": {}}}, None),
        (AMOUNT | {"$ref": "#quote", "unevaluatedProperties": False, "$defs": {"q": {"$anchor": "quote"}}}, None),
    ],
)
def test_a_column_is_refused_where_nothing_else_may_enter(schema: Any, is_refused: bool | None) -> None:
    found = told("region", "'north'", "1", schema)
    assert [(each.severity is Severity.ERROR, each.reason) for each in found] == (
        [] if is_refused is None else [(is_refused, "nothing declares `region`")]
    )
    assert all(each.suggestion for each in found)


def test_a_part_that_is_closed_refuses_whatever_holds_it() -> None:
    (finding,) = told("quote.amuont", "> 1", "1", {"properties": {"quote": CLOSED}})
    assert (finding.severity, finding.suggestion) == (Severity.ERROR, "amount")


@pytest.mark.parametrize("schema", [None, {"type": "object"}])
def test_an_input_that_is_handed_on_by_a_table_without_members_is_no_error(schema: Any) -> None:
    assert [each.severity for each in told("tier", "minimum", "price", schema)] == [Severity.WARNING] * 2


def test_what_must_be_there_is_a_name() -> None:
    assert told("tier", "'gold'", "price", {"required": ["price"]}) == []


@pytest.mark.parametrize(
    ("column", "test", "context"),
    [
        ("customer.vip", "true", {"properties": {"customer": {"properties": {"tier": {"type": "string"}}}}}),
        ("customer.vip", "true", {"properties": {"customer": {"properties": {}, "additionalProperties": False}}}),
        ("quantity", "'low'", {"properties": {"quantity": {"type": "number"}}}),
    ],
)
def test_the_context_of_the_tree_refuses_no_table(column: str, test: str, context: Any) -> None:
    (finding,) = told(column, test, "1", context={"type": "object", **context})
    assert finding.severity is Severity.WARNING
    assert told(column, test, "1") == []


def test_what_is_wrong_without_a_context_stays_wrong_with_one() -> None:
    rows = [(("> 1",), ("1",)), (("> 2",), ("2",))]
    table = graph(content(["x"], rows, hitPolicy="unique"))
    files = {PATH: table, CONTEXT: {"type": "object", "properties": {"y": {"type": "number"}}}}
    found = check({path: json.dumps(value).encode() for path, value in files.items()})
    assert [each.code for each in found.errors] == [Code.TABLE_OVERLAP]


def test_members_that_refer_to_what_holds_them_are_gone_through() -> None:
    members = {f"p{place}": {"$ref": "#"} for place in range(10)}
    names = declared_by({"properties": members, "additionalProperties": False})
    assert names.lacks(("p0", "p1")) is None
    assert names.lacks(("p0", "other")) == 1
    assert names.at(("p0",)).is_closed
    # Below what is followed, anything may stand.
    assert names.lacks(("p0",) * 10 + ("other",)) is None


def test_of_a_schema_that_is_too_much_anything_is_declared() -> None:
    of_many = {f"p{place}": {"$ref": "#"} for place in range(100)}
    assert declared_by({"properties": of_many}).members.keys() == of_many.keys()
    assert declared_by({"properties": {f"p{place}": {} for place in range(WORK_LIMIT)}}) is OPEN
