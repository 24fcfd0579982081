"""A branch goes forward: the landing, the trail and the event are one transaction."""

from collections.abc import Sequence

import psycopg

from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.breaking import broken_by
from catalog_admin.rules.checking import Checked
from catalog_admin.rules.errors import BranchMoved, BranchNotFound, BranchProtected
from catalog_admin.rules.etags import etag_of, seen_in
from catalog_admin.rules.model import HEADS, Advance, Broken, Changed, Trial
from catalog_admin.rules.referred import refuse_broken
from catalog_admin.rules.signing import said
from catalog_admin.rules.telling import tell_advance
from catalog_admin.rules.trial import OnTheWay
from rulestore.changing import WHATEVER
from rulestore.comparing import Changed as ChangedFile
from rulestore.model import Oid, Tip
from rulestore.refs import tip as tip_of
from rulestore.store import Advanced, Build, Store

FILES_TOLD = 100


def standing(store: Store, branch: str) -> Tip:
    """Raises BranchNotFound."""
    tip = store.tip(HEADS + branch)
    if tip.target is None:
        raise BranchNotFound(f"there is no branch {branch}")
    return tip


def check_seen(tip: Tip, expected: Expected) -> Tip | None:
    """The tip that the caller decided on; None for whatever is there. Raises BranchMoved."""
    seen = seen_in(expected)
    if seen is WHATEVER:
        return None
    if seen != tip.target:
        current = etag_of(tip.target) if tip.target else None
        raise BranchMoved("the branch has moved since you read it", current=current)
    return tip


def advance(
    work: Work,
    store: Store,
    branch: str,
    build: Build,
    reason: str,
    *,
    event: str,
    seen: Tip | None = None,
    merges: bool = False,
) -> Advance:
    """Raises RulesUnsound, StillReferred, BranchProtected unless it `merges` as a publisher, and what the build does.

    Raises DemandsUnmet, CasesNotRun and ReferencesBroken where it merges into a branch that demands something.
    """
    cases = OnTheWay(work, branch, is_merge=merges)
    checked = Checked(build, cases.try_cases)

    def beside(connection: psycopg.Connection, advanced: Advanced) -> None:
        """Asked while nobody else can protect it: the repository's row is ours since the landing."""
        if tip_of(connection, store.repo, HEADS + branch).is_protected:
            if not merges:
                raise protected(branch)
            work.actor.must(Role.PUBLISHER)
        cases.check_demands()

    advanced = store.advance(HEADS + branch, checked, said(work, reason), seen=seen, beside=beside)
    broken = broken_by(work, branch, checked.touched)
    refuse_broken(work, branch, broken, merges=merges)
    assert advanced.before is not None  # noqa: S101 - `standing` has seen it
    trial = cases.landed(advanced.commit)
    moved = advance_of(branch, advanced.before, advanced.commit, checked.changed, trial, broken)
    tell_advance(work, moved, reason, event)
    return moved


def protected(branch: str) -> BranchProtected:
    return BranchProtected(
        f"{branch} is protected: it moves by merges only", suggestion="commit to a branch of yours, and merge it"
    )


def advance_of(
    branch: str, before: Oid, commit: Oid, changed: Sequence[ChangedFile], trial: Trial, broken: Broken
) -> Advance:
    files = tuple(changed_file(each) for each in changed[:FILES_TOLD])
    return Advance(branch, before.hex(), commit.hex(), files, len(changed), trial, broken)


def changed_file(changed: ChangedFile) -> Changed:
    return Changed(changed.path, _hex(changed.before), _hex(changed.after))


def _hex(oid: Oid | None) -> str | None:
    return oid.hex() if oid is not None else None
