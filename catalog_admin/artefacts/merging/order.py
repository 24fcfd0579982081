"""The order of named items after a merge: each side's moves and additions, the same whoever is called ours."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.merging.model import MISSING, Missing, Wanted

Names = Sequence[str]
NAMES_TOLD = 20
# Whether it matters which of two new ones comes first.
MayMeet = Callable[[str, str], bool]
# What a side has added, by what it stands behind.
_Runs = dict[str | None, list[str]]


def _never(_: str, __: str) -> bool:
    return False


def merged_order(
    base: Names, ours: Names, theirs: Names, kept: set[str], may_meet: MayMeet = _never
) -> list[str] | Missing:
    """All of `kept`, in order; MISSING where that is for somebody to say: both sides put the old ones into another
    order, each into its own, or both put new ones into one place, and it matters which comes first.
    """
    # Those that all three have; what only two have is placed like what was added.
    common = {*base} & {*ours} & {*theirs} & kept
    spine = _spine(*([each for each in names if each in common] for names in (base, ours, theirs)))
    if isinstance(spine, Missing):
        return spine
    one, other = (_runs(names, common, kept) for names in (ours, theirs))
    old = {*base}
    for anchor in (None, *spine):
        if _meet(one.get(anchor, []), other.get(anchor, []), old, may_meet):
            return MISSING
    return _put_together(spine, lambda anchor: _joined(one.get(anchor, []), other.get(anchor, [])), kept)


def wanted_order(orders: Sequence[Names], kept: set[str]) -> Wanted:
    """A list that says something: of what there is, nothing twice, and of what is new, all."""
    base, *sides = orders
    new = kept.intersection({name for side in sides for name in side}) - {*base}
    known = kept.union(*orders)

    def fits(value: Any) -> bool:
        if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
            return False
        return len({*value}) == len(value) and new <= {*value} <= known

    told = sorted(new, key=text_of)
    among = ", ".join(told[:NAMES_TOLD]) + (f" and {len(told) - NAMES_TOLD} more" if told[NAMES_TOLD:] else "")
    return Wanted("a list of what stands there, each once" + (f", with all that is new: {among}" if new else ""), fits)


def in_chosen_order(chosen: Any, orders: Sequence[Names], kept: set[str]) -> list[str]:
    """All of `kept`, in the order that somebody chose: what it does not say of the old ones comes last, and of the new
    ones where a side has put it.
    """
    said = chosen if isinstance(chosen, list) else []
    named = [*dict.fromkeys(name for name in said if isinstance(name, str) and name in kept)]
    common = kept.intersection(*orders)
    spine = [*(name for name in named if name in common), *sorted(common - {*named}, key=text_of)]
    runs = [_runs(named, common, kept)]
    runs += [_runs(names, common, kept - {*named} | common) for names in sorted(map(list, orders), key=text_of)]
    return _put_together(spine, lambda anchor: [name for each in runs for name in each.get(anchor, ())], kept)


def _put_together(spine: Names, behind: Callable[[str | None], Iterable[str]], kept: set[str]) -> list[str]:
    found: dict[str, None] = {}
    for anchor in (None, *spine):
        if anchor is not None:
            found[anchor] = None
        found |= dict.fromkeys(name for name in behind(anchor) if name not in found)
    # What neither side lists stands somewhere else in both, and comes here by its home.
    return [*found, *sorted(kept - {*found}, key=text_of)]


def _spine(base: list[str], ours: list[str], theirs: list[str]) -> list[str] | Missing:
    if ours in (base, theirs):
        return theirs
    return ours if theirs == base else MISSING


def _runs(names: Names, common: set[str], kept: set[str]) -> _Runs:
    found: _Runs = {}
    anchor: str | None = None
    for name in names:
        if name in common:
            anchor = name
        elif name in kept:
            found.setdefault(anchor, []).append(name)
    return found


def _meet(one: Names, other: Names, old: set[str], may_meet: MayMeet) -> bool:
    """Of what each side alone has added here, any two."""
    mine = [name for name in one if name not in old.union(other)]
    yours = [name for name in other if name not in old.union(one)]
    return any(may_meet(name, beside) for name in mine for beside in yours)


def _joined(one: list[str], other: list[str]) -> list[str]:
    """One run after the other, the one that begins with the lesser name first."""
    first, second = sorted((one, other), key=text_of)
    return [*dict.fromkeys([*first, *second])]
