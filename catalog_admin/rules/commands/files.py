"""Files: one or many written and taken away, in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.advancing import advance, check_seen, protected, standing
from catalog_admin.rules.checking import one_text
from catalog_admin.rules.desk import writing
from catalog_admin.rules.etags import seen_in
from catalog_admin.rules.model import Advance
from catalog_admin.rules.refusals import in_our_words
from catalog_admin.rules.signing import signed
from rulestore.changing import Edit
from rulestore.mirror import Mirrors
from rulestore.names import checked_path
from rulestore.picking import edits_of

ANYTHING = Expected("*")


@dataclass(frozen=True)
class FileEdit:
    """`content` None takes the file away; `expected` is the state that was edited; `pointer` says where it was said."""

    path: str
    content: bytes | None
    expected: Expected = ANYTHING
    pointer: str = field(default="", compare=False)


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
    changes = [_edit(each) for each in edits]
    with writing(work, mirrors) as store:
        tip = standing(store, branch)
        if tip.is_protected:
            raise protected(branch)
        build = edits_of(changes, signed(work, message))
        seen = check_seen(tip, expected)
        return advance(work, store, branch, build, message, event="RulesCommitted", seen=seen)


def _edit(edit: FileEdit) -> Edit:
    with in_our_words(edit.pointer):
        checked_path(edit.path)
    content = None if edit.content is None else one_text(edit.path, edit.content)
    return Edit(edit.path, content, seen_in(edit.expected))
