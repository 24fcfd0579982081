"""Our evaluator against datalogic-py, an independent JSONLogic engine, on the part that both define.

That part: everything is there (an engine of plain JSONLogic goes on with null), and numbers are exact as floats.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from datalogic_py import Engine
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Kind, Outcome, Type
from catalog_admin.predicates.rules import compile_rule
from tests.predicates.words import INSTANT, SCOPE, TYPES, Author

_OURS_ALONE = {Kind.DATE, Kind.DATETIME, "part", "between", "quotient", "round", "percent"}
_SCALARS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.sampled_from(["", "SaaS", "saas", " x ", "Education"]),
    Kind.INTEGER: st.integers(-3, 7),
    Kind.DECIMAL: st.integers(-12, 12).map(lambda quarters: Decimal(quarters) / 4),
    Kind.BOOLEAN: st.booleans(),
}
_RENAMED = {"text.concat": "cat"} | {
    f"text.{name}": name for name in ("length", "lower", "upper", "trim", "starts_with", "ends_with")
}


class PlainAuthor(Author):
    """Leaves out what plain JSONLogic does not know."""

    def pick(self, choices: Sequence[Any]) -> Any:
        return super().pick([each for each in choices if not isinstance(each, str) or each not in _OURS_ALONE])

    def constant(self, kind: Kind) -> Any:
        value = self.draw(_SCALARS[kind])
        return float(value) if isinstance(value, Decimal) else value


@st.composite
def plain_conditions(draw: st.DrawFn) -> Any:
    return PlainAuthor(draw).scalar(Kind.BOOLEAN, 3)


def _cells(declared: Type) -> st.SearchStrategy[Any]:
    scalar = _SCALARS[declared.kind]
    return st.lists(scalar, max_size=4) if declared.many else scalar


_rows = st.fixed_dictionaries({name: _cells(declared) for name, declared in TYPES.items() if declared.kind in _SCALARS})


def _for_engine(logic: Any) -> Any:
    if isinstance(logic, list):
        return [_for_engine(each) for each in logic]
    if not isinstance(logic, dict):
        return logic
    ((operator, arguments),) = logic.items()
    if operator == "decimal":
        return float(arguments)
    if operator.startswith("missing"):
        return {"!!": [logic]}
    return {_RENAMED.get(operator, operator): _for_engine(arguments)}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plain_conditions(), _rows)
def test_an_independent_engine_answers_the_same(logic: Any, row: dict[str, Any]) -> None:
    rule = compile_rule({"and": [logic]}, SCOPE)
    outcome = evaluate(rule, row, INSTANT)
    assume(outcome is not Outcome.ERROR)
    data = {name: _plain(value) for name, value in row.items() if "." not in name}
    data["product"] = {"sku": row["product.sku"]}
    # A missing text counts as missing in JSONLogic when it is empty: the one known difference.
    assume(not ("missing" in str(rule.logic) and "" in row.values()))
    engine = Engine()
    assert engine.truthy(_json(engine.compile(_for_engine(rule.logic)).evaluate(data))) is (outcome is Outcome.MATCH)


def _json(value: Any) -> Any:
    return value if not isinstance(value, str) else f'"{value}"'
