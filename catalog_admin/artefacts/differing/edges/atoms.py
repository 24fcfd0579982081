"""Conditions as the parts that answer by themselves, and what each of them is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.predicates.clash import said
from catalog_admin.predicates.evaluate import Moment, answer
from catalog_admin.predicates.model import BOOLEAN, Gap, Outcome, outcome_of
from catalog_admin.predicates.operators import COMPARISONS
from catalog_admin.predicates.rules import is_clock
from catalog_admin.predicates.tree import (
    Absent,
    Call,
    Each,
    EachRecord,
    Expression,
    Item,
    Listed,
    Literal,
    Read,
    logic_of,
    parts,
    walk,
)

_JOINING = frozenset({"and", "or", "!"})
# What the instant and the item of a list are called among the names that a part reads: no name is.
CLOCK, ITEM = " the instant", " the item"


@dataclass(frozen=True)
class Atom:
    """A part that answers yes or no and joins no others, or a value that is worked out; `where`, if it is of a list."""

    part: Expression
    where: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Inputs, lists of records among them, and the clock; of what is in a list of records none."""
        return frozenset(_names(self.part))

    @cached_property
    def key(self) -> str:
        return text_of(logic_of(self.part))

    @cached_property
    def shown(self) -> str:
        return f"{self.where}: {said(self.part)}" if self.where else said(self.part)

    def outcome(self, moment: Moment) -> Outcome:
        return outcome_of(answer(self.part, moment))

    def at(self, moment: Moment) -> object:
        """What it answers, as far as anybody can tell: of a comparison, which side is the greater one."""
        if not isinstance(self.part, Call) or self.part.operator not in COMPARISONS:
            found = answer(self.part, moment)
            return found.outcome if isinstance(found, Gap) else found if self.part.type == BOOLEAN else "a value"
        left, right = (answer(side, moment) for side in self.part.arguments)
        gaps = [each.outcome for each in (left, right) if isinstance(each, Gap)]
        if gaps:
            return max(gaps)
        return (left > right) - (left < right)  # type: ignore[operator] # of one kind: it was checked


def atoms_of(roots: Iterable[Expression]) -> list[Atom]:
    """Each once, whoever says it."""
    found = (Atom(part) for root in roots for part in _deciding(root))
    return [*{atom.key: atom for atom in found}.values()]


def _deciding(root: Expression) -> Iterator[Expression]:
    if isinstance(root, Call) and root.type == BOOLEAN and (root.operator in _JOINING or root.operator == "if"):
        for each in root.arguments:
            yield from _deciding(each)
    elif not isinstance(root, Literal | Listed):
        yield root


def every_atom(roots: Iterable[Expression]) -> Iterator[Atom]:
    """Those of bodies of lists as well."""
    for atom in atoms_of(roots):
        yield atom
        for each in walk(atom.part):
            if isinstance(each, Each | EachRecord):
                yield from every_atom(inside(each))


def inside(each: Each | EachRecord) -> tuple[Expression, ...]:
    """What is asked of each item."""
    return (*each.chosen, each.body) if isinstance(each, EachRecord) else (each.body,)


def _names(part: Expression) -> Iterator[str]:
    if isinstance(part, Read):
        yield part.name
    elif isinstance(part, Absent):
        yield from part.names
    elif isinstance(part, Item):
        yield ITEM
    elif isinstance(part, EachRecord):
        yield part.name
        if any(CLOCK in Atom(each).names for each in inside(part)):
            yield CLOCK
        return
    elif isinstance(part, Call) and is_clock(part.operator):
        yield CLOCK
    for each in parts(part):
        yield from (name for name in _names(each) if name != ITEM or not isinstance(part, Each))


def constants(part: Expression) -> Iterator[object]:
    """Everything that is written in it."""
    for each in walk(part):
        if isinstance(each, Literal):
            yield each.value
        elif isinstance(each, Listed):
            yield from each.values
        elif isinstance(each, Read) and each.otherwise is not None:
            yield each.otherwise


def without(prefix: str, part: Expression) -> Expression:
    """The part as one line sees it that is a record itself: `line.quantity` is its quantity."""
    match part:
        case Read(name=name) | EachRecord(name=name):
            return replace(part, name=name.removeprefix(prefix))
        case Absent(names=names):
            return replace(part, names=tuple(each.removeprefix(prefix) for each in names))
        case Call(arguments=arguments):
            return replace(part, arguments=tuple(without(prefix, each) for each in arguments))
        case Each(source=source):
            return replace(part, source=without(prefix, source))
        case _:
            return part
