"""All that conditions read of one row, each input with its values worth trying, and the parts nobody can answer for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import CLOCK, ITEM, Atom, atoms_of, constants, every_atom, without
from catalog_admin.artefacts.differing.edges.items import Items, Records, items_of, records_of
from catalog_admin.artefacts.differing.edges.scalars import Values, ordered, plausible
from catalog_admin.artefacts.differing.edges.solving import solved
from catalog_admin.artefacts.differing.edges.texts import texts
from catalog_admin.artefacts.differing.probing import ABSENT, Axis, Space
from catalog_admin.predicates.evaluate import Moment
from catalog_admin.predicates.model import BOOLEAN, NUMBERS, TIMES, Kind, Scope, Type
from catalog_admin.predicates.tree import Absent, EachRecord, Expression, Read, parts, walk

Row = dict[str, Any]
_RECORDS_TRIED = 400


@dataclass(frozen=True)
class Lines:
    """What is asked of each record of a list: its own names begin with the prefix there."""

    name: str
    prefix: str
    roots: tuple[Expression, ...]


@dataclass
class Found:
    """`points` are rows that solve a part of several inputs, to look around from."""

    axes: dict[str, Values] = field(default_factory=dict)
    unknown: list[Atom] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)

    def space(self) -> Space:
        names = sorted(self.axes, key=lambda name: (not self.axes[name].first, name))
        axes = [Axis((name,), self.axes[name].values, self.axes[name].first) for name in names]
        return Space(axes, [*_seeds(axes, self.points)])


def _seeds(axes: Sequence[Axis], points: Iterable[Row]) -> Iterator[tuple[int, ...]]:
    for point in points:
        yield tuple(_place(axis, point.get(axis.path[0], ABSENT)) for axis in axes)


def _place(axis: Axis, value: Any) -> int:
    return next((at for at, each in enumerate(axis.values) if each is value or each == value), 0)


@dataclass(frozen=True)
class Survey:
    """At these instants, the first of which is the one that is asked for; `urgent` are the parts that have changed."""

    instants: Sequence[datetime]
    urgent: frozenset[str] = frozenset()

    def of_row(self, roots: Iterable[Expression], scope: Scope | None = None, lines: Lines | None = None) -> Found:
        atoms = atoms_of(roots)
        own: list[Expression] = []
        for atom in atoms_of(lines.roots) if lines else ():
            inner = [name for name in atom.names - {CLOCK} if name.startswith(lines.prefix)] if lines else []
            if not inner:
                atoms.append(atom)
            elif lines and len(inner) == len(atom.names - {CLOCK}):
                own.append(without(lines.prefix, atom.part))
            elif lines:
                atoms.append(atom)
                own += [without(lines.prefix, each) for each in _reads(atom) if each.name in inner]
        return _Row(self, [*{atom.key: atom for atom in atoms}.values()], scope or Scope(), lines, own).found()

    def clock(self, roots: Iterable[Expression], also: set[int], soon: set[int]) -> Values:
        """Instants at which something changes by itself, in lists of records as well; the first one stays itself."""
        atoms = {atom.key: atom for atom in every_atom(roots) if atom.names == {CLOCK}}
        now = self.instants[0]
        found = ordered(
            Kind.DATETIME, CLOCK, atoms.values(), self.urgent, lambda at: Moment({}, at), self.instants, also, soon
        )
        found.values = [now, *(each for each in found.values if each != now)]
        found.first = found.first + 1 if found.first else 0
        return found


def _reads(atom: Atom) -> Iterator[Read]:
    return (each for each in walk(atom.part) if isinstance(each, Read))


@dataclass
class _Row:
    survey: Survey
    atoms: list[Atom]
    scope: Scope
    lines: Lines | None
    of_lines: list[Expression]
    done: Found = field(default_factory=Found)

    def found(self) -> Found:
        types = self._types()
        lists = {each.name for atom in self.atoms for each in walk(atom.part) if isinstance(each, EachRecord)}
        lists |= {self.lines.name} if self.lines else set()
        names = {name for atom in self.atoms for name in atom.names if not self._is_of_line(name)} - {CLOCK, ITEM}
        self.done.unknown += [atom for atom in self.atoms if len(self._inputs(atom)) > 1 and not _asks_if_there(atom)]
        hints: dict[str, list[Any]] = {}
        for point in solved(self._of_several(types), types, self.survey.instants[0]):
            self.done.points.append(point)
            for name, value in point.items():
                hints.setdefault(name, []).append(value)
        for name in sorted(names | lists):
            if name in lists or (name in self.scope.records and name not in types):
                values = self._records(name)
            elif name not in types:
                values = Values([True])  # only whether it is there is asked
            elif types[name].many:
                values = self._items(name, types[name])
            else:
                values = self._scalars(name, types[name].kind, hints.get(name, []))
            self.done.unknown += values.unknown
            self.done.axes[name] = Values([*values.values, ABSENT], values.first)
        return self.done

    def _is_of_line(self, name: str) -> bool:
        return self.lines is not None and name.startswith(self.lines.prefix)

    def _types(self) -> Mapping[str, Type]:
        declared = {name: each.type for name, each in self.scope.items()}
        return declared | {read.name: read.type for atom in self.atoms for read in _outer(atom.part)}

    def _inputs(self, atom: Atom) -> frozenset[str]:
        return atom.names - {CLOCK}

    def _of_several(self, types: Mapping[str, Type]) -> list[Atom]:
        """Those of plain inputs alone, what has changed first."""
        found = [
            atom
            for atom in self.done.unknown
            if all(name in types and not types[name].many for name in self._inputs(atom))
        ]
        return sorted(found, key=lambda atom: atom.key not in self.survey.urgent)

    def _alone(self, name: str) -> list[Atom]:
        return [atom for atom in self.atoms if self._inputs(atom) == {name}]

    def _scalars(self, name: str, kind: Kind, hints: list[Any]) -> Values:
        now, urgent = self.survey.instants[0], self.survey.urgent
        atoms = [atom for atom in self._alone(name) if not (_asks_if_there(atom) or _is_as_it_is(atom))]
        among = self._among(name)
        if kind is Kind.BOOLEAN:
            clocked = [atom for atom in atoms if CLOCK in atom.names]
            soon = any(atom.key in urgent for atom in atoms)
            return Values([True, False], 2 * soon, clocked)
        if kind is Kind.TEXT:
            found = texts(name, atoms, urgent, lambda value: Moment({name: value}, now), among)
            found.unknown += [atom for atom in atoms if CLOCK in atom.names]
        else:
            found = ordered(kind, name, atoms, urgent, lambda value: Moment({name: value}, now), self.survey.instants)
            if kind not in TIMES:
                found.unknown += [atom for atom in atoms if CLOCK in atom.names]
        more = [
            *hints,
            *(_compared_with(kind, among) if among else ()),
            *([] if found.values else plausible(kind, now)),
        ]
        found.values = [*dict.fromkeys([*found.values, *more])]
        if any(atom.key in urgent for atom in among):
            found.first = len(found.values)
        return found

    def _items(self, name: str, declared: Type) -> Values:
        asked = Items(name, self._alone(name), self.survey.instants, self.survey.urgent)
        return items_of(asked, declared, self._among(name))

    def _among(self, name: str) -> list[Atom]:
        return [atom for atom in self.done.unknown if name in atom.names]

    def _records(self, name: str) -> Values:
        inner = [each for atom in self.atoms for each in walk(atom.part) if isinstance(each, EachRecord)]
        bodies = [part for each in inner if each.name == name for part in (*each.chosen, each.body)]
        is_line = self.lines is not None and self.lines.name == name
        bodies += self.of_lines if is_line else []
        of_record = self.survey.of_row(bodies, self.scope.records.get(name))
        space, among = of_record.space(), self._among(name)
        asked_of_lines = {Atom(part).key for part in self.of_lines} if is_line else set()
        self.done.unknown += [
            replace(atom, where=f"each of {name}")
            for atom in of_record.unknown
            # Of what is summed up the sum is told.
            if atom.part.type == BOOLEAN or atom.key in asked_of_lines
        ]
        rows = [dict(row) for row in space.contexts(_RECORDS_TRIED)]
        asked = Items(name, self._alone(name), self.survey.instants, self.survey.urgent)
        of_line = [replace(atom, where=f"each of {name}") for atom in atoms_of(self.of_lines if is_line else ())]
        return records_of(asked, Records(rows, bodies, space.is_within(_RECORDS_TRIED), is_line, of_line), among)


def _outer(part: Expression) -> Iterator[Read]:
    """Names of this row, not those of records in it."""
    if isinstance(part, Read):
        yield part
    elif not isinstance(part, EachRecord):
        for each in parts(part):
            yield from _outer(each)


def _asks_if_there(atom: Atom) -> bool:
    return isinstance(atom.part, Absent)


def _compared_with(kind: Kind, atoms: Iterable[Atom]) -> Iterator[Any]:
    for atom in atoms:
        for value in constants(atom.part):
            if kind in NUMBERS and isinstance(value, int) and not isinstance(value, bool):
                yield from (value - 1, value, value + 1)


def _is_as_it_is(atom: Atom) -> bool:
    """A value that is only handed on."""
    return isinstance(atom.part, Read) and atom.part.type != BOOLEAN
