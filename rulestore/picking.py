"""New commits from old ones: merge a branch, take one commit along, take one back. All are three-way merges.

Each answers with a `Build` for `store.advance`, which calls it again, on the new tip, when somebody else was first.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from rulestore.changing import Edit, Signed, commit_edits
from rulestore.errors import Conflicting, NothingChanged
from rulestore.graph import Graph
from rulestore.merging import Merged, Merger, merge_trees, nobody_knows
from rulestore.model import Oid
from rulestore.store import Build
from rulestore.workshop import Workshop, commit_at, tree_at

DEEPEST = 4  # of places where histories meet, and where those met before


@dataclass(frozen=True)
class Sides:
    """Three commits, None being the time before the first one; `before` is the tree that both sides began with."""

    base: Oid | None
    ours: Oid | None
    theirs: Oid | None
    before: Oid | None


class Combine(Protocol):
    """Makes one tree of three, or raises a refusal of its own."""

    def __call__(self, workshop: Workshop, sides: Sides, /) -> Oid: ...


def edits_of(edits: Sequence[Edit], signed: Signed) -> Build:
    """Raises what `changing.commit_edits` does."""

    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        return commit_edits(workshop, tip, edits, signed)

    return build


def merge_of(theirs: Oid, signed: Signed, combine: Combine | None = None) -> Build:
    """Always a commit of two parents, so that who merged, and when, is in the history.

    Raises Conflicting, and NothingChanged if all of it is there already.
    """

    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        if tip is None or graph.is_ancestor(theirs, of=tip):
            raise NothingChanged("everything of it is merged already")
        sides = Sides(graph.merge_base(tip, theirs), tip, theirs, met(workshop, graph, tip, theirs))
        tree = (combine or file_by_file())(workshop, sides)
        return workshop.commit(tree, (tip, theirs), signed.author, signed.message)

    return build


def pick_of(picked: Oid, signed: Signed, combine: Combine | None = None) -> Build:
    """What a commit changed against its first parent, done again. Raises Conflicting, NothingChanged."""
    return _replayed(picked, signed, combine or file_by_file(), is_undone=False)


def revert_of(undone: Oid, signed: Signed, combine: Combine | None = None) -> Build:
    """What a commit changed against its first parent, taken back. Raises Conflicting, NothingChanged."""
    return _replayed(undone, signed, combine or file_by_file(), is_undone=True)


def _replayed(commit: Oid, signed: Signed, combine: Combine, *, is_undone: bool) -> Build:
    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        parents = commit_at(workshop, commit).parents
        before = parents[0] if parents else None
        base, other = (commit, before) if is_undone else (before, commit)
        tree = combine(workshop, Sides(base, tip, other, tree_at(workshop, base)))
        if tree == tree_at(workshop, tip):
            raise NothingChanged("it changes nothing here")
        return workshop.commit(tree, (tip,) if tip else (), signed.author, signed.message)

    return build


def file_by_file(merger: Merger = nobody_knows) -> Combine:
    def combine(workshop: Workshop, sides: Sides) -> Oid:
        ours, theirs = (tree_at(workshop, each) or workshop.tree({}) for each in (sides.ours, sides.theirs))
        return merge_trees(workshop, sides.before, ours, theirs, merger)

    return combine


def met(workshop: Workshop, graph: Graph, one: Oid, other: Oid, deeper: int = DEEPEST) -> Oid | None:
    """The tree that two histories began with.

    Where they meet in several commits it is what those make together: beside one of them alone, what another one had
    decided would look like a change of that side, and the other side's would give way to it in silence. A file that
    those say in two ways is as it was before all of them.
    """
    bases = graph.merge_bases(one, other)
    if not bases:
        return None
    first, *others = bases
    tree = commit_at(workshop, first).tree
    for each in others[:deeper]:
        before = met(workshop, graph, first, each, deeper - 1)
        with suppress(Conflicting):  # a file here, a folder there: then as the first one has it
            tree = merge_trees(workshop, before, tree, commit_at(workshop, each).tree, _as_it_was)
    return tree


def _as_it_was(path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, /) -> Merged:
    return Merged(base)
