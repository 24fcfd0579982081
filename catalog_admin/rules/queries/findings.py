"""What is to be said against all files of a revision: as they are, and as they would be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog_admin.artefacts.checking.report import check, one_of_a_kind
from catalog_admin.artefacts.finding import Finding, Severity, errors
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.breaking import broken_by, touched
from catalog_admin.rules.checking import new_among
from catalog_admin.rules.desk import reading
from catalog_admin.rules.editing import FileEdit, edit_of, named_over
from catalog_admin.rules.model import HEADS, NONE_BROKEN, Broken
from catalog_admin.rules.signing import signature
from catalog_admin.rules.trees import Trees
from rulestore.changing import edited
from rulestore.comparing import difference
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.workshop import Workshop, tree_at


@dataclass(frozen=True)
class Foreseen:
    """Of files as they would be: first the `new` findings, then the `old` ones, which keep no change out; and what
    catalogs could not use any more, where it is a branch that is changed.
    """

    commit: str
    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    broken: Broken = NONE_BROKEN

    @property
    def is_refused(self) -> bool:
        return bool(errors(self.new) or self.broken.keeping_out or self.broken.untold_errors)


def findings(reads: Reads | Work, mirrors: Mirrors, at: str) -> tuple[Finding, ...]:
    """Whatever is to be said against the whole of it: errors, and warnings that keep nothing out."""
    with reading(reads, mirrors) as store:
        return check(store.ask(at, lambda graph, commit: Trees(graph).at(commit))).findings


def findings_with(
    reads: Reads | Work, mirrors: Mirrors, at: str, edits: Sequence[FileEdit], branch: str | None = None
) -> Foreseen:
    """The same with these edits done, which are stored nowhere; errors come first. `branch`: where they would be
    committed, if `at` does not say so.

    Raises what a commit of them would, except for what is found: BadName, TooMuch, FileChanged, RevisionNotFound.
    """
    changes = [edit_of(each) for each in edits]

    def found(graph: Graph, commit: Oid) -> Foreseen:
        workshop = Workshop(graph)
        tree = edited(workshop, tree_at(workshop, commit), named_over(workshop, commit, changes))
        trees = Trees(workshop)
        made = workshop.commit(tree, (commit,), signature(reads), "as it would be")
        said = check(trees.at(made)).said
        new = new_among(said, trees, commit, made)
        # By what they say: whether it was there before may make an error of a warning.
        known = {replace(each, severity=Severity.WARNING) for each in new}
        old = [each for each in said if replace(each, severity=Severity.WARNING) not in known]
        broken = NONE_BROKEN
        if moves:
            broken = broken_by(reads, branch or at, touched(workshop, difference(workshop, commit, made)))
        return Foreseen(commit.hex(), _worst_first(new), _worst_first(old), broken)

    with reading(reads, mirrors) as store:
        moves = store.tip(HEADS + (branch or at)).target is not None  # what catalogs take from a tag stays as it is
        return store.ask(at, found)


def _worst_first(found: Sequence[Finding]) -> tuple[Finding, ...]:
    told = one_of_a_kind(found)
    return (*errors(told), *(each for each in told if each.severity is not Severity.ERROR))
