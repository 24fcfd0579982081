"""Three values of one kind → one; member by member, item by item, and never inside a condition."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any, Protocol

from catalog_admin.artefacts.differing.items import by_key, is_set, key_of
from catalog_admin.artefacts.kinds.equality import same, text_of
from catalog_admin.artefacts.kinds.published import Schema, applied, below
from catalog_admin.artefacts.merging.model import ANYTHING, Missing, Three, Wanted
from catalog_admin.artefacts.merging.order import in_chosen_order, merged_order, wanted_order

Where = tuple[str, ...]
# Whether it matters which of two new items of the list there comes first.
Ordered = Callable[[Where, str, str], bool]


class Decide(Protocol):
    """What was chosen for this place; the base where nothing was, and the conflict is kept. Raises UnfitChoice."""

    def __call__(self, where: Where, three: Three, wanted: Wanted = ANYTHING, /) -> Any: ...


def _unordered(_: Where, __: str, ___: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Merging:
    decide: Decide
    ordered: Ordered = _unordered

    def value(self, three: Three, schema: Schema, where: Where = ()) -> Any:
        base, ours, theirs = three
        if same(ours, theirs) or same(theirs, base):
            return ours
        if same(ours, base):
            return theirs
        schema = applied(schema, ours)
        if schema.get("x-lists"):
            # Which things are in a file, and in which order, is found out when it is put together; of a list that one
            # side took away nothing is left but what is in it.
            return ours if isinstance(theirs, list) else theirs
        if isinstance(ours, dict) and isinstance(theirs, dict) and _may_open(ours, theirs, schema):
            return self.members(three.of_dicts(), schema, where)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self.lists(three.of_lists(), schema, where)
        return self.decide(where, three)

    def members(self, three: Three, schema: Schema, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in {**three.ours, **three.theirs, **three.base}:
            value = self.value(three.member(name), below(schema, name), (*where, name))
            if not isinstance(value, Missing):
                found[name] = value
        return found

    def lists(self, three: Three, schema: Schema, where: Where) -> Any:
        if is_set(schema, *three):
            return self.names(three, where)
        key = key_of(schema, *three)
        if key is not None:
            return self.keyed(Three(*(by_key(side, key) for side in three)), below(schema, 0), where)
        woven = _woven(*three)
        return self.decide(where, three) if woven is None else woven

    def names(self, three: Three, where: Where) -> Any:
        """Of a set: what a side added is there, what a side removed is not."""
        base, ours, theirs = map(set, three)
        order = merged_order(*three, (ours & theirs) | (ours - base) | (theirs - base))
        return self.decide(where, three) if isinstance(order, Missing) else order

    def keyed(self, three: Three, items: Schema, where: Where) -> list[Any]:
        found = self.members(three, {"additionalProperties": items}, where)
        orders = Three(*([*side] for side in three))
        order = merged_order(*orders, {*found}, partial(self.ordered, where))
        if isinstance(order, Missing):  # whose it is, is a choice; nothing is left out by it
            chosen = self.decide((*where, "order"), orders, wanted_order(orders, {*found}))
            order = in_chosen_order(chosen, orders, {*found})
        return [found[name] for name in order]


def _may_open(ours: dict[str, Any], theirs: dict[str, Any], schema: Schema) -> bool:
    """A condition is one thing; two actions of different names, or two exact numbers, have no parts in common."""
    is_exact = {"decimal"} in (ours.keys(), theirs.keys())
    return "x-language" not in schema and ours.get("action") == theirs.get("action") and not is_exact


Edit = tuple[int, int, list[Any]]


def _woven(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Items without names, where the sides changed different stretches; None where they touch or do not add up."""
    edits = sorted([*_edits(base, ours), *_edits(base, theirs)], key=lambda edit: (edit[0], edit[1], text_of(edit[2])))
    found: list[Any] = []
    at = 0
    last: Edit | None = None
    for edit in edits:
        if last is not None and same([*edit], [*last]):
            continue  # both did the same
        if last is not None and edit[0] <= last[1]:
            return None
        found += [*base[at : edit[0]], *edit[2]]
        at, last = edit[1], edit
    found += base[at:]
    return found if _adds_up(base, ours, theirs, found) else None


def _adds_up(*lists: list[Any]) -> bool:
    """Each item is there as often as both changes say: what both moved, each to its own place, would be there twice."""
    base, ours, theirs, woven = (Counter(map(text_of, items)) for items in lists)
    return all(
        woven[item] == (ours[item] if ours[item] == theirs[item] else ours[item] + theirs[item] - base[item])
        for item in {*base, *ours, *theirs}
    )


def _edits(base: list[Any], side: list[Any]) -> list[Edit]:
    old, new = [text_of(each) for each in base], [text_of(each) for each in side]
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(at, end, side[now:now_end]) for tag, at, end, now, now_end in opcodes if tag != "equal"]
