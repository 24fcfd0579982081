"""The values of an ordered kind as places on a line of whole numbers, and where along it an answer changes."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

from catalog_admin.predicates.exact import FRACTION_DIGITS, INTEGER_LIMIT, WHOLE_DIGITS, WIDE, plain
from catalog_admin.predicates.model import Kind, Scalar

_MOMENT = timedelta(microseconds=1)
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_MOST_CUTS = 64
_DECIMAL_END = 10 ** (WHOLE_DIGITS + FRACTION_DIGITS) - 1


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is the place of a value, or of the nearest one below it that there is; `coarse` are the steps between
    values that people write, the widest first."""

    lowest: int
    highest: int
    value: Callable[[int], Scalar]
    at: Callable[[Any], int]
    coarse: tuple[int, ...] = (1,)

    def within(self, places: Iterable[int]) -> set[int]:
        return {place for place in places if self.lowest <= place <= self.highest}

    def pieces(self, cuts: Iterable[int]) -> list[tuple[int, int]]:
        """From the first place of each to its last; a cut lies just after its place."""
        ordered = sorted(cuts)
        return [*zip([self.lowest, *(cut + 1 for cut in ordered)], [*ordered, self.highest], strict=True)]

    def written(self, piece: tuple[int, int]) -> int:
        """A place in the piece that people would write: near its beginning, or near its end where it has none."""
        low, high = piece
        for step in self.coarse:
            found = high // step * step if low == self.lowest else -(-low // step) * step
            if low <= found <= high:
                return found
        return low


def _decimal(place: int) -> Decimal:
    return Decimal(plain(WIDE.scaleb(Decimal(place), -FRACTION_DIGITS)))


def _decimal_at(value: Any) -> int:
    return int(WIDE.scaleb(Decimal(value), FRACTION_DIGITS).to_integral_value(ROUND_FLOOR))


LINES: dict[Kind, Line] = {
    Kind.INTEGER: Line(
        -INTEGER_LIMIT, INTEGER_LIMIT, int, lambda value: int(Decimal(value).to_integral_value(ROUND_FLOOR))
    ),
    Kind.DECIMAL: Line(
        -_DECIMAL_END,
        _DECIMAL_END,
        _decimal,
        _decimal_at,
        tuple(10**digits for digits in range(FRACTION_DIGITS - 2, -1, -1)),
    ),
    Kind.DATE: Line(1, date.max.toordinal(), date.fromordinal, lambda value: value.toordinal()),
    Kind.DATETIME: Line(
        0,
        (_LAST - _FIRST) // _MOMENT,
        lambda place: _FIRST + place * _MOMENT,
        lambda value: (value - _FIRST) // _MOMENT,
    ),
}
# How long texts are, as far as they may be.
LENGTHS = Line(0, 16_384, int, lambda value: int(Decimal(value).to_integral_value(ROUND_FLOOR)))


def changes(answer: Callable[[int], Hashable], looked_at: Iterable[int]) -> tuple[set[int], bool]:
    """Places after which the answer is another one, all of them if it changes its mind in one direction between two
    neighbours of those that are looked at; and whether it was looked to the end: only so many are searched for."""
    known = {place: answer(place) for place in sorted(set(looked_at))}
    todo = [*pairwise(known)]
    # Between places that lie side by side nothing has to be searched for: however many there are, they are no effort.
    found = {low for low, high in todo if high - low == 1 and known[low] != known[high]}
    most = len(found) + _MOST_CUTS
    todo = [(low, high) for low, high in todo if high - low > 1]
    while todo:
        if len(found) >= most:
            return found, False
        low, high = todo.pop()
        if known[low] == known[high]:
            continue
        if high - low == 1:
            found.add(low)
            continue
        middle = (low + high) // 2
        known[middle] = answer(middle)
        todo += [(middle, high), (low, middle)]
    return found, True
