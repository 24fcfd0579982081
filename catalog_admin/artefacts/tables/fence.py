"""What an expression may say, read before zen sees it: no clock, no chance, no loops inside loops, no long walks.

zen holds the interpreter while it runs and cannot be stopped, so an expression is bounded by what it may say:
lists come from inputs (which are bounded) or are written out, a body over items holds no other one, and an interval
is only asked whether something is in it: `map([0..1000000000], …)` would walk it.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from catalog_admin.artefacts.tables.functions import ALLOWED, INSTEAD, OF_TIME, OVER_ITEMS
from catalog_admin.artefacts.tables.paths import Path, is_fixed, is_guarded, list_of, path_at
from catalog_admin.artefacts.tables.words import UnreadableExpression, Word, words
from catalog_admin.predicates.suggest import nearest

NESTING_LIMIT = 16
INSTANT = "_instant"
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_INSERTED = re.compile(r"\$\{([^{}`]*)\}")
# What zen itself calls a context: `$nodes` is what earlier nodes answered, `$root` the whole context.
_SIGHTS = frozenset({"$", "$root", "$nodes"})


@dataclass(frozen=True, slots=True)
class Safe:
    """An expression inside the fence: `text` is what zen gets, `reads` all that it may look at.

    `expected` must be there before zen is asked, for which null is equal to null and unequal to everything else;
    `of_items` are members that every item of a list must have. A path that begins with `$` is one into the value
    that is tested, where one is. `divisors` must not be 0: zen would answer null, and go on.
    """

    text: str
    reads: frozenset[Path]
    expected: frozenset[Path]
    of_items: frozenset[tuple[Path, Path]]
    divisors: frozenset[Path]
    steps: int
    over_items: bool
    of_time: bool
    reads_clock: bool


@dataclass(slots=True)
class _Frame:
    """An open bracket: where it stands, the function it belongs to, and whether an interval may stand in it."""

    mark: str
    place: int
    function: str | None
    interval: bool


@dataclass(slots=True)
class _Fence:
    unary: bool
    reads: set[Path] = field(default_factory=set)
    unguarded: set[Path] = field(default_factory=set)
    of_items: set[tuple[Path, Path]] = field(default_factory=set)
    divisors: set[Path] = field(default_factory=set)
    chooses: bool = False
    steps: int = 0
    over_items: bool = False
    of_time: bool = False
    clocks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self, said: list[Word]) -> None:
        frames: list[_Frame] = []
        self.steps += len(said)
        for place, word in enumerate(said):
            if word.sort == "template":
                self.template(word)
            elif word.is_mark("(", "[", "{"):
                self.bracket(said, place, frames)
            elif word.is_mark(")", "]", "}"):
                _close(word, frames)
            elif word.is_mark("=", ";"):
                raise UnreadableExpression("an expression assigns nothing", "compare with ==")
            elif word.is_mark(".."):
                _refuse_walkable(frames)
            elif word.is_mark("/", "%"):
                self.division(said, place)
            elif word.is_reference:
                self.reference(said, place, frames)
            # What stands behind one of these may be asked of other values than of 0.
            self.chooses |= word.is_mark("?") or word.is_keyword("and", "or")
        if frames:
            raise UnreadableExpression(f"`{frames[-1].mark}` is never closed", f"`{_CLOSING[frames[-1].mark]}`")

    def template(self, word: Word) -> None:
        left = _INSERTED.sub("", word.meant)
        if "${" in left:
            raise UnreadableExpression("an expression inside a template has no braces of its own")
        for inserted in _INSERTED.findall(word.meant):
            self.inserted(words(inserted))

    def inserted(self, said: list[Word]) -> None:
        before = len(self.clocks)
        self.walk(said)
        if len(self.clocks) > before:
            raise UnreadableExpression("the clock inside a template", "read it in an expression of its own")

    def bracket(self, said: list[Word], place: int, frames: list[_Frame]) -> None:
        if len(frames) >= NESTING_LIMIT:
            raise UnreadableExpression(f"brackets nested deeper than {NESTING_LIMIT}")
        before = said[place - 1] if place else None
        called = before.said if before is not None and before.is_reference and said[place].said == "(" else None
        if called in OVER_ITEMS and any(frame.function in OVER_ITEMS for frame in frames):
            raise UnreadableExpression("a list body inside a list body", "an expression of its own for the inner list")
        asked = before is not None and before.is_keyword("in")
        top = self.unary and not frames and (before is None or before.is_keyword("and", "or") or before.is_mark(","))
        frames.append(_Frame(said[place].said, place, called, asked or top))

    def reference(self, said: list[Word], place: int, frames: list[_Frame]) -> None:
        word = said[place]
        after = said[place + 1] if place + 1 < len(said) else None
        member = place > 0 and said[place - 1].is_mark(".")
        if after is not None and after.is_mark("("):
            self.call(said, place, member=member)
        elif member:
            _refuse_member_of_computed(said, place)
        elif word.said.startswith("#"):
            self.item(said, place, frames)
        elif not _is_key(said, place, frames):
            self.read(said, place)

    def call(self, said: list[Word], place: int, *, member: bool) -> None:
        name = said[place].said
        if member or name not in ALLOWED:
            hint = INSTEAD.get(name) or nearest(name, ALLOWED)
            raise UnreadableExpression(f"`{name}` is no function of tables", hint)
        self.over_items |= name in OVER_ITEMS
        self.of_time |= name in OF_TIME
        argument = said[place + 2] if place + 2 < len(said) else None
        if name not in OF_TIME or argument is None or argument.sort != "text" or argument.meant != "now":
            return
        if name != "date" or place + 3 >= len(said) or not said[place + 3].is_mark(")"):
            raise UnreadableExpression(f"`{name}` of now", f"{name}(date('now'), …)")
        self.clocks.append((said[place].offset, said[place + 3].offset + 1))

    def division(self, said: list[Word], place: int) -> None:
        """By a name or a number; what is worked out, or belongs to an item, is left to zen."""
        by = said[place + 1] if place + 1 < len(said) else None
        if by is not None and by.sort == "number" and Decimal(by.said) == 0:
            raise UnreadableExpression("nothing is divided by zero")
        if by is None or not by.is_reference or by.said.startswith("#"):
            return
        path, end = path_at(said, place + 1)
        if end >= len(said) or not said[end].is_mark("(", "["):
            self.divisors.add(path[1:] if path[0] == "$root" else path)

    def item(self, said: list[Word], place: int, frames: list[_Frame]) -> None:
        """A member of an item that may be missing: then every item of the list must have it."""
        path, end = path_at(said, place)
        if len(path) == 1 or is_guarded(said, place, end):
            return
        body = next((frame for frame in reversed(frames) if frame.function in OVER_ITEMS), None)
        source = list_of(said, body.place + 1) if body is not None else None
        if source is None:
            raise UnreadableExpression(
                f"`{'.'.join(path)}` of a list that is worked out", f"`{'.'.join(path)} ?? …`, or the list by its name"
            )
        self.of_items.add((source, path[1:]))

    def read(self, said: list[Word], place: int) -> None:
        path, end = path_at(said, place)
        if path[0].startswith("$"):
            if path[0] not in _SIGHTS or (path[0] != "$" and len(path) == 1):
                raise UnreadableExpression(f"`{path[0]}` is not to be read", "name what is read")
            path = path[1:] if path[0] == "$root" else path
        if path[0] == INSTANT:
            raise UnreadableExpression(f"`{INSTANT}` is a name of ours", "date('now')")
        tested = path[0] == "$" and self.unary
        if not tested:
            self.reads.add(path)
        # Whether the tested value is there at all is asked before.
        if not (tested and len(path) == 1) and not is_guarded(said, place, end):
            self.unguarded.add(path)

    def answer(self, text: str) -> Safe:
        for start, end in reversed(self.clocks):
            text = f"{text[:start]}{INSTANT}{text[end:]}"
        return Safe(
            text=text,
            reads=frozenset(self.reads),
            expected=frozenset(self.unguarded),
            of_items=frozenset(self.of_items),
            divisors=frozenset() if self.chooses else frozenset(self.divisors),
            steps=max(self.steps, 1),
            over_items=self.over_items,
            of_time=self.of_time,
            reads_clock=bool(self.clocks),
        )


def fenced(text: str, *, unary: bool) -> Safe:
    """The expression as zen may have it; raises UnreadableExpression. `unary` reads it as a test of `$`."""
    fence = _Fence(unary)
    fence.walk(words(text))
    return fence.answer(text)


def _close(word: Word, frames: list[_Frame]) -> None:
    if not frames:
        raise UnreadableExpression(f"`{word.said}` closes nothing")
    # An interval may open with one kind of bracket and close with another.
    frame = frames.pop()
    if _CLOSING[frame.mark] != word.said and not (frame.interval and word.said in "])"):
        raise UnreadableExpression(f"`{frame.mark}` is closed by `{word.said}`", f"`{_CLOSING[frame.mark]}`")


def _refuse_walkable(frames: list[_Frame]) -> None:
    if not frames or not frames[-1].interval:
        raise UnreadableExpression("an interval is only asked whether something is in it", "x in [1..10]")


def _is_key(said: list[Word], place: int, frames: list[_Frame]) -> bool:
    """Whether the name is the key of an object that is written out."""
    inside = bool(frames) and frames[-1].mark == "{"
    follows = place > 0 and said[place - 1].is_mark("{", ",")
    return inside and follows and place + 1 < len(said) and said[place + 1].is_mark(":")


def _refuse_member_of_computed(said: list[Word], place: int) -> None:
    """`list[#].member`: nobody can say beforehand whether it is there, so the author says what holds if not."""
    before = place - 2
    while is_fixed(said, before):
        before -= 3
    path, end = path_at(said, place)
    if before >= 0 and said[before].sort != "name" and not is_guarded(said, place, end):
        name = ".".join(path)
        raise UnreadableExpression(f"`.{name}` of something that is worked out", f"`.{name} ?? …`")
