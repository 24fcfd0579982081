"""Where conditions of the rule language can change their mind: on and beside what their inputs are compared with."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, compared
from catalog_admin.artefacts.differing.probing import ABSENT, Axis, Space
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.rules import is_clock
from catalog_admin.predicates.tree import Call, Each, EachRecord, Expression, Listed, Literal, Read, Rule, parts, walk

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_FINE = Decimal("0.01")
_DAYS_LIMIT = 40_000
_LIST_LIMIT = 4
_AROUND_EDGE = 3
_RECORD_LIMIT = 24
_LENGTHS = range(65)


def compared_rules(before: Rule, after: Rule, instant: datetime) -> Behaviour:
    """Names are flat in the language, so a witness is a row: `{"product.type": "SaaS"}`."""
    return compared(
        lambda row, at: evaluate(before, row, at).name,
        lambda row, at: evaluate(after, row, at).name,
        space_of([before, after], instant),
        [instant],
    )


def space_of(rules: Iterable[Rule], instant: datetime, *, nested: bool = False, first: Iterable[Rule] = ()) -> Space:
    """Every name that one of the rules reads, with values from both sides of all their edges; those of `first` first.

    `nested` gives contexts as people write them, `{"product": {"type": "SaaS"}}` and lists; otherwise rows.
    """
    return _space([rule.root for rule in rules], instant, nested=nested, first=[rule.root for rule in first])


def _space(roots: Iterable[Expression], instant: datetime, *, nested: bool, first: Iterable[Expression] = ()) -> Space:
    edges, records = _edges(roots, instant)
    urgent, _ = _edges(first, instant)
    values: dict[str, tuple[list[Any], int]] = {}
    for name, (kind, found) in edges.items():
        soon = urgent[name][1] if name in urgent else []
        ordered = [*_sorted(soon), *_sorted(edge for edge in found if edge not in soon)]
        values[name] = _values(kind, ordered, list if nested else tuple), _AROUND_EDGE * len(soon)
    values |= {name: (_records(found, instant, nested=nested), 0) for name, found in records.items()}
    names = sorted(values, key=lambda name: (name not in urgent, name))
    return Space([Axis(tuple(name.split(".")) if nested else (name,), *values[name]) for name in names])


def _edges(
    roots: Iterable[Expression], instant: datetime
) -> tuple[dict[str, tuple[Type, list[Any]]], dict[str, list[Expression]]]:
    """What each name is compared with, and what looks into lists of records."""
    edges: dict[str, tuple[Type, list[Any]]] = {}
    records: dict[str, list[Expression]] = {}
    for root in roots:
        for part in _own(root):
            if isinstance(part, EachRecord):
                records.setdefault(part.name, []).extend([*part.chosen, part.body])
            else:
                _gather(part, edges, instant)
    return edges, records


def _own(root: Expression) -> Iterator[Expression]:
    """The parts that look at this row: names inside lists of records are those of other rows."""
    yield root
    if not isinstance(root, EachRecord):
        for part in parts(root):
            yield from _own(part)


def _records(roots: list[Expression], instant: datetime, *, nested: bool) -> list[Any]:
    """No record, one of each sort worth trying, and the first two together."""
    rows = [dict(row) for row in _space(roots, instant, nested=nested).contexts(_RECORD_LIMIT)]
    return [[], *([row] for row in rows), rows[:2], ABSENT]


def _gather(part: Expression, edges: dict[str, tuple[Type, list[Any]]], instant: datetime) -> None:
    if isinstance(part, Read):
        edges.setdefault(part.name, (part.type, []))
    elif isinstance(part, Call | Each):
        for read in [read for read in _own(part) if isinstance(read, Read)]:
            found = edges.setdefault(read.name, (read.type, []))[1]
            found += [value for value in _written(part, read, instant) if value not in found]


def _written(part: Call | Each, read: Read, instant: datetime) -> Iterator[Any]:
    """Every constant of the read's kind that stands with it in one comparison or list, and the clock as a date."""
    clocked = any(isinstance(each, Call) and is_clock(each.operator) for each in walk(part))
    for each in walk(part):
        values = each.values if isinstance(each, Listed) else (each.value,) if isinstance(each, Literal) else ()
        for value in values:
            yield from _as(read.type.kind, value, instant if clocked else None)
    if clocked and read.type.kind in (Kind.DATE, Kind.DATETIME):
        yield from _as(read.type.kind, 0, instant)


def _as(kind: Kind, value: Any, instant: datetime | None) -> Iterator[Any]:
    """The constant as a value of this kind; a number beside the clock is a number of days from it."""
    if kind in (Kind.INTEGER, Kind.DECIMAL) and isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield int(value) if kind is Kind.INTEGER else Decimal(value)
    elif kind is Kind.TEXT and isinstance(value, str):
        yield value
    elif kind is Kind.TEXT and type(value) is int and value in _LENGTHS:
        yield "x" * value
    elif kind is Kind.BOOLEAN and isinstance(value, bool):
        yield value
    elif isinstance(value, datetime):
        yield value if kind is Kind.DATETIME else value.date()
    elif isinstance(value, date):
        yield value if kind is Kind.DATE else datetime.combine(value, time(), UTC)
    elif instant is not None and isinstance(value, int | Decimal) and -_DAYS_LIMIT <= int(value) <= _DAYS_LIMIT:
        for days in (int(value), -int(value)):
            moment = instant + days * _DAY
            yield moment if kind is Kind.DATETIME else moment.date()


def _values(type: Type, edges: list[Any], listed: Callable[[Iterable[Any]], Any]) -> list[Any]:
    around = [*dict.fromkeys(value for edge in edges for value in _beside(type.kind, edge))]
    around = around or _BARE[type.kind]
    if not type.many:
        return [*around, ABSENT]
    lists = [[], *([value] for value in around[: 4 * _LIST_LIMIT]), around[:_LIST_LIMIT], [None]]
    return [*map(listed, lists), ABSENT]


def _sorted(edges: Iterable[Any]) -> list[Any]:
    return sorted(edges, key=lambda edge: (str(type(edge)), edge))


def _beside(kind: Kind, edge: Any) -> Iterator[Any]:
    """The edge, and the nearest values on either side of it that people write."""
    if kind is Kind.BOOLEAN:
        yield from (True, False)
    elif kind is Kind.TEXT:
        yield from (edge, f"{edge}_", edge[:-1])
    elif kind is Kind.INTEGER:
        yield from (edge - 1, edge, edge + 1)
    elif kind is Kind.DECIMAL:
        yield from (edge - _FINE, edge, edge + _FINE)
    else:
        step = _MOMENT if kind is Kind.DATETIME else _DAY
        yield from (edge - step, edge, edge + step)


_BARE: dict[Kind, list[Any]] = {
    Kind.BOOLEAN: [True, False],
    Kind.TEXT: ["", "other"],
    Kind.INTEGER: [-1, 0, 1],
    Kind.DECIMAL: [Decimal(-1), Decimal(0), Decimal(1)],
    Kind.DATE: [date(2026, 1, 1)],
    Kind.DATETIME: [datetime(2026, 1, 1, tzinfo=UTC)],
}
