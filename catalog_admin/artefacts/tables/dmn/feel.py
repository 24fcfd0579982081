"""FEEL's unary tests and literals → cells of our tables, meaning the same; anything else is refused."""

import json
import re
from collections.abc import Callable
from typing import Literal

from catalog_admin.artefacts.tables.words import TEXT_LIMIT, UnreadableExpression

_WORD = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d+(\.\d+)?|\.\d+)
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<name>[^\W\d]\w*)
    |(?P<mark>\.\.|<=|>=|!=|[-<>=()\[\],.+*/])""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[^\W\d][\w ]*(\.[^\W\d][\w ]*)*")
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_INTERVAL_OPENS = {"[": "[", "(": "(", "]": "("}
_INTERVAL_CLOSES = {"]": "]", ")": ")", "[": ")"}
Sort = Literal["number", "text", "name", "mark"]
Word = tuple[Sort, str]


def test_cell(feel: str) -> str:
    """The cell that holds for the same values; empty for `-`, which asks nothing."""
    reader = _Reader(feel)
    if reader.words == [("mark", "-")] or not reader.words:
        return ""
    if reader.words[:2] == [("name", "not"), ("mark", "(")]:
        reader.place = 2
        tests = reader.listed(negated=True)
        reader.expect(")")
        reader.end()
        return " and ".join(tests)
    tests = reader.listed(negated=False)
    reader.end()
    return ", ".join(tests)


def result_cell(feel: str) -> str:
    """The expression of a value that is written down."""
    reader = _Reader(feel)
    cell = "null" if reader.skip("null") else reader.value()
    reader.end()
    return cell


def value_cells(feel: str) -> list[str]:
    """The values that are listed, each as a cell."""
    reader = _Reader(feel)
    values = [reader.value()]
    while reader.skip(","):
        values.append(reader.value())
    reader.end()
    return values


def path_of(feel: str) -> tuple[str, ...]:
    """The names of an input expression that is a name, or names joined by dots; FEEL's names may hold spaces."""
    said = " ".join(feel.split())
    if not _NAME.fullmatch(said):
        raise UnreadableExpression(f"the input {said[:60]!r} is more than a name", "a decision of its own")
    return tuple(name.strip() for name in said.split("."))


class _Reader:
    def __init__(self, feel: str) -> None:
        self.words = _words(feel)
        self.place = 0

    def skip(self, *words: str) -> str | None:
        if self.place < len(self.words):
            sort, said = self.words[self.place]
            if sort in ("mark", "name") and said in words:
                self.place += 1
                return said
        return None

    def expect(self, mark: str) -> None:
        if self.skip(mark) is None:
            raise UnreadableExpression(f"expected `{mark}`, found {self.seen()}")

    def end(self) -> None:
        if self.place < len(self.words):
            raise UnreadableExpression(f"{self.seen()} is more than a comparison with a written value")

    def seen(self) -> str:
        return f"`{self.words[self.place][1][:40]}`" if self.place < len(self.words) else "the end"

    def listed(self, *, negated: bool) -> list[str]:
        tests = [self.test(negated=negated)]
        while self.skip(","):
            tests.append(self.test(negated=negated))
        return tests

    def test(self, *, negated: bool) -> str:
        comparison = self.skip("<", "<=", ">", ">=", "=", "!=")
        if comparison is not None:
            return self.compared("==" if comparison == "=" else comparison, negated=negated)
        opening = self.skip("[", "(", "]")
        if opening is not None:
            return self.interval(opening, negated=negated)
        value = "null" if self.skip("null") else self.value()
        return f"!= {value}" if negated else value

    def compared(self, comparison: str, *, negated: bool) -> str:
        return f"{_NEGATED[comparison] if negated else comparison} {self.value()}"

    def interval(self, opening: str, *, negated: bool) -> str:
        low = self.value()
        self.expect("..")
        high = self.value()
        closing = self.skip("]", ")", "[")
        if closing is None:
            raise UnreadableExpression(f"an interval ends with `]`, `)` or `[`, found {self.seen()}")
        span = f"{_INTERVAL_OPENS[opening]}{low}..{high}{_INTERVAL_CLOSES[closing]}"
        return f"not in {span}" if negated else span

    def value(self) -> str:
        sign = self.skip("-") or ""
        sort, said = self.words[self.place] if self.place < len(self.words) else ("mark", "")
        written = _WRITTEN.get(sort)
        cell = written(said) if written is not None else None
        if cell is None or (sign and sort != "number"):
            quoted = f'"{said}"' if sort == "name" and not sign else None
            raise UnreadableExpression(f"{self.seen()} is no written text, number, true or false", quoted)
        self.place += 1
        return sign + cell


def _words(feel: str) -> list[Word]:
    if len(feel) > TEXT_LIMIT:
        raise UnreadableExpression(f"longer than {TEXT_LIMIT:,} characters")
    found: list[Word] = []
    offset = 0
    while offset < len(feel):
        match = _WORD.match(feel, offset)
        if match is None:
            raise UnreadableExpression(f"{feel[offset]!r} at {offset} starts no word of FEEL")
        sorts: tuple[Sort, ...] = ("number", "text", "name", "mark")
        found += [(sort, match.group()) for sort in sorts if match[sort] is not None]
        offset = match.end()
    return found


def _number(said: str) -> str:
    return f"0{said}" if said.startswith(".") else said


def _text(said: str) -> str:
    """zen's texts have no escapes: one kind of quotes must not occur in it."""
    try:
        meant = json.loads(said, strict=False)
    except ValueError:
        raise UnreadableExpression(f"an escape in {said[:40]} that FEEL does not have") from None
    quote = next((quote for quote in "\"'" if quote not in meant), None)
    if quote is None:
        raise UnreadableExpression("a text with both kinds of quotes", "one kind of quotes")
    return f"{quote}{meant}{quote}"


def _truth(said: str) -> str | None:
    return said if said in ("true", "false") else None


_WRITTEN: dict[Sort, Callable[[str], str | None]] = {"number": _number, "text": _text, "name": _truth}
