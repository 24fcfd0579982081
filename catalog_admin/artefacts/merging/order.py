"""The order of named items after a merge: each side's moves and additions, the same whoever is called ours."""

from collections.abc import Sequence
from typing import Any

from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.merging.model import MISSING, Missing

Names = Sequence[str]


def merged_order(base: Names, ours: Names, theirs: Names, kept: set[str]) -> list[str] | Missing:
    """All of `kept`, in order; MISSING where both sides put the old ones into another order, each into its own."""
    # Those that all three have; what only two have is placed like what was added.
    common = {*base} & {*ours} & {*theirs} & kept
    spine = _spine(*([each for each in names if each in common] for names in (base, ours, theirs)))
    if isinstance(spine, Missing):
        return spine
    runs = [_runs(names, common, kept) for names in (ours, theirs)]
    found: list[str] = []
    for anchor in (None, *spine):
        if anchor is not None:
            found.append(anchor)
        for name in _joined(runs[0].get(anchor, []), runs[1].get(anchor, [])):
            if name not in found:
                found.append(name)
    # What neither side lists stands somewhere else in both, and comes here by its home.
    return [*found, *sorted(kept - {*found}, key=text_of)]


def in_chosen_order(chosen: Any, kept: set[str]) -> list[str]:
    """All of `kept`, those that somebody put in an order first, whatever else that order says."""
    said = chosen if isinstance(chosen, list) else []
    named = [*dict.fromkeys(name for name in said if isinstance(name, str) and name in kept)]
    return [*named, *sorted(kept - {*named})]


def _spine(base: list[str], ours: list[str], theirs: list[str]) -> list[str] | Missing:
    if ours in (base, theirs):
        return theirs
    return ours if theirs == base else MISSING


def _runs(names: Names, common: set[str], kept: set[str]) -> dict[str | None, list[str]]:
    """What a side has added, by what it stands behind."""
    found: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for name in names:
        if name in common:
            anchor = name
        elif name in kept:
            found.setdefault(anchor, []).append(name)
    return found


def _joined(one: list[str], other: list[str]) -> list[str]:
    """One run after the other, the one that begins with the lesser name first."""
    first, second = sorted((one, other), key=text_of)
    return [*first, *(name for name in second if name not in first)]
