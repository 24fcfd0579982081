"""Three trees become one, rule by rule and row by row; what both sides changed is for people to say."""

from collections.abc import Mapping
from functools import partial

from catalog_admin.artefacts.kinds.spelling import spelt
from catalog_admin.artefacts.merging.model import MISSING, Choice, Conflict, Side
from catalog_admin.artefacts.merging.trees import merge
from catalog_admin.rules.errors import MergeConflicts, NothingToChoose
from catalog_admin.rules.trees import Trees
from rulestore.changing import Edit, edited
from rulestore.model import Oid
from rulestore.picking import Combine, Sides
from rulestore.workshop import Workshop, tree_at

CONFLICTS_TOLD = 100
TEXT_TOLD = 20_000
Files = Mapping[str, bytes]
Choices = Mapping[str, Choice]


def thing_by_thing(choices: Choices) -> Combine:
    """The tree of a new commit on `ours`. Raises MergeConflicts, with all of them; NothingToChoose."""
    return partial(_combined, choices)


def _combined(choices: Choices, workshop: Workshop, sides: Sides) -> Oid:
    trees = Trees(workshop)
    before, mine, other = trees.in_tree(sides.before), trees.at(sides.ours), trees.at(sides.theirs)
    merged = merge(before, mine, other, choices)
    if not merged.is_clean:
        raise _conflicts(merged.conflicts, sides.base, sides.ours, sides.theirs)
    if choices.keys() - merged.decided:
        # One choice may take away what another one was made for: then it decided something all the same.
        _refuse_idle(choices, merged.decided | {each.id for each in merge(before, mine, other).conflicts})
    return edited(workshop, tree_at(workshop, sides.ours), _edits(mine, merged.files))


def _edits(before: Files, after: Files) -> list[Edit]:
    gone = [Edit(path, None) for path in before.keys() - after.keys()]
    return gone + [Edit(path, content) for path, content in after.items() if before.get(path) != content]


def _refuse_idle(choices: Choices, conflicts: frozenset[str]) -> None:
    """A choice that decides nothing was made for another state than this one."""
    for position, name in enumerate(choices):
        if name not in conflicts:
            raise NothingToChoose(f"there is no conflict {name}", pointer=f"/choices/{position}/conflict")


def _conflicts(conflicts: tuple[Conflict, ...], *sides: Oid | None) -> MergeConflicts:
    first = conflicts[0]
    commits = (side.hex() if side is not None else None for side in sides)
    return MergeConflicts(
        f"{len(conflicts)} changed on both sides, first {first.spoken[0]} in {first.path}",
        suggestion="send `choices`: for each conflict a side to take, or a value",
        between=dict(zip(Side, commits, strict=True)),
        failed=len(conflicts),
        conflicts=[told_of(each) for each in conflicts[:CONFLICTS_TOLD]],
    )


def told_of(conflict: Conflict, most: int | None = TEXT_TOLD) -> dict[str, object]:
    """Each side as its text, which is exact; null is not being there. `cut` says how long what is not whole is."""
    texts = {side: _text(value) for side, value in conflict.sides._asdict().items()}
    cut = {side: len(text) for side, text in texts.items() if text is not None and most and len(text) > most}
    thing, *place = conflict.spoken
    return {
        "id": conflict.id,
        "thing": thing,
        "file": conflict.path,
        "place": place,
        **{side: text and text[:most] for side, text in texts.items()},
        "cut": cut,
        "isText": any(isinstance(side, bytes) for side in conflict.sides),
    }


def _text(value: object) -> str | None:
    if value is MISSING:
        return None
    return (value if isinstance(value, bytes) else spelt(value)).decode(errors="replace").rstrip("\n")
