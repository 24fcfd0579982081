"""One commit again: taken back, or taken along to another branch."""

from collections.abc import Mapping

from catalog_admin.artefacts.merging.model import Choice
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.advancing import advance, check_seen, protected, standing
from catalog_admin.rules.combining import thing_by_thing
from catalog_admin.rules.commands.merging import ANYTHING, check_states_are_named
from catalog_admin.rules.desk import writing
from catalog_admin.rules.model import Advance
from catalog_admin.rules.signing import first_line, signed
from rulestore.mirror import Mirrors
from rulestore.model import Commit, Oid
from rulestore.picking import pick_of, revert_of
from rulestore.workshop import commit_at

Choices = Mapping[str, Choice]


def revert_commit(
    work: Work,
    mirrors: Mirrors,
    branch: str,
    commit: str,
    message: str = "",
    *,
    choices: Choices | None = None,
    expected: Expected = ANYTHING,
) -> Advance:
    """What it changed against its first parent is taken back; whatever came later stays.

    Raises what `pick_commit` does.
    """
    return _replay(work, mirrors, branch, commit, message, choices, expected, is_undone=True)


def pick_commit(
    work: Work,
    mirrors: Mirrors,
    branch: str,
    commit: str,
    message: str = "",
    *,
    choices: Choices | None = None,
    expected: Expected = ANYTHING,
) -> Advance:
    """What it changed against its first parent is done again on the branch.

    Raises MergeConflicts, NothingChanged, BranchNotFound, BranchProtected, RevisionNotFound, BranchMoved, RulesUnsound.
    """
    return _replay(work, mirrors, branch, commit, message, choices, expected, is_undone=False)


def _replay(
    work: Work,
    mirrors: Mirrors,
    branch: str,
    commit: str,
    message: str,
    choices: Choices | None,
    expected: Expected,
    *,
    is_undone: bool,
) -> Advance:
    work.actor.must(Role.RULE_AUTHOR)
    check_states_are_named(choices, expected, commit)
    with writing(work, mirrors) as store:
        tip = standing(store, branch)
        if tip.is_protected:
            raise protected(branch)
        oid, what = store.ask(commit, lambda graph, found: (found, commit_at(graph, found)))
        reason = message or _reason(what, oid, is_undone)
        again = revert_of if is_undone else pick_of
        build = again(oid, signed(work, reason), thing_by_thing(choices or {}))
        seen = check_seen(tip, expected)
        return advance(work, store, branch, build, reason, event="RulesCommitted", seen=seen)


def _reason(what: Commit, oid: Oid, is_undone: bool) -> str:
    """As git says it."""
    subject = first_line(what.message) or "a commit"
    if is_undone:
        return f'Revert "{subject}"\n\nThis reverts commit {oid.hex()}.'
    return f"{what.message.strip() or subject}\n\n(cherry picked from commit {oid.hex()})"
