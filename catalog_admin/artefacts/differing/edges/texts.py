"""Values of a text worth trying: what it is compared with, what comes before and after, and texts of each length."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise, product
from typing import Any

from catalog_admin.artefacts.differing.edges.atoms import Atom, constants
from catalog_admin.artefacts.differing.edges.forms import NOTHING
from catalog_admin.artefacts.differing.edges.places import LENGTHS, changes
from catalog_admin.artefacts.differing.edges.scalars import Seen, Values
from catalog_admin.predicates.evaluate import Moment
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.operators import COMPARISONS
from catalog_admin.predicates.tree import Call, Expression, Item, Listed, Literal, Read

_EQUAL = frozenset({"===", "!=="})
_ANSWERED = frozenset({Outcome.MATCH, Outcome.NO_MATCH})
_NEVER = datetime(1, 1, 1, tzinfo=UTC)  # texts are asked without a clock
_LAST = chr(0x10FFFF)
# Two to the power of so many answers are looked for at most, with as many texts for each.
_MOST_TOLD = 6
_MOST_JOINED = 12
_SIGNS = "_-0 \t"


def texts(name: str, atoms: list[Atom], urgent: frozenset[str], seen: Seen, read: Iterable[Atom] = ()) -> Values:
    """`read` are further parts that read it among others, for what they compare it with."""
    soon = [atom for atom in atoms if atom.key in urgent]
    found = Values()
    first = [*dict.fromkeys(_tried(soon))]
    rest = [*_tried(atoms), *_between(atoms), *_tried(read), *(("", "other") if atoms else ())]
    found.values = [*dict.fromkeys([*first, *rest])]
    found.first = len(first)
    found.unknown = _unknown(atoms, found.values, seen)
    return found


def _tried(atoms: Iterable[Atom]) -> Iterator[str]:
    atoms = [*atoms]
    said = [*dict.fromkeys(each for atom in atoms for each in constants(atom.part) if isinstance(each, str))]
    for text in said:
        yield from (text, f"{text}_", text[:-1])
    for atom in atoms:
        length = _length_cuts(atom)
        for cut in () if length is None else length:
            yield from ("x" * cut, "x" * (cut + 1))
        if not _is_plain(atom):
            own = [each for each in constants(atom.part) if isinstance(each, str)]
            yield from (
                form for text in own for form in (text.upper(), text.lower(), f" {text}", f"_{text}", f"_{text}_")
            )
    joined = [atom for atom in atoms if not _is_plain(atom)]
    own = [each for atom in joined for each in constants(atom.part) if isinstance(each, str)][:_MOST_JOINED]
    yield from (one + other for one, other in product(own, own))


def _unknown(atoms: list[Atom], values: list[str], seen: Seen) -> list[Atom]:
    """None where one of each piece is there, and none where every combination of answers is."""
    odd = [atom for atom in atoms if not _is_equality(atom)]
    if not odd:
        return []
    if all(map(_is_ordered, odd)) and _is_cut_by(_edges(atoms), values):
        return []
    if all(_length_cuts(atom) is not None for atom in odd) and _has_each_length(odd, atoms, values):
        return []
    if len(atoms) <= _MOST_TOLD:
        told = {tuple(atom.outcome(seen(value)) for atom in atoms) for value in values}
        if len(told) == 2 ** len(atoms) and _ANSWERED.issuperset(each for answers in told for each in answers):
            return []
    return odd


def _is_plain(atom: Atom) -> bool:
    return _is_equality(atom) or _is_ordered(atom) or _length_cuts(atom) is not None


def _is_equality(atom: Atom) -> bool:
    return isinstance(atom.part, Call) and atom.part.operator in {*_EQUAL, "in"} and _with_written(atom.part)


def _is_ordered(atom: Atom) -> bool:
    part = atom.part
    if not isinstance(part, Call):
        return False
    if part.operator == "text.starts_with":
        return _is_input(part.arguments[0]) and isinstance(part.arguments[1], Literal)
    return part.operator in COMPARISONS and _with_written(part)


def _with_written(part: Call) -> bool:
    """An input as it is, beside a text or a list of texts that is written; `in` a text is something else."""
    one, other = part.arguments
    if part.operator == "in":
        return _is_input(one) and isinstance(other, Listed)
    return (_is_input(one) and isinstance(other, Literal)) or (_is_input(other) and isinstance(one, Literal))


def _is_input(part: Expression) -> bool:
    return isinstance(part, Read | Item)


def _edges(atoms: list[Atom]) -> list[str]:
    """Between two of them nothing changes; what begins with a text ends where the next one of its length begins."""
    found = set[str]()
    for atom in atoms:
        said = [each for each in constants(atom.part) if isinstance(each, str)]
        found.update(said)
        if isinstance(atom.part, Call) and atom.part.operator == "text.starts_with":
            found.update(text[:-1] + chr(ord(text[-1]) + 1) for text in said if text and text[-1] != _LAST)
    return sorted(found)


def _between(atoms: list[Atom]) -> Iterator[str]:
    """Where order matters: every edge, and something between it and the next one."""
    if not any(_is_ordered(atom) and not _is_equality(atom) for atom in atoms):
        return
    edges = _edges(atoms)
    yield from edges
    for low, high in pairwise(edges):
        yield from [text for text in (f"{low}{sign}" for sign in _SIGNS) if low < text < high][:1]


def _is_cut_by(edges: list[str], values: list[str]) -> bool:
    """A value before, on, between and after all of them. Only a text that goes on with NUL follows at once."""
    ordered = sorted({*values})
    between = all(ordered.index(low) + 1 < ordered.index(high) for low, high in pairwise(edges))
    return between and ordered[-1] > edges[-1] and (edges[0] == "" or ordered[0] < edges[0])


def _length_cuts(atom: Atom) -> set[int] | None:
    """After which lengths it changes its mind, where it asks for nothing but the length."""
    part = atom.part
    if not isinstance(part, Call) or part.operator not in COMPARISONS:
        return None
    sides = [side for side in part.arguments if not _is_still(side)]
    is_length = len(sides) == 1 and isinstance(sides[0], Call) and sides[0].operator == "text.length"
    if not is_length or not isinstance(sides[0], Call) or not _is_input(sides[0].arguments[0]):
        return None
    cuts, is_all = changes(lambda length: atom.at(_of_length(sides[0], length)), (LENGTHS.lowest, LENGTHS.highest))
    return cuts if is_all else None


def _is_still(part: Expression) -> bool:
    return Atom(part).names == NOTHING


def _of_length(side: Expression, length: int) -> Moment:
    row: dict[str, Any] = dict.fromkeys(Atom(side).names, "x" * length)
    return Moment(row, _NEVER, "x" * length)


def _has_each_length(odd: list[Atom], atoms: list[Atom], values: list[str]) -> bool:
    """Of each length that they tell apart a text that is none of those that are written."""
    said = {each for atom in atoms for each in constants(atom.part) if isinstance(each, str)}
    cuts = {cut for atom in odd for cut in _length_cuts(atom) or ()}
    for low, high in LENGTHS.pieces(cuts):
        if not any(low <= len(value) <= high and (value not in said or high == 0) for value in values):
            return False
    return True
