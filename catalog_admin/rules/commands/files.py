"""Files: one or many written and taken away, in one commit."""

from collections.abc import Sequence

from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.advancing import advance, check_seen, protected, standing
from catalog_admin.rules.desk import writing
from catalog_admin.rules.editing import ANYTHING, FileEdit, commit_of, edit_of
from catalog_admin.rules.model import Advance
from catalog_admin.rules.signing import signed
from rulestore.mirror import Mirrors


def commit_files(
    work: Work,
    mirrors: Mirrors,
    branch: str,
    edits: Sequence[FileEdit],
    message: str,
    *,
    expected: Expected = ANYTHING,
) -> Advance:
    """Whoever changes another file at the same time is not in the way; `expected` is the branch's head, if it matters.

    Raises BranchNotFound, BranchProtected, BranchMoved, FileChanged, NothingChanged, RulesUnsound, BadName, TooMuch.
    """
    work.actor.must(Role.RULE_AUTHOR)
    changes = [edit_of(each) for each in edits]
    with writing(work, mirrors) as store:
        tip = standing(store, branch)
        if tip.is_protected:
            raise protected(branch)
        build = commit_of(changes, signed(work, message))
        seen = check_seen(tip, expected)
        return advance(work, store, branch, build, message, event="RulesCommitted", seen=seen)
