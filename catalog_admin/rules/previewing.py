"""What a merge would do, worked out in memory: nothing moves, and nothing of it is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.artefacts.checking.report import Report, check, one_of_a_kind
from catalog_admin.artefacts.differing.model import Change
from catalog_admin.artefacts.differing.trees import difference as difference_in_meaning
from catalog_admin.artefacts.finding import Finding, errors
from catalog_admin.artefacts.merging.model import Choice
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules import store
from catalog_admin.rules.advancing import changed_file
from catalog_admin.rules.breaking import broken_by, touched
from catalog_admin.rules.checking import new_among, unsound
from catalog_admin.rules.combining import thing_by_thing
from catalog_admin.rules.demanding import check_demands
from catalog_admin.rules.errors import MergeConflicts, NothingChanged
from catalog_admin.rules.model import Broken, Changed, Tried
from catalog_admin.rules.referred import refuse_broken
from catalog_admin.rules.signing import signed
from catalog_admin.rules.trees import Trees
from catalog_admin.rules.trying import DEMANDED_SECONDS, INLINE_SECONDS, OutOfTime, has_cases, tried, within
from rulestore.comparing import difference
from rulestore.graph import Graph
from rulestore.model import Oid
from rulestore.picking import merge_of
from rulestore.workshop import Workshop, commit_at


@dataclass
class Preview:
    """`ours` is the target's head, `theirs` the source's commit, `base` where they parted.

    While there are conflicts, nobody knows the files: all that hangs on them is empty, and `conflicts` has all that
    the refusal would say. `tried` are the cases, None where there are none or they take too long to wait for.
    """

    base: str | None
    ours: str
    theirs: str
    is_fast_forward: bool
    files: list[Changed] = field(default_factory=list)
    meaning: list[Change] = field(default_factory=list)
    conflicts: Mapping[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    tried: Tried | None = None
    broken: Broken = field(default_factory=Broken)
    refusals: list[Refusal] = field(default_factory=list)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A refusal is a part of the answer here, and ends nothing else."""
        try:
            yield
        except Refusal as refusal:
            self.refusals.append(refusal)


class Previewing:
    """Of one merge into a branch, in the order in which the merge itself asks."""

    def __init__(self, reads: Reads | Work, graph: Graph, target: str, choices: Mapping[str, Choice]) -> None:
        self._reads, self._graph, self._target, self._choices = reads, graph, target, choices
        self._workshop = Workshop(graph)
        self._trees = Trees(self._workshop)

    def of(self, ours: Oid, theirs: Oid) -> Preview:
        base = self._graph.merge_base(ours, theirs)
        told = Preview(base.hex() if base else None, ours.hex(), theirs.hex(), base == ours)
        with told.kept():
            if base == theirs:
                raise NothingChanged("everything of it is merged already")
            commit = self._merged(told, ours, theirs)
            self._tell(told, ours, commit)
        return told

    def _merged(self, told: Preview, ours: Oid, theirs: Oid) -> Oid:
        merge = merge_of(theirs, signed(self._reads, "as it would be"), thing_by_thing(self._choices))
        try:
            return merge(self._workshop, self._graph, ours)
        except MergeConflicts as refused:
            told.conflicts = refused.facts
            raise

    def _tell(self, told: Preview, ours: Oid, commit: Oid) -> None:
        before, after = self._trees.at(ours), self._trees.at(commit)
        changed = difference(self._workshop, ours, commit)
        told.files = [changed_file(each) for each in changed]
        told.meaning = difference_in_meaning(before, after)
        report = check(after)
        told.findings = one_of_a_kind(new_among(report.said, self._trees, ours, commit))
        if errors(told.findings):
            raise unsound(errors(told.findings))
        told.broken = broken_by(self._reads, self._target, touched(self._workshop, changed))
        with told.kept():
            self._try_cases(told, report, commit)
        refuse_broken(self._reads, self._target, told.broken, merges=True)

    def _try_cases(self, told: Preview, report: Report, commit: Oid) -> None:
        tree = commit_at(self._workshop, commit).tree
        is_demanded = store.demands_of(self._reads, self._target).are_of_cases
        if is_demanded or has_cases(report):
            with suppress(OutOfTime):
                told.tried = tried(report, tree, within(DEMANDED_SECONDS if is_demanded else INLINE_SECONDS))
        check_demands(self._reads, self._target, tree, told.tried)
