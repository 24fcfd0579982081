"""Branches: made, protected, deleted."""

from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules import store as rows
from catalog_admin.rules.advancing import check_seen, standing
from catalog_admin.rules.desk import writing
from catalog_admin.rules.errors import NameTaken
from catalog_admin.rules.model import HEADS, Branch
from catalog_admin.rules.referred import refuse_while_referred
from catalog_admin.rules.refusals import in_our_words
from catalog_admin.rules.signing import said
from catalog_admin.rules.telling import tell_branch
from rulestore.errors import RefMoved
from rulestore.landing import land, protect
from rulestore.mirror import Mirrors
from rulestore.model import Move
from rulestore.names import checked_new_ref
from rulestore.store import Store


def create_branch(work: Work, mirrors: Mirrors, name: str, at: str) -> Branch:
    """On the commit that `at` names. Raises NameTaken, RevisionNotFound, BadName."""
    work.actor.must(Role.RULE_AUTHOR)
    with in_our_words("/name"):
        checked_new_ref(HEADS + name)
    with writing(work, mirrors) as store:
        head = store.ask(at, lambda _, commit: commit)
        try:
            store.move(Move(HEADS + name, None, head), said(work, f"{name} begins on {at}"))
        except RefMoved as there:
            raise NameTaken(f"there is a branch {name} already", pointer="/name") from there
    tell_branch(work, "created", name, head.hex())
    return Branch(name, head.hex(), is_protected=False)


def delete_branch(work: Work, mirrors: Mirrors, name: str, expected: Expected) -> None:
    """What was committed on it stays.

    Raises BranchNotFound, BranchMoved, BranchProtected, StillReferred.
    """
    work.actor.must(Role.RULE_AUTHOR)
    with writing(work, mirrors) as store:
        tip = standing(store, name)
        check_seen(tip, expected)
        refuse_while_referred(work, name)
        with store.writing() as connection:
            land(connection, store.repo, [Move(tip.ref, tip.target, None)], said(work, f"{name} is deleted"))
    rows.drop_demands(work, name)
    tell_branch(work, "deleted", name, tip.target.hex() if tip.target else "")


def change_branch(work: Work, mirrors: Mirrors, name: str, *, is_protected: bool) -> Branch:
    """Protects it or not; the same again changes nothing. Raises BranchNotFound."""
    work.actor.must(Role.TENANT_ADMIN)
    with writing(work, mirrors) as store:
        tip = standing(store, name)
        if tip.is_protected != is_protected:
            _protect(work, store, tip.ref, is_protected)
    head = tip.target.hex() if tip.target else ""
    if tip.is_protected != is_protected:
        tell_branch(work, "protected" if is_protected else "unprotected", name, head)
    return Branch(name, head, is_protected)


def _protect(work: Work, store: Store, ref: str, is_protected: bool) -> None:
    with store.writing() as connection:
        reason = "protected" if is_protected else "protected no longer"
        protect(connection, store.repo, ref, said(work, reason), on=is_protected)
