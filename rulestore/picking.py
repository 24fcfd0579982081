"""New commits from old ones: merge a branch, take one commit along, take one back. All are three-way merges.

Each answers with a `Build` for `store.advance`, which calls it again, on the new tip, when somebody else was first.
"""

from collections.abc import Sequence

from rulestore.changing import Edit, Signed, commit_edits
from rulestore.errors import NothingChanged
from rulestore.graph import Graph
from rulestore.merging import Merger, merge_trees, nobody_knows
from rulestore.model import Oid
from rulestore.store import Build
from rulestore.workshop import Workshop, commit_at, tree_at


def edits_of(edits: Sequence[Edit], signed: Signed) -> Build:
    """Raises what `changing.commit_edits` does."""

    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        return commit_edits(workshop, tip, edits, signed)

    return build


def merge_of(theirs: Oid, signed: Signed, merger: Merger = nobody_knows) -> Build:
    """Always a commit of two parents, so that who merged, and when, is in the history.

    Raises Conflicting, and NothingChanged if all of it is there already.
    """

    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        if tip is None or graph.is_ancestor(theirs, of=tip):
            raise NothingChanged("everything of it is merged already")
        base = tree_at(workshop, graph.merge_base(tip, theirs))
        ours, other = commit_at(workshop, tip).tree, commit_at(workshop, theirs).tree
        tree = merge_trees(workshop, base, ours, other, merger)
        return workshop.commit(tree, (tip, theirs), signed.author, signed.message)

    return build


def pick_of(picked: Oid, signed: Signed, merger: Merger = nobody_knows) -> Build:
    """What a commit changed against its first parent, done again. Raises Conflicting, NothingChanged."""
    return _replayed(picked, signed, merger, is_undone=False)


def revert_of(undone: Oid, signed: Signed, merger: Merger = nobody_knows) -> Build:
    """What a commit changed against its first parent, taken back. Raises Conflicting, NothingChanged."""
    return _replayed(undone, signed, merger, is_undone=True)


def _replayed(commit: Oid, signed: Signed, merger: Merger, *, is_undone: bool) -> Build:
    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        changed = commit_at(workshop, commit)
        before = tree_at(workshop, changed.parents[0]) if changed.parents else workshop.tree({})
        base, other = (changed.tree, before) if is_undone else (before, changed.tree)
        ours = tree_at(workshop, tip)
        tree = merge_trees(workshop, base, ours or workshop.tree({}), other or workshop.tree({}), merger)
        if tree == ours:
            raise NothingChanged("it changes nothing here")
        return workshop.commit(tree, (tip,) if tip else (), signed.author, signed.message)

    return build
