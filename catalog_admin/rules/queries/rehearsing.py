"""What cases say of a revision, or of what somebody is about to commit on it."""

from collections.abc import Sequence

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.refusals import in_our_words
from catalog_admin.rules.rehearsing import Asked, Draft, Rehearsal, rehearse
from catalog_admin.rules.trees import Trees
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.names import checked_path

Found = tuple[str, dict[str, bytes]]


def rehearsal(
    reads: Reads | Work, mirrors: Mirrors, at: str, drafts: Sequence[Draft], asked: Asked
) -> tuple[str, Rehearsal]:
    """The commit, and what comes of it with these files in their place, which nobody commits.

    Raises RevisionNotFound, BadName.
    """
    for draft in drafts:
        with in_our_words(draft.pointer):
            checked_path(draft.path)

    def found(graph: Graph, commit: Oid) -> Found:
        return commit.hex(), Trees(graph).at(commit)

    with reading(reads, mirrors) as repository:
        commit, files = repository.ask(at, found)
    for draft in drafts:
        if draft.content is None:
            files.pop(draft.path, None)
        else:
            files[draft.path] = draft.content
    return commit, rehearse(files, asked)
