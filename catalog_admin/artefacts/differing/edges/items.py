"""Lists of plain values and of records: their items, and the lists that are made of them."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import CLOCK, ITEM, Atom, atoms_of, constants
from catalog_admin.artefacts.differing.edges.lists import is_plain_size, is_question, is_size, lists
from catalog_admin.artefacts.differing.edges.scalars import Values, ordered, plausible
from catalog_admin.artefacts.differing.edges.solving import solutions
from catalog_admin.artefacts.differing.edges.texts import texts
from catalog_admin.predicates.evaluate import Moment, answer
from catalog_admin.predicates.model import BOOLEAN, NUMBERS, SUM_ITEM_LIMIT, TIMES, Gap, Kind, Type
from catalog_admin.predicates.tree import Absent, Call, Each, EachRecord, Expression, Item, Literal, Read, walk

_INSTANTS = 16
_COUNTED = 8


@dataclass(frozen=True)
class Items:
    """A list, and the parts that read it and no other input."""

    name: str
    atoms: Sequence[Atom]
    instants: Sequence[datetime]
    urgent: frozenset[str]

    @property
    def questions(self) -> list[Atom]:
        return [atom for atom in self.atoms if is_question(atom.part, self.name)]

    @property
    def sizes(self) -> list[Atom]:
        return [atom for atom in self.atoms if is_size(atom.part, self.name)]

    @property
    def counted(self) -> list[Atom]:
        """Whatever else is asked of it than whether it is there."""
        known = {atom.key for atom in (*self.questions, *self.sizes)}
        return [atom for atom in self.atoms if atom.key not in known and not isinstance(atom.part, Absent)]

    def unknown(self, *, is_asked_otherwise: bool) -> list[Atom]:
        """Sizes are known where nothing else is asked of the list, and where they are whole and small."""
        is_mixed = is_asked_otherwise or self.questions or self.counted
        return [*self.counted, *(atom for atom in self.sizes if is_mixed or not _is_small(atom))]

    def told(self, bodies: Sequence[Expression], of: "ItemSeen") -> Hashable:
        """What tells an item apart from others."""
        instants = self.instants[: _INSTANTS if _is_clocked(bodies) else 1]
        return tuple(_answered(body, of(at)) for at in instants for body in bodies)

    def are_told_apart(self, bodies: Sequence[Expression]) -> bool:
        """Whether they were looked at at every instant."""
        return len(self.instants) <= _INSTANTS or not _is_clocked(bodies)

    def too_long(self, *, is_asked_otherwise: bool) -> int | None:
        """Where it has changed what a list's length alone decides: how many are too many to be counted."""
        is_mixed = is_asked_otherwise or self.questions or self.counted
        is_soon = any(atom.key in self.urgent for atom in self.sizes)
        return SUM_ITEM_LIMIT + 1 if is_soon and not is_mixed else None


def _is_clocked(bodies: Iterable[Expression]) -> bool:
    return any(CLOCK in Atom(body).names for body in bodies)


class ItemSeen:
    """What a body sees of an item, at an instant."""

    def __init__(self, item: Any, *, is_record: bool) -> None:
        self.item, self.is_record = item, is_record

    def __call__(self, instant: datetime) -> Moment | None:
        if not self.is_record:
            return Moment({}, instant, self.item)
        return None if self.item is None else Moment(self.item, instant)


def _answered(body: Expression, moment: Moment | None) -> Hashable:
    found = None if moment is None else answer(body, moment)
    return ("gap", found.outcome) if isinstance(found, Gap) else (type(found).__name__, found)


def _is_small(atom: Atom) -> bool:
    """Lengths are tried beside what is written: not beside what is worked out of it, nor where each counts twice."""
    if not is_plain_size(atom.part):
        return False
    return all(isinstance(each, int) and not isinstance(each, bool) and each <= 60 for each in constants(atom.part))


def items_of(asked: Items, declared: Type, among: Sequence[Atom]) -> Values:
    """Of a list of plain values; `among` are parts that read further inputs as well."""
    bodies = [*_bodies(asked, among, declared)]
    found = _of_one(asked, declared.kind, atoms_of(bodies))
    sorts = [(value, asked.told(bodies, ItemSeen(value, is_record=False))) for value in (*found.values, None)]
    too_long = asked.too_long(is_asked_otherwise=bool(among))
    made = lists(sorts, len(asked.questions), [*asked.counted, *asked.sizes], too_long)
    more = [
        [value] * length
        for atom in asked.counted[:_COUNTED]
        for length in (1, 2)
        if declared.kind in NUMBERS
        for value in solutions(declared.kind, atom, _listed(asked.name, length, asked.instants[0]), asked.instants[0])
    ]
    of_item = [replace(atom, where=f"each of {asked.name}") for atom in found.unknown if atom.part.type == BOOLEAN]
    unknown = [*of_item, *asked.unknown(is_asked_otherwise=bool(among))]
    if not (made.is_known and asked.are_told_apart(bodies)):
        unknown += asked.questions
    return Values([*made.values, *more], _first(asked, among, len(made.values) + len(more)), unknown)


def _listed(name: str, length: int, instant: datetime) -> Any:
    return lambda value: Moment({name: [value] * length}, instant)


def _first(asked: Items, among: Sequence[Atom], count: int) -> int:
    return count if any(atom.key in asked.urgent for atom in (*asked.atoms, *among)) else 0


def _bodies(asked: Items, among: Sequence[Atom], declared: Type) -> Iterator[Expression]:
    for atom in (*asked.atoms, *among):
        for part in walk(atom.part):
            if isinstance(part, Each) and _is_read(part.source, asked.name):
                yield part.body
            elif isinstance(part, Call) and part.operator == "in":
                needle = part.arguments[0]
                if _is_read(part.arguments[1], asked.name) and isinstance(needle, Literal):
                    yield Call("===", (Item(declared.item, ""), needle), BOOLEAN, "")


def _is_read(part: Expression, name: str) -> bool:
    return isinstance(part, Read) and part.name == name


def _of_one(asked: Items, kind: Kind, atoms: list[Atom]) -> Values:
    now = asked.instants[0]

    def seen(value: Any) -> Moment:
        return Moment({}, now, value)

    if kind is Kind.BOOLEAN:
        return Values([True, False], unknown=[atom for atom in atoms if CLOCK in atom.names])
    atoms = [atom for atom in atoms if ITEM in atom.names]
    if kind is Kind.TEXT:
        found = texts(ITEM, atoms, asked.urgent, seen)
    else:
        found = ordered(kind, ITEM, atoms, asked.urgent, seen, asked.instants)
    if kind not in TIMES:
        found.unknown += [atom for atom in atoms if CLOCK in atom.names]
    found.values = found.values or plausible(kind, now)
    return found


@dataclass(frozen=True)
class Records:
    """Rows worth trying as records, what is asked of each, and whether they are all that there are to try."""

    rows: Sequence[dict[str, Any]]
    bodies: Sequence[Expression]
    is_whole: bool
    is_line: bool
    # What is asked of each line.
    of_line: Sequence[Atom] = ()


def records_of(asked: Items, records: Records, among: Sequence[Atom]) -> Values:
    sorts = [(row, asked.told(records.bodies, ItemSeen(row, is_record=True))) for row in (*records.rows, None)]
    is_asked_otherwise = bool(among) or records.is_line
    too_long = asked.too_long(is_asked_otherwise=is_asked_otherwise)
    questions = len(asked.questions) + records.is_line
    made = lists(sorts, questions, [*asked.counted, *asked.sizes], too_long)
    more = [*_solved(asked, records)]
    unknown = asked.unknown(is_asked_otherwise=is_asked_otherwise)
    if not (made.is_known and records.is_whole and asked.are_told_apart(records.bodies)):
        unknown += [*asked.questions, *records.of_line]
    values = [*made.values, *more]
    return Values(values, _first(asked, among, len(values)) or len(values) * records.is_line, unknown)


def _solved(asked: Items, records: Records) -> Iterator[list[Any]]:
    """Lists of one record, and of two alike, in which one number is what a sum or a count turns at."""
    whole = [row for row in records.rows if all(value is not None for value in row.values())][:3]
    now = asked.instants[0]
    for atom in asked.counted[:_COUNTED]:
        for read in _numbers(atom):
            for row in whole:
                for length in (1, 2):
                    seen = _of_records(asked.name, row, read.name, length, now)
                    for value in solutions(read.type.kind, atom, seen, now):
                        yield [row | {read.name: value}] * length


def _of_records(name: str, row: dict[str, Any], moved: str, length: int, instant: datetime) -> Any:
    return lambda value: Moment({name: [row | {moved: value}] * length}, instant)


def _numbers(atom: Atom) -> Iterator[Read]:
    for each in walk(atom.part):
        if isinstance(each, EachRecord):
            found = (read for part in (*each.chosen, each.body) for read in walk(part) if isinstance(read, Read))
            yield from {read.name: read for read in found if read.type.is_number}.values()
