"""Behavioural difference of conditions of the rule language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, compared, named
from catalog_admin.artefacts.differing.edges.atoms import every_atom, without
from catalog_admin.artefacts.differing.edges.places import LINES
from catalog_admin.artefacts.differing.edges.survey import Lines, Survey
from catalog_admin.artefacts.differing.probing import INSTANT, Axis, Space
from catalog_admin.artefacts.rulesets.lines import ITEM
from catalog_admin.artefacts.rulesets.model import Interval
from catalog_admin.artefacts.tables.shapes import place
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Kind, Scope
from catalog_admin.predicates.tree import Expression, Rule


@dataclass(frozen=True)
class Edges:
    """Inputs on and beside every edge that is known, and the parts of which they are not."""

    space: Space
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What one of two versions asks: conditions and the values that it works out, of the whole and of each line, and
    when they are in force."""

    roots: Sequence[Expression]
    in_force: Sequence[Interval] = ()
    lines: Sequence[Expression] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Of all its parts; of lines by either of their names, as the whole sees them and as they are in themselves."""
        of_line = [without(f"{ITEM}.", root) for root in self.lines]
        return frozenset(atom.key for roots in (self.roots, self.lines, of_line) for atom in every_atom(roots))


def compared_rules(before: Rule, after: Rule, instant: datetime, scope: Scope | None = None) -> Behaviour:
    """Names are flat in the language, so a witness is a row: `{"product.type": "SaaS"}`."""
    edges = edges_of(Asked([before.root]), Asked([after.root]), instant, Reading(scope, nested=False))
    return compared(
        lambda row, at: evaluate(before, row, at).name,
        lambda row, at: evaluate(after, row, at).name,
        edges.space,
        [instant],
        unknown=edges.unknown,
    )


@dataclass(frozen=True)
class Reading:
    """What both sides read: the names that are declared, and the lines that something is asked of each of."""

    scope: Scope | None = None
    lines: str | None = None
    nested: bool = True


def edges_of(
    before: Asked,
    after: Asked,
    instant: datetime,
    reading: Reading,
    first: Asked | None = None,
    unknown: Iterable[str] = (),
) -> Edges:
    """Of both; what is in only one of them, and what is said to come first, comes first. `unknown` are further parts
    that nobody can answer for."""
    urgent = (before.keys ^ after.keys) | (first.keys if first else frozenset())
    both = [*before.roots, *after.roots, *before.lines, *after.lines]
    soon = _cuts(first.in_force if first else [])
    clock = Survey([instant], urgent).clock(both, _cuts([*before.in_force, *after.in_force]), soon)
    of_each = Lines(reading.lines, f"{ITEM}.", (*before.lines, *after.lines)) if reading.lines else None
    found = Survey(clock.values, urgent).of_row([*before.roots, *after.roots], reading.scope, of_each)
    space = found.space()
    axes = [_nested(axis) if reading.nested else axis for axis in space.axes]
    told = [*unknown, *(atom.shown for atom in (*clock.unknown, *found.unknown))]
    whole = Space([*axes, Axis(INSTANT, clock.values, clock.first)], [(*seed, 0) for seed in space.seeds])
    return Edges(whole, named(told))


def _cuts(intervals: Sequence[Interval]) -> set[int]:
    line = LINES[Kind.DATETIME]
    edges = (edge for each in intervals for edge in (each.begins, each.ends))
    return {line.at(edge) - 1 for edge in edges if edge is not None}


def _nested(axis: Axis) -> Axis:
    values = [_written(value) for value in axis.values]
    return Axis(tuple(axis.path[0].split(".")), values, axis.first)


def _written(value: Any) -> Any:
    """Records as people write them."""
    if isinstance(value, list):
        return [_written(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    record: dict[str, Any] = {}
    for name, each in value.items():
        place(record, tuple(name.split(".")), _written(each))
    return record
