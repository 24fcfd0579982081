"""Pairs of conditions that are nearly the same, and inputs at which they might differ, found by no art at all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from catalog_admin.predicates.model import Kind, Scope, Type
from catalog_admin.predicates.tree import Listed, Literal, Read, Rule, walk

_SWAPS = [["<", "<=", ">", ">=", "===", "!=="], ["some", "all", "none"], ["and", "or"], ["+", "-", "*"], ["min", "max"]]
_PLACES = 40
_MOST = 1_500


@st.composite
def mutants(draw: st.DrawFn, conditions: st.SearchStrategy[Any]) -> tuple[Any, Any]:
    """A condition, and the same with one operator or one constant in it changed, or with another one instead."""
    logic = draw(conditions)
    found = [*_places(logic)]
    if not found or draw(st.integers(0, 5)) == 0:
        return logic, draw(conditions)
    path, others = draw(st.sampled_from(found))
    return logic, _put(logic, path, draw(st.sampled_from(others)))


def _places(logic: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """What may stand there as well."""
    if isinstance(logic, bool | str):
        return
    if isinstance(logic, int):
        yield path, [logic + 1, logic - 1, 0]
    elif isinstance(logic, list):
        for at, each in enumerate(logic):
            yield from _places(each, (*path, at))
    else:
        ((operator, inner),) = logic.items()
        if operator in ("var", "missing", "missing_some", "date", "datetime", "decimal"):
            return
        for swaps in _SWAPS:
            if operator in swaps:
                yield path, [{other: inner} for other in swaps if other != operator]
        yield from _places(inner, (*path, operator))


def _put(logic: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    copied = dict(logic) if isinstance(logic, dict) else [*logic]
    copied[step] = _put(logic[step], tuple(rest), value)
    return copied


def rows(rules: list[Rule], scope: Scope, instant: datetime) -> Iterator[dict[str, Any]]:
    """Every combination of small values and of those that the rules write, the first of them where there are many."""
    written = {value for rule in rules for part in walk(rule.root) for value in _values(part)}
    names = sorted({name for rule in rules for name in rule.names_read})
    tried = [[*_domain(name, scope, written, instant)] for name in names]
    most = max(2, int(_MOST ** (1 / max(1, len(names)))))
    yield from (
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in product(*(_spread(each, most) for each in tried))
    )


def _spread(values: list[Any], most: int) -> list[Any]:
    return values if len(values) <= most else values[:: -(-len(values) // most)]


def _values(part: Any) -> Iterator[Any]:
    if isinstance(part, Literal):
        yield part.value
    elif isinstance(part, Listed):
        yield from part.values
    elif isinstance(part, Read) and part.otherwise is not None:
        yield part.otherwise


def _domain(name: str, scope: Scope, written: set[Any], instant: datetime) -> Iterator[Any]:
    yield None
    if name in scope.records:
        inner = scope.records[name]
        some = [{each: value} for each in inner for value in _scalars(inner[each].type, written, instant)]
        yield from ([], *([each] for each in some), *([one, other] for one in some[:6] for other in some[:6]), some[:4])
        return
    declared = scope[name].type
    values = [*_scalars(declared, written, instant)]
    if not declared.many:
        yield from values
        return
    yield from (
        [],
        [None],
        *([value] for value in values),
        *([one, other] for one, other in product(values[:5], repeat=2)),
    )


def _scalars(declared: Type, written: set[Any], instant: datetime) -> Iterator[Any]:
    match declared.kind:
        case Kind.BOOLEAN:
            yield from (True, False)
        case Kind.TEXT:
            own = sorted(value for value in written if isinstance(value, str))
            yield from (form for text in own for form in (text, text + "x", text[:-1], text.upper(), " " + text))
            yield from ("", "x", "SaaS", "zz")
        case Kind.INTEGER | Kind.DECIMAL as kind:
            own = sorted({Decimal(value) for value in written if type(value) in (int, Decimal)})
            near = {value + step for value in (*own, 0, 3) for step in (-1, Decimal("-0.5"), 0, Decimal("0.5"), 1)}
            whole = kind is Kind.INTEGER
            yield from (int(value) if whole else value for value in sorted(near) if abs(value) < 2**53)
        case Kind.DATE:
            days = [value for value in written if type(value) is date]
            yield from (each for day in (*days, instant.date()) for each in _around(day, timedelta(days=1)))
        case _:
            own = [value for value in written if isinstance(value, datetime)]
            yield from (each for at in (*own, instant) for each in _around(at, timedelta(hours=13)))


def _around(day: Any, step: timedelta) -> Iterator[Any]:
    for count in (-40, -1, 0, 1, 8, 40, 400):
        try:
            yield day + count * step
        except OverflowError:
            continue


def instants(instant: datetime) -> list[datetime]:
    return [instant, *(instant + timedelta(days=days) for days in (-200, -2, 1, 3, 30, 500))]
