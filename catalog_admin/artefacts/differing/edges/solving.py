"""Parts of several inputs, solved for one at a time while the others stay at values that people might write."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import CLOCK, Atom, constants
from catalog_admin.artefacts.differing.edges.places import LINES
from catalog_admin.artefacts.differing.edges.scalars import Cutting, Seen, plausible
from catalog_admin.predicates.evaluate import Moment
from catalog_admin.predicates.model import NUMBERS, Kind, Type

MOST_SOLVED = 24
_BASES = 3
Row = dict[str, Any]


def solved(atoms: Iterable[Atom], types: Mapping[str, Type], instant: datetime) -> Iterator[Row]:
    """Rows on either side of where a part changes its mind."""
    for atom, _ in zip(atoms, range(MOST_SOLVED), strict=False):
        names = sorted(atom.names - {CLOCK})
        for base in _bases(names, atom, types, instant):
            for name in names:
                kind = types[name].kind
                if kind in LINES:
                    for value in solutions(kind, atom, _with(base, name, instant), instant):
                        yield base | {name: value}


def solutions(kind: Kind, atom: Atom, seen: Seen, instant: datetime) -> list[Any]:
    """A value of each piece into which the part cuts its line there."""
    cutting = Cutting(LINES[kind], kind, seen, [instant])
    cuts, _ = cutting.cuts(atom)
    return [cutting.line.value(cutting.line.written(piece)) for piece in cutting.line.pieces(cuts)] if cuts else []


def _with(base: Row, name: str, instant: datetime) -> Seen:
    return lambda value: Moment(base | {name: value}, instant)


def _bases(names: list[str], atom: Atom, types: Mapping[str, Type], instant: datetime) -> Iterator[Row]:
    worth = {name: worth_trying(types[name].kind, atom, instant) for name in names}
    for turn in range(_BASES):
        yield {name: values[turn % len(values)] for name, values in worth.items()}


def worth_trying(kind: Kind, atom: Atom, instant: datetime) -> list[Any]:
    """What is plausible, and what the part itself says."""
    said = [value for value in constants(atom.part) if _is_of(kind, value)]
    return [*plausible(kind, instant), *said]


def _is_of(kind: Kind, value: object) -> bool:
    if kind in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return kind is Kind.TEXT and isinstance(value, str)
