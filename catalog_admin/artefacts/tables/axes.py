"""The inputs of a table that are plain names, each with a value of every part that its cells and declaration cut."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.tables.cells import kind_of
from catalog_admin.artefacts.tables.declared import bound, domain
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.regions import Between, Region, Value, representatives
from catalog_admin.predicates.exact import WIDE


@dataclass(frozen=True, slots=True)
class Axis:
    """Every column that looks at one path; of a line, what lies between two values is like one of them."""

    path: Path
    columns: tuple[int, ...]
    values: tuple[Value, ...]
    decided: bool
    is_line: bool = False


def axes_of(table: Table, schema: Mapping[str, Any] | None) -> list[Axis]:
    """The inputs that are plain paths, each with a value of every part that its cells and its declaration cut."""
    columns: dict[Path, list[int]] = {}
    for place_, column in enumerate(table.inputs):
        if column.path is not None:
            columns.setdefault(column.path, []).append(place_)
    return [_axis(table, path, tuple(places), domain(schema, path)) for path, places in columns.items()]


def _axis(table: Table, path: Path, columns: tuple[int, ...], said: Mapping[str, Any]) -> Axis:
    regions = [region for column in columns for region in _regions(table, column)]
    kinds = {region.kind for region in regions} or {kind_declared(said)}
    if len(kinds) != 1:
        return Axis(path, columns, (Decimal(0),), decided=False)
    kind = kinds.pop()
    allowed = next((table.inputs[column].allowed for column in columns if table.inputs[column].allowed), ())
    values = possible(kind, {edge for region in regions for edge in region.edges}, said, allowed)
    return Axis(path, columns, tuple(values), decided=True, is_line=kind == "number" and not _named(said, allowed))


def _regions(table: Table, column: int) -> Iterator[Region]:
    for row in table.rows:
        test = row.tests[column]
        if test is not None and test.region is not None:
            yield test.region


def kind_declared(said: Mapping[str, Any]) -> str:
    """Numbers where nothing is said: a witness has to show something."""
    return {"string": "text", "boolean": "boolean"}.get(_declared(said), "number")


def _declared(said: Mapping[str, Any]) -> str:
    """null beside a type says that the value may be missing, which any value may."""
    kinds = said.get("type")
    known = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind != "null"]
    return str(known[0]) if len(known) == 1 else ""


def _value(listed: Any) -> Value:
    return Decimal(listed) if kind_of(listed) == "number" else listed


def possible(kind: str, edges: set[Value], said: Mapping[str, Any], allowed: tuple[Any, ...]) -> list[Value]:
    """One value of every part that the input can have at all."""
    listed = [_value(each) for each in _named(said, allowed) if kind_of(each) == kind]
    if listed:
        return listed
    if kind != "number":
        return representatives(kind, edges)
    closed = Between(bound(said.get("minimum")), bound(said.get("maximum")), low_in=True, high_in=True)
    opened = Between(bound(said.get("exclusiveMinimum")), bound(said.get("exclusiveMaximum")))
    ends = (closed.low, closed.high, opened.low, opened.high)
    around = edges | {end for end in ends if end is not None}
    values = [value for value in representatives(kind, around) if isinstance(value, Decimal)]
    step = _step(said)
    if step is not None:
        # Beside an edge that lies between two steps stand both of them.
        values = sorted({stepped for value in values for stepped in _stepped(value, step)})
    return [value for value in values if closed.holds(value) and opened.holds(value)]


def _named(said: Mapping[str, Any], allowed: tuple[Any, ...]) -> Sequence[Any]:
    return allowed or said.get("enum") or ([said["const"]] if "const" in said else ())


def _step(said: Mapping[str, Any]) -> Decimal | None:
    step = bound(said.get("multipleOf"))
    if _declared(said) == "integer" and (step is None or step != step.to_integral_value()):
        return Decimal(1)
    return step


def _stepped(value: Decimal, step: Decimal) -> set[Decimal]:
    down = WIDE.multiply(WIDE.divide(value, step).to_integral_value("ROUND_FLOOR"), step)
    up = WIDE.add(down, step)
    return {down, up} if down != value else {WIDE.subtract(down, step), down, up}
