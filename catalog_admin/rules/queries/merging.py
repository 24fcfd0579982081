"""Merges before they are done: what one would do, and one conflict as a whole."""

from collections.abc import Mapping

from catalog_admin.artefacts.merging.model import Choice, Conflict
from catalog_admin.artefacts.merging.trees import merge
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.advancing import standing
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import ConflictNotFound
from catalog_admin.rules.previewing import Preview, Previewing
from catalog_admin.rules.queries.comparing import commit_called
from catalog_admin.rules.trees import Trees
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.picking import met
from rulestore.workshop import Workshop, tree_at


def preview(
    reads: Reads | Work,
    mirrors: Mirrors,
    source: str,
    target: str,
    choices: Mapping[str, Choice] | None = None,
) -> Preview:
    """Raises BranchNotFound, RevisionNotFound; what would refuse the merge is told."""
    with reading(reads, mirrors) as store:
        ours = standing(store, target).target
        assert ours is not None  # noqa: S101 - `standing` has seen it

        def found(graph: Graph, theirs: Oid) -> Preview:
            return Previewing(reads, graph, target, choices or {}).of(ours, theirs)

        return store.ask(source, found)


def conflict(reads: Reads | Work, mirrors: Mirrors, base: str | None, ours: str, theirs: str, called: str) -> Conflict:
    """Between the three commits that a refusal named. Raises ConflictNotFound, RevisionNotFound."""
    with reading(reads, mirrors) as store:
        before = commit_called(store, base) if base else None
        mine = commit_called(store, ours)

        def found(graph: Graph, commit: Oid) -> Conflict:
            workshop = Workshop(graph)
            trees = Trees(workshop)
            is_merge = before == graph.merge_base(mine, commit)  # whose sides may have begun in several places
            began = met(workshop, graph, mine, commit) if is_merge else tree_at(workshop, before)
            merged = merge(trees.in_tree(began), trees.at(mine), trees.at(commit))
            for each in merged.conflicts:
                if each.id == called:
                    return each
            raise ConflictNotFound(f"there is no conflict {called[:200]}")

        return store.ask(theirs, found)
