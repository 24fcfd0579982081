"""One branch into another."""

from collections.abc import Mapping

from catalog_admin.artefacts.merging.model import Choice
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.advancing import advance, check_seen, standing
from catalog_admin.rules.combining import thing_by_thing
from catalog_admin.rules.desk import writing
from catalog_admin.rules.errors import HeadMissing
from catalog_admin.rules.model import Advance
from catalog_admin.rules.signing import signed
from rulestore.mirror import Mirrors
from rulestore.names import is_whole_oid
from rulestore.picking import merge_of

ANYTHING = Expected("*")


def merge_branch(
    work: Work,
    mirrors: Mirrors,
    source: str,
    target: str,
    message: str = "",
    *,
    choices: Mapping[str, Choice] | None = None,
    expected: Expected = ANYTHING,
) -> Advance:
    """`source` is a branch, a tag or a commit. Always a commit of two parents; the only way into a protected branch.

    Raises MergeConflicts, NothingChanged, BranchNotFound, RevisionNotFound, BranchMoved, HeadMissing, RulesUnsound.
    """
    check_states_are_named(choices, expected, source)
    with writing(work, mirrors) as store:
        tip = standing(store, target)
        work.actor.must(Role.PUBLISHER if tip.is_protected else Role.RULE_AUTHOR)
        theirs = store.ask(source, lambda _, commit: commit)
        reason = message or f"Merge {source} into {target}"
        build = merge_of(theirs, signed(work, reason), thing_by_thing(choices or {}))
        seen = check_seen(tip, expected)
        return advance(work, store, target, build, reason, event="RulesMerged", seen=seen, merges=True)


def check_states_are_named(choices: Mapping[str, Choice] | None, expected: Expected, theirs: str) -> None:
    """A choice for what has moved since would be one that nobody made. Raises HeadMissing."""
    if not choices:
        return
    if expected.header in ("", "*"):
        raise HeadMissing("you have chosen between two states: send If-Match with the branch's ETag")
    if not is_whole_oid(theirs):
        raise HeadMissing(
            f"you have chosen between two states, and {theirs} may be at another one by now",
            suggestion="name the commit that was told as `between.theirs`, all 40 digits of it",
        )
