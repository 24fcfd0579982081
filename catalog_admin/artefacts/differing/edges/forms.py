"""The forms of parts of which it is known where they change their mind, as an input goes up its line."""

from catalog_admin.artefacts.differing.edges.atoms import CLOCK, ITEM, Atom
from catalog_admin.predicates.operators import COMPARISONS
from catalog_admin.predicates.tree import Call, Expression, Item, Listed, Read

NOTHING: frozenset[str] = frozenset()
# What never turns back while one of its arguments goes up; errors lie at the ends, where something is out of range.
_ONE_WAY = frozenset(
    {"+", "-", "*", "min", "max", "money.percent_of", "date.add_days", "date.days_between", "date.of", "date.year"}
)
_ONE_WAY_IN_FIRST = frozenset({"/", "money.round"})
_COUNTED = frozenset({"date.days_since", "date.days_until"})
_CLOCKS = frozenset({"date.now", "date.today"})
PERIODS = {"date.weekday": 7, "date.day": 62, "date.month": 366}


def is_cut_exactly(atom: Atom, name: str, still: frozenset[str] = NOTHING) -> bool:
    """Whether it changes its mind in one direction only, or at written values, as the input goes up alone."""
    part = atom.part
    if isinstance(part, Call) and part.operator == "in":
        return isinstance(part.arguments[0], Read | Item) and isinstance(part.arguments[1], Listed)
    if not isinstance(part, Call) or part.operator not in COMPARISONS:
        return _goes_one_way(part, name, still)
    return _is_in_one(part.arguments, name, still)


def _is_in_one(sides: tuple[Expression, ...], name: str, still: frozenset[str]) -> bool:
    moving = [side for side in sides if not Atom(side).names <= still]
    return len(moving) == 1 and _goes_one_way(moving[0], name, still)


def _goes_one_way(part: Expression, name: str, still: frozenset[str]) -> bool:
    if isinstance(part, Read | Item):
        return name == (ITEM if isinstance(part, Item) else part.name)
    if not isinstance(part, Call):
        return False
    if part.operator in _CLOCKS:
        return name == CLOCK
    if part.operator in _COUNTED:
        moves = name == CLOCK and Atom(part.arguments[0]).names <= still
        return moves or (CLOCK in still and _goes_one_way(part.arguments[0], name, still))
    if part.operator in _ONE_WAY:
        return _is_in_one(part.arguments, name, still)
    return (
        part.operator in _ONE_WAY_IN_FIRST
        and Atom(part.arguments[1]).names <= still
        and _goes_one_way(part.arguments[0], name, still)
    )


def period_of(atom: Atom, name: str) -> str | None:
    """`date.weekday`, where it is this alone that the part asks of the input."""
    part = atom.part
    if not isinstance(part, Call) or part.operator not in COMPARISONS | {"in"}:
        return None
    sides = [side for side in part.arguments if Atom(side).names]
    if len(sides) != 1 or not isinstance(sides[0], Call) or sides[0].operator not in PERIODS:
        return None
    return sides[0].operator if _is_day(sides[0].arguments[0], name) else None


def _is_day(part: Expression, name: str) -> bool:
    if isinstance(part, Call):
        return (
            name == CLOCK
            if part.operator in _CLOCKS
            else part.operator == "date.of" and _is_day(part.arguments[0], name)
        )
    if isinstance(part, Item):
        return name == ITEM
    return isinstance(part, Read) and part.name == name and part.otherwise is None


def distance_of(atom: Atom, name: str) -> str | None:
    """`days` or `moments`, where the part asks for nothing but how far the input is from the instant: then it says the
    same whenever both move together."""
    part = atom.part
    if not isinstance(part, Call) or part.operator not in COMPARISONS:
        return None
    sides = [side for side in part.arguments if Atom(side).names]
    if len(sides) == 2:
        found = {_shifted(side, name) for side in sides}
    elif isinstance(sides[0], Call) and sides[0].operator in {*_COUNTED, "date.days_between"}:
        found = {_shifted(each, name) for each in sides[0].arguments}
    else:
        return None
    return found.pop() if len(found) == 1 else None


def _shifted(part: Expression, name: str) -> str | None:
    if isinstance(part, Read | Item):
        is_bare = name == ITEM if isinstance(part, Item) else part.name == name and part.otherwise is None
        return ("days" if part.type.kind == "date" else "moments") if is_bare else None
    if not isinstance(part, Call):
        return None
    if part.operator in _CLOCKS:
        return "days" if part.operator == "date.today" else "moments"
    if part.operator == "date.of":
        return "days" if _shifted(part.arguments[0], name) is not None else None
    if part.operator == "date.add_days" and not Atom(part.arguments[1]).names:
        return _shifted(part.arguments[0], name)
    return None
