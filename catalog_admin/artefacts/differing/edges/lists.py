"""Lists worth trying.

What some, all or none of a list are asked is settled by one item for each question, whichever others there are. So
lists of as many items as there are questions are enough, of each sort of item that the questions tell apart.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import Atom, constants
from catalog_admin.predicates.operators import COMPARISONS, QUANTIFIERS
from catalog_admin.predicates.tree import Call, Each, EachRecord, Expression, Literal, Read

MOST_LISTS = 300
_LONGEST = 60
_SORTS_REPEATED = 6


@dataclass(frozen=True)
class Lists:
    values: list[Any]
    is_known: bool


def lists(
    sorts: Sequence[tuple[Any, Hashable]], questions: int, counted: Iterable[Atom], too_long: int | None = None
) -> Lists:
    """`sorts` are items, each with what tells it apart from others; of those that nothing does, the first is taken.

    `counted` are parts that ask how many or how much: their constants are lengths worth trying, and so is one that is
    `too_long`.
    """
    kept = [*{told: item for item, told in reversed(sorts)}.values()][::-1]
    found: list[Any] = [[]]
    more = [*_repeated(kept, counted), *([[kept[0]] * too_long] if too_long is not None else [])]
    wanted = max(questions, 1)
    for size in range(1, max(wanted, 2) + 1):
        for chosen in combinations(kept, size):
            if len(found) >= MOST_LISTS:
                return Lists([*found, *more], is_known=False)
            found.append([*chosen])
    return Lists([*found, *more], is_known=True)


def _repeated(items: list[Any], counted: Iterable[Atom]) -> Iterator[list[Any]]:
    """As many as something is compared with, and one more or less."""
    said = {1}
    for atom in counted:
        for value in constants(atom.part):
            if not isinstance(value, bool) and isinstance(value, int) and 0 <= value <= _LONGEST:
                said |= {value - 1, value, value + 1, value + 2}
    whole = [item for item in items if item is not None]
    for length in sorted(each for each in said if each > 0):
        yield from ([item] * length for item in whole[:_SORTS_REPEATED])
    if len(whole) > 1:
        yield from ([whole[0]] * length + [whole[1]] for length in sorted(said) if length > 1)


def is_question(part: Expression, name: str) -> bool:
    """Some, all or none of the list's own items, or whether a written value is in it."""
    if isinstance(part, EachRecord):
        return part.name == name and part.operator in QUANTIFIERS
    if isinstance(part, Each):
        return part.operator in QUANTIFIERS and _is_list(part.source, name)
    is_member = isinstance(part, Call) and part.operator == "in" and isinstance(part.arguments[0], Literal)
    return is_member and isinstance(part, Call) and _is_list(part.arguments[1], name)


def is_size(part: Expression, name: str) -> bool:
    """How long the list is, beside something written."""
    if not isinstance(part, Call) or part.operator not in COMPARISONS:
        return False
    sides = [side for side in part.arguments if Atom(side).names]
    return len(sides) == 1 and _counts(sides[0], name)


def is_plain_size(part: Expression) -> bool:
    """Where every item counts as one, and the number beside it is written as it is."""
    sides = part.arguments if isinstance(part, Call) else ()
    return any(isinstance(side, Literal) for side in sides) and any(
        isinstance(side, Each | EachRecord) and isinstance(side.body, Literal) and side.body.value == 1
        for side in sides
    )


def _counts(part: Expression, name: str) -> bool:
    if isinstance(part, EachRecord):
        own = part.name == name and not part.chosen
        return own and part.operator == "reduce" and isinstance(part.body, Literal)
    return (
        isinstance(part, Each)
        and part.operator == "reduce"
        and _is_list(part.source, name)
        and isinstance(part.body, Literal)
    )


def _is_list(part: Expression, name: str) -> bool:
    return isinstance(part, Read) and part.name == name and part.otherwise is None
