"""Where branches and tags are, read in one snapshot with how far the repository is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from rulestore.errors import NoSuchRepository, NoSuchRevision, RefTaken
from rulestore.log import genesis
from rulestore.model import Kind, Oid, Position, Repo, Tip
from rulestore.names import checked_new_ref

CREATE = """
    INSERT INTO repo (tenant_id, name, head) VALUES (%(tenant)s, %(name)s, %(head)s)
    ON CONFLICT (tenant_id, name) DO NOTHING RETURNING repo_id
"""
FIND = "SELECT repo_id, head FROM repo WHERE tenant_id = %(tenant)s AND name = %(name)s"
POSITION = """
    SELECT r.txn_no, (
        SELECT hash FROM ref_log l WHERE l.tenant_id = r.tenant_id AND l.repo_id = r.repo_id
        ORDER BY txn_no DESC, seq DESC LIMIT 1
    ) FROM repo r WHERE r.tenant_id = %(tenant)s AND r.repo_id = %(repo)s
"""
TIP = """
    SELECT r.txn_no, (
        SELECT hash FROM ref_log l WHERE l.tenant_id = r.tenant_id AND l.repo_id = r.repo_id
        ORDER BY txn_no DESC, seq DESC LIMIT 1
    ), f.target, f.born_txn, f.protected
    FROM repo r LEFT JOIN git_ref f ON f.tenant_id = r.tenant_id AND f.repo_id = r.repo_id AND f.name = %(name)s
    WHERE r.tenant_id = %(tenant)s AND r.repo_id = %(repo)s
"""
ALL = """
    SELECT name, target, protected FROM git_ref
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND target IS NOT NULL ORDER BY name COLLATE "C"
"""
SOME = """
    SELECT name, target, protected FROM git_ref
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND target IS NOT NULL
        AND starts_with(name, %(within)s) AND name COLLATE "C" > %(after)s
    ORDER BY name COLLATE "C" LIMIT %(limit)s
"""
SNAPSHOT = """
    WITH r AS (
        SELECT txn_no, (
            SELECT hash FROM ref_log l WHERE l.tenant_id = r.tenant_id AND l.repo_id = r.repo_id
            ORDER BY txn_no DESC, seq DESC LIMIT 1
        ) AS chain FROM repo r WHERE r.tenant_id = %(tenant)s AND r.repo_id = %(repo)s
    )
    SELECT r.txn_no, r.chain, f.name, f.target, f.protected FROM r LEFT JOIN git_ref f
        ON f.tenant_id = %(tenant)s AND f.repo_id = %(repo)s AND f.target IS NOT NULL
    ORDER BY f.name COLLATE "C"
"""
KNOWN = "SELECT oid FROM git_object WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND oid = ANY(%(oids)s)"
KIND = "SELECT type FROM git_object WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND oid = %(oid)s"


@dataclass(frozen=True)
class Ref:
    name: str
    target: Oid
    is_protected: bool


def create_repository(connection: psycopg.Connection, tenant: UUID, name: str, head: str = "refs/heads/main") -> Repo:
    """An empty one. Raises RefTaken if the tenant has one of that name, BadName."""
    said = {"tenant": tenant, "name": name, "head": checked_new_ref(head)}
    found = connection.execute(CREATE, said).fetchone()
    if found is None:
        raise RefTaken(f"there is a repository {name} already")
    return Repo(tenant, found[0], name, head)


def find_repository(connection: psycopg.Connection, tenant: UUID, name: str) -> Repo:
    """Raises NoSuchRepository, also for another tenant's."""
    found = connection.execute(FIND, {"tenant": tenant, "name": name}).fetchone()
    if found is None:
        raise NoSuchRepository(f"there is no repository {name}")
    return Repo(tenant, found[0], name, found[1])


def tip(connection: psycopg.Connection, repo: Repo, ref: str) -> Tip:
    """A ref that is not there has no target. Raises NoSuchRepository."""
    found = connection.execute(TIP, {**repo.key(), "name": ref}, binary=True).fetchone()
    if found is None:
        raise NoSuchRepository(f"there is no repository {repo.name}")
    txn_no, chain, target, born, is_protected = found
    return Tip(ref, target, born or 0, bool(is_protected), Position(txn_no, chain or genesis(repo)))


def position(connection: psycopg.Connection, repo: Repo) -> Position:
    """Raises NoSuchRepository."""
    found = connection.execute(POSITION, repo.key(), binary=True).fetchone()
    if found is None:
        raise NoSuchRepository(f"there is no repository {repo.name}")
    return Position(found[0], found[1] or genesis(repo))


def every_ref(connection: psycopg.Connection, repo: Repo) -> list[Ref]:
    """By name."""
    return [Ref(*row) for row in connection.execute(ALL, repo.key(), binary=True)]


def some_refs(connection: psycopg.Connection, repo: Repo, within: str, after: str, limit: int) -> list[Ref]:
    """By name, those whose names begin so, from behind one of them."""
    wanted = {**repo.key(), "within": within, "after": within + after, "limit": limit}
    return [Ref(*row) for row in connection.execute(SOME, wanted, binary=True)]


def snapshot(connection: psycopg.Connection, repo: Repo) -> tuple[list[Ref], Position]:
    """Every ref by name, and how far the repository was then: one statement, so the two belong together.

    Raises NoSuchRepository.
    """
    found = connection.execute(SNAPSHOT, repo.key(), binary=True).fetchall()
    if not found:
        raise NoSuchRepository(f"there is no repository {repo.name}")
    at = Position(found[0][0], found[0][1] or genesis(repo))
    return [Ref(*row[2:]) for row in found if row[2] is not None], at


def known_among(connection: psycopg.Connection, repo: Repo, oids: Sequence[Oid]) -> set[Oid]:
    """Those that are stored already."""
    found = connection.execute(KNOWN, {**repo.key(), "oids": list(oids)}, binary=True)
    return {Oid(row[0]) for row in found}


def check_is_known(connection: psycopg.Connection, repo: Repo, oid: Oid, kind: Kind | None = None) -> None:
    """So that a mirror without it is known to be broken. Raises NoSuchRevision, also for one of another kind."""
    found = connection.execute(KIND, {**repo.key(), "oid": oid}).fetchone()
    if found is None or kind not in (None, found[0]):
        raise NoSuchRevision(f"this repository has no {kind.name.lower() if kind else 'object'} {oid.hex()}")
