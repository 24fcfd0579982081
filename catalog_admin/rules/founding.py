"""A tenant's repository, made with the tenant: `main` with an empty first commit, protected from the beginning.

Nothing of it needs a mirror.
"""

from catalog_admin.audit import commands as audit
from catalog_admin.kit.work import Work
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.model import HEADS, MAIN, REPOSITORY
from catalog_admin.rules.signing import said, signature
from rulestore.errors import Broken, RefTaken
from rulestore.landing import land, protect
from rulestore.model import GitObject, Move, Oid, Repo
from rulestore.packs import packed
from rulestore.refs import create_repository, find_repository
from rulestore.workshop import Workshop

BEGINNING = "The rule repository begins"


def found_repository(work: Work) -> Repo:
    """Of two who come first, one makes it; the other one waits, and finds it."""
    raw, main = driver_of(work), HEADS + MAIN
    try:
        repo = create_repository(raw, work.tenant, REPOSITORY, main)
    except RefTaken:
        return find_repository(raw, work.tenant, REPOSITORY)
    workshop = Workshop(_Nothing())
    first = workshop.commit(workshop.tree({}), (), signature(work), BEGINNING)
    objects = [packed(oid, what) for oid, what in workshop.made.items()]
    land(raw, repo, [Move(main, None, first)], said(work, BEGINNING), objects)
    protect(raw, repo, main, said(work, BEGINNING), on=True)
    audit.record(work, action="rules.repository_made", subject=f"branch:{MAIN}", after={"head": first.hex()})
    return repo


class _Nothing:
    """What a first commit is made from."""

    def read(self, oid: Oid) -> GitObject:
        raise Broken(f"{oid.hex()} is not there")
