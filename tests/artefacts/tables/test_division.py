"""Nothing is divided by zero: zen would answer null, which is unequal to everything, and the row would grant."""

from decimal import Decimal
from typing import Any

import pytest

from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, content, graph


def decided(field: str, cell: str, output: str, context: dict[str, Any]) -> tuple[Outcome, str | None]:
    read, findings = read_graph("t.jdm.json", graph(content([field], [((cell,), (output,))])))
    assert read is not None, findings
    found = decide(read, context, INSTANT)
    return found.outcome, found.reason


@pytest.mark.parametrize(
    ("field", "cell", "output"),
    [
        ("a / b", "null", "1"),
        ("a / b", "> 3", "1"),
        ("a", "$ / b != 5", "1"),
        ("a", "> 0", "a / b"),
        ("a", "> 0", "a % b"),
        ("a", "> 0", "string(a / b)"),
    ],
)
@pytest.mark.parametrize("zero", [0, Decimal("0.00")])
def test_a_division_by_zero_is_an_error_wherever_it_stands(field: str, cell: str, output: str, zero: Any) -> None:
    outcome, reason = decided(field, cell, output, {"a": 10, "b": zero})
    assert outcome is Outcome.ERROR
    assert "b is 0, and nothing is divided by zero" in (reason or "")
    assert decided(field, cell, output, {"a": 10, "b": 4})[0] is not Outcome.ERROR


def test_who_asks_first_may_divide() -> None:
    assert decided("a", "> 0", "b == 0 ? 0 : a / b", {"a": 10, "b": 0})[0] is Outcome.MATCH
    assert decided("a", "> 0", "a / (b ?? 2)", {"a": 10})[0] is Outcome.MATCH


@pytest.mark.parametrize("written", ["a / 0", "a % 0.0", "1 / 0"])
def test_what_divides_by_a_written_zero_is_refused(written: str) -> None:
    _, findings = read_graph("t.jdm.json", graph(content(["a"], [(("> 0",), (written,))])))
    assert any("nothing is divided by zero" in each.reason for each in findings)
