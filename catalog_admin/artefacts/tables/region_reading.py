"""The words of a cell → its region, where it says no more than comparisons with written values.

Read with zen's own meaning: a comma is an `or`, also in `>= 1000, < 5000`, which is therefore always true.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from catalog_admin.artefacts.tables.regions import Among, Between, Joined, Region, Shape, Value
from catalog_admin.artefacts.tables.words import Word


class _Undecided(Exception):
    """Leaves the reading of a cell that is more than sets and intervals."""


def region_of(said: list[Word]) -> Region | None:
    """None where the cell says more than comparisons with written values of one kind."""
    reader = _Reader(said)
    try:
        shape = reader.listed()
        reader.end()
        edges = frozenset(_edges(shape))
        kinds = {_kind(edge) for edge in edges}
    except _Undecided:
        return None
    return Region(kinds.pop(), shape, edges) if len(kinds) == 1 else None


def _kind(value: Value) -> str:
    return "boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def _edges(shape: Shape) -> Iterator[Value]:
    match shape:
        case Among(values=values):
            yield from values
        case Between(low=low, high=high):
            yield from (edge for edge in (low, high) if edge is not None)
        case Joined(parts=parts):
            for part in parts:
                yield from _edges(part)


class _Reader:
    """listed := either {"," either}; either := both {"or" both}; both := test {"and" test}"""

    def __init__(self, said: list[Word]) -> None:
        self.said = said
        self.place = 0

    def word(self) -> Word:
        if self.place >= len(self.said):
            raise _Undecided
        return self.said[self.place]

    def skip(self, *spelt: str) -> str | None:
        """The mark or keyword, when it is one of these."""
        if self.place < len(self.said) and self.said[self.place].sort in ("mark", "name"):
            said = self.said[self.place].said
            if said in spelt:
                self.place += 1
                return said
        return None

    def end(self) -> None:
        if self.place < len(self.said):
            raise _Undecided

    def joined(self, part: Callable[[], Shape], mark: str, *, every: bool) -> Shape:
        parts = [part()]
        while self.skip(mark):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every)

    def listed(self) -> Shape:
        return self.joined(self.either, ",", every=False)

    def either(self) -> Shape:
        return self.joined(self.both, "or", every=False)

    def both(self) -> Shape:
        return self.joined(self.test, "and", every=True)

    def test(self) -> Shape:
        subject = self.skip("$")
        inside = self.skip("not") is None
        if self.skip("in"):
            return self.members(inside=inside)
        if not inside:
            raise _Undecided
        comparison = self.skip("<", "<=", ">", ">=", "==", "!=")
        if comparison:
            return _compared(comparison, self.literal())
        if subject:
            raise _Undecided
        return self.members(inside=True) if self.word().is_mark("(", "[") else Among((self.literal(),))

    def members(self, *, inside: bool) -> Shape:
        """What follows `in`: an interval, or a list."""
        opening = self.skip("(", "[")
        if opening is None:
            raise _Undecided
        values = [self.literal()]
        if self.skip(".."):
            return self.interval(opening, values[0], inside=inside)
        while self.skip(","):
            values.append(self.literal())
        if opening != "[" or self.skip("]") is None:
            raise _Undecided
        return Among(tuple(values), inside)

    def interval(self, opening: str, low: Value, *, inside: bool) -> Shape:
        high = self.literal()
        closing = self.skip("]", ")")
        if closing is None or not isinstance(low, Decimal) or not isinstance(high, Decimal):
            raise _Undecided
        return Between(low, high, opening == "[", closing == "]", inside)

    def literal(self) -> Value:
        signed = self.skip("-") is not None
        word = self.word()
        self.place += 1
        if word.sort == "number":
            number = Decimal(word.said.replace("_", ""))
            return -number if signed else number
        if signed or not (word.sort == "text" or word.is_keyword("true", "false")):
            raise _Undecided
        return word.meant if word.sort == "text" else word.said == "true"


def _compared(comparison: str, value: Value) -> Shape:
    if comparison in ("==", "!="):
        return Among((value,), comparison == "==")
    if not isinstance(value, Decimal):
        raise _Undecided
    closed = comparison.endswith("=")
    if comparison.startswith("<"):
        return Between(high=value, high_in=closed)
    return Between(low=value, low_in=closed)
