"""Values of one input worth trying: one of each piece into which the parts that read it alone cut it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import CLOCK, Atom, constants
from catalog_admin.artefacts.differing.edges.forms import PERIODS, distance_of, is_cut_exactly, period_of
from catalog_admin.artefacts.differing.edges.places import LINES, Line, changes
from catalog_admin.predicates.evaluate import Moment
from catalog_admin.predicates.model import NUMBERS, TIMES, Kind, Outcome

_DAY = timedelta(days=1)
_LARGE = Decimal(10) ** 9
_NEAR = 8
# What a part sees where the input has this value.
Seen = Callable[[Any], Moment]


@dataclass
class Values:
    """The `first` of them tell apart what has changed. `unknown` are parts whose edges are not known."""

    values: list[Any] = field(default_factory=list)
    first: int = 0
    unknown: list[Atom] = field(default_factory=list)


@dataclass(frozen=True)
class Cutting:
    """What cuts a line, and whether it is known that nothing else does."""

    line: Line
    kind: Kind
    seen: Seen
    instants: Sequence[datetime]

    def starts(self, atom: Atom) -> set[int]:
        near = {self.line.lowest, self.line.highest, *self._around(self._zero())}
        for value in constants(atom.part):
            near |= self._around(value)
        return self.line.within(near)

    def _zero(self) -> Any:
        return 0 if self.kind in NUMBERS else self.instants[0]

    def _around(self, value: Any) -> set[int]:
        at = self.place_of(value)
        return set() if at is None else {at - 1, at, at + 1}

    def place_of(self, value: Any) -> int | None:
        if self.kind in NUMBERS:
            is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            return self.line.at(value) if is_number else None
        if isinstance(value, datetime):
            return self.line.at(value.astimezone(UTC))
        if isinstance(value, date):
            return self.line.at(value if self.kind is Kind.DATE else datetime.combine(value, time(), UTC))
        return None

    def cuts(self, atom: Atom, seen: Seen | None = None) -> tuple[set[int], bool]:
        """And whether it is sure that they are all, if it goes one way: what fails everywhere may do so by chance, and
        what turns too often is not followed to the end."""
        look = seen or self.seen
        starts = self.starts(atom)
        answers = {place: atom.at(look(self.line.value(place))) for place in starts}
        found, is_all = changes(
            lambda place: answers[place] if place in answers else atom.at(look(self.line.value(place))), starts
        )
        return found, is_all and any(each is not Outcome.ERROR for each in answers.values())


def ordered(
    kind: Kind,
    name: str,
    atoms: Iterable[Atom],
    urgent: frozenset[str],
    seen: Seen,
    instants: Sequence[datetime],
    also: Iterable[int] = (),
    changed: Iterable[int] = (),
) -> Values:
    """`urgent` are the parts that have changed, `also` further cuts, and `changed` those of them that have.

    `seen` is what a part sees of a value, at the first instant.
    """
    cutting = Cutting(LINES[kind], kind, seen, instants)
    found = Values()
    cuts, soon = set(also), set(changed)
    periods: list[Atom] = []
    distances: list[Atom] = []
    alone: list[Atom] = []
    for atom in atoms:
        is_period = period_of(atom, name) is not None
        own, is_sure = (set[int](), True) if is_period else _cuts(cutting, atom, name)
        cuts |= own
        soon |= own if atom.key in urgent else set()
        if name != CLOCK and CLOCK in atom.names:
            distances.append(atom)
            found.unknown += [] if is_sure else [atom]
        elif is_period:
            periods.append(atom)
        else:
            alone.append(atom)
            if not (is_sure and is_cut_exactly(atom, name)):
                found.unknown.append(atom)
    found.unknown += _unsettled(distances, name, has_others=bool(alone or periods))
    asked = {period_of(atom, name) for atom in periods} - {None}
    found.unknown += periods if len(asked) > 1 else []
    pieces = [(piece, _is_soon(piece, soon)) for piece in cutting.line.pieces(cuts)] if cuts else []
    chosen = [
        (cutting.line.value(place), is_soon)
        for piece, is_soon in pieces or [((0, 0), False)] * bool(asked)
        for place in _places(cutting, piece if pieces else _all_of(cutting.line), asked)
    ]
    chosen.sort(key=lambda each: (not each[1], _is_extreme(each[0])))
    found.values = [*dict.fromkeys(value for value, _ in chosen)]
    found.first = len({value for value, is_soon in chosen if is_soon})
    return found


def _all_of(line: Line) -> tuple[int, int]:
    return line.lowest, line.highest


def _cuts(cutting: Cutting, atom: Atom, name: str) -> tuple[set[int], bool]:
    """What asks for the distance to the clock is cut elsewhere at each instant; it is looked at the nearest of them."""
    if name == CLOCK or CLOCK not in atom.names:
        return cutting.cuts(atom)
    told = [cutting.cuts(atom, _moved(cutting.seen, instant)) for instant in cutting.instants[:_NEAR]]
    is_sure = len(cutting.instants) <= _NEAR and all(sure for _, sure in told)
    return set[int]().union(*(cuts for cuts, _ in told)), is_sure


def _moved(seen: Seen, instant: datetime) -> Seen:
    def then(value: Any) -> Moment:
        now = seen(value)
        return Moment(now.row, instant, now.item)

    return then


def _unsettled(distances: list[Atom], name: str, *, has_others: bool) -> list[Atom]:
    """Distances to the clock are known where nothing else is asked, and all in days or all to the moment."""
    told = {distance_of(atom, name) for atom in distances}
    return distances if has_others or len(told) > 1 or None in told else []


def _is_soon(piece: tuple[int, int], soon: set[int]) -> bool:
    return piece[1] in soon or piece[0] - 1 in soon


def _is_extreme(value: Any) -> bool:
    return isinstance(value, int | Decimal) and abs(Decimal(value)) >= _LARGE


def _places(cutting: Cutting, piece: tuple[int, int], asked: set[str | None]) -> Iterator[int]:
    """One; where weekdays or months are asked for, one of each that there are in it."""
    line = cutting.line
    start = line.written(piece)
    yield start
    for period in asked:
        base = _near_now(cutting, piece) if piece[0] == line.lowest and piece[1] == line.highest else start
        day_long = 1 if cutting.kind is Kind.DATE else _DAY // timedelta(microseconds=1)
        step = -day_long if piece[0] == line.lowest and piece[1] != line.highest else day_long
        for day in _days(line, base, PERIODS[str(period)], step, is_month=period == "date.month"):
            if piece[0] <= day <= piece[1]:
                yield day
        if not piece[0] <= base + PERIODS[str(period)] * step <= piece[1]:
            # What is left at its end may lie in one more day, and be shorter than one.
            yield piece[0] if step < 0 else piece[1]


def _near_now(cutting: Cutting, piece: tuple[int, int]) -> int:
    return cutting.place_of(cutting.instants[0]) or piece[0]


def _days(line: Line, base: int, count: int, step: int, *, is_month: bool) -> Iterator[int]:
    """Days after (or before) the base; of months the first one of each."""
    month = None
    for day in range(count + 1):
        place = base + day * step
        if not line.lowest <= place <= line.highest:
            return
        value: Any = line.value(place)
        if not is_month or value.month != month:
            month = value.month
            yield place


def plausible(kind: Kind, instant: datetime) -> list[Any]:
    """Where nobody compares the input with anything."""
    if kind in TIMES:
        return [instant.astimezone(UTC).date() if kind is Kind.DATE else instant]
    return [*_PLAUSIBLE[kind]]


_PLAUSIBLE: dict[Kind, tuple[Any, ...]] = {
    Kind.BOOLEAN: (True, False),
    Kind.TEXT: ("other", ""),
    Kind.INTEGER: (1, 0, -1),
    Kind.DECIMAL: (Decimal(1), Decimal(0), Decimal(-1)),
}
