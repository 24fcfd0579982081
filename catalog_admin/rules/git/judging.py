"""What a push may move, what is to be said of its files, and what is told of it: as if it had come over the API."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from catalog_admin.artefacts.checking.report import Report
from catalog_admin.kit.actor import Actor, NotPermitted, Role
from catalog_admin.kit.work import Work
from catalog_admin.rules import store as rows
from catalog_admin.rules.advancing import advance_of
from catalog_admin.rules.breaking import Touched, broken_by, touched
from catalog_admin.rules.checking import check_commit
from catalog_admin.rules.errors import RulesUnsound
from catalog_admin.rules.git import lines
from catalog_admin.rules.model import HEADS, TAGS, Trial, Tried
from catalog_admin.rules.referred import refuse_broken, refuse_while_referred
from catalog_admin.rules.spreading import GoOn
from catalog_admin.rules.telling import tell_advance, tell_branch, tell_tag
from catalog_admin.rules.trees import Trees
from catalog_admin.rules.trial import kept_or_left
from catalog_admin.rules.trying import INLINE_SECONDS, OutOfTime, has_cases, tried, within
from rulestore.comparing import Changed, difference
from rulestore.errors import Unsound
from rulestore.graph import Graph
from rulestore.model import Move, Oid
from rulestore.receiving.push import Candidate, Pushed
from rulestore.workshop import commit_at

CHECKING_SECONDS = 60.0  # of all that one push moves: others wait for its seat


def check_may_move(actor: Actor, moves: Sequence[Move]) -> None:
    """Branches are an author's, tags a publisher's, who makes them and does not take them away. Raises Unsound."""
    for move in moves:
        is_tag = move.name.startswith(TAGS)
        if is_tag and move.new is None:
            raise Unsound("tags stay where they are", ref=move.name)
        try:
            actor.must(Role.PUBLISHER if is_tag else Role.RULE_AUTHOR)
        except NotPermitted as refusal:
            raise Unsound(refusal.detail, ref=move.name) from refusal


@dataclass(frozen=True)
class Judged:
    """Where a ref will stand: on a commit, which says so; what differs from where it was, and what came of its cases.

    None `tried` where it has cases that take longer than somebody waits for.
    """

    before: Oid | None
    commit: Oid
    message: str
    changed: list[Changed]
    touched: list[Touched]
    has_cases: bool
    tried: Tried | None


class Judging:
    """Remembers what each ref brings; what several of them bring is looked at once, and all cases share one time.

    `lines` are what is found out while it lands.
    """

    def __init__(self) -> None:
        self.of: dict[str, Judged] = {}
        self.lines: list[str] = []
        self._known: dict[tuple[Oid | None, Oid, bool], Judged] = {}
        self._in_checking_time: GoOn | None = None
        self._in_time: GoOn | None = None

    def __call__(self, graph: Graph, candidate: Candidate, /) -> Sequence[str]:
        step = (candidate.before, candidate.commit, candidate.ref.startswith(TAGS))
        if step in self._known:
            self.of[candidate.ref] = self._known[step]
            return []
        report = self._checked(graph, candidate)
        judged = self.of[candidate.ref] = self._known[step] = self._judged(graph, candidate, report)
        return lines.said_of(report, judged.changed, judged.has_cases, judged.tried)

    def _checked(self, graph: Graph, candidate: Candidate) -> Report:
        """Raises Unsound, with a line for each error; and when many refs take longer than a push may."""
        self._in_checking_time = self._in_checking_time or within(CHECKING_SECONDS)  # not of what came before
        try:
            self._in_checking_time()
            return check_commit(Trees(graph), candidate.before, candidate.commit)
        except OutOfTime:
            raise Unsound("so many refs take too long to check: push fewer at once", ref=candidate.ref) from None
        except RulesUnsound as unsound:
            told = lines.of_errors(unsound)
            raise Unsound("its rules do not hold together", ref=candidate.ref, lines=told) from unsound

    def _judged(self, graph: Graph, candidate: Candidate, report: Report) -> Judged:
        """Cases are a branch's: what a tag names has been asked there, or is when it gets there."""
        commit = commit_at(graph, candidate.commit)
        changed = difference(graph, candidate.before, candidate.commit)
        self._in_time = self._in_time or within(INLINE_SECONDS)
        is_asked = bool(changed) and not candidate.ref.startswith(TAGS)
        has_some, outcome = is_asked and has_cases(report), None
        if has_some:
            with suppress(OutOfTime):
                outcome = tried(report, commit.tree, self._in_time)
        conditions = touched(graph, changed)
        return Judged(candidate.before, candidate.commit, commit.message, changed, conditions, has_some, outcome)


def tell(work: Work, pushed: Pushed, judging: Judging) -> None:
    """Raises StillReferred, and NotPermitted for what a publisher who writes no rules brings behind a tag.

    Either takes the whole push back.
    """
    if pushed.commits:
        work.actor.must(Role.RULE_AUTHOR)
    for move in pushed.moves:
        if move.name.startswith(TAGS):
            tell_tag(work, move.name.removeprefix(TAGS), judging.of[move.name].commit.hex())
        else:
            judging.lines += _tell_branch(work, move, judging.of.get(move.name))


def _tell_branch(work: Work, move: Move, judged: Judged | None) -> list[str]:
    """With lines for who pushes."""
    name = move.name.removeprefix(HEADS)
    if judged is None:
        refuse_while_referred(work, name)
        rows.drop_demands(work, name)
        tell_branch(work, "deleted", name, move.old.hex() if move.old else "")
        return []
    if move.old is None:
        tell_branch(work, "created", name, judged.commit.hex())
    trial = kept_or_left(work, judged.tried, judged.commit, name) if judged.has_cases else Trial()
    return [] if judged.before in (None, judged.commit) else _tell_advance(work, name, judged, trial)


def _tell_advance(work: Work, branch: str, judged: Judged, trial: Trial) -> list[str]:
    assert judged.before is not None  # noqa: S101 - as the caller has asked
    broken = broken_by(work, branch, judged.touched)
    refuse_broken(work, branch, broken, merges=False)
    moved = advance_of(branch, judged.before, judged.commit, judged.changed, trial, broken)
    tell_advance(work, moved, judged.message, "RulesCommitted")
    return lines.of_broken(broken)
