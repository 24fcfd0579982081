"""The SQL of releases and moves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text

from catalog_admin.kit.work import Reads, Work
from catalog_admin.promotions.model import Move, Release

MOVE = "m.generation, m.release_digest, m.cause, m.catalog_key, m.reason, m.moved_by, m.moved_at, m.effective_from"


@dataclass(frozen=True)
class Arrival:
    """A version that is served, and how it came there; `number` is None for another environment's."""

    digest: bytes
    number: int | None
    nodes: int
    plans: int
    memberships: int
    since: datetime
    cause: str
    moved_by: str


def catalogs_of(tx: Reads | Work, release: bytes) -> dict[str, bytes]:
    """Version digests by catalog key."""
    found = tx.session.execute(
        text(
            "SELECT catalog_key, version_digest FROM release_catalog"
            " WHERE tenant_id = :tenant AND release_digest = :release"
        ),
        {"tenant": tx.tenant, "release": release},
    )
    return {row.catalog_key: row.version_digest for row in found}


ADD_MOVE = text(
    "WITH added AS (INSERT INTO release (tenant_id, digest, body, created_by, created_at)"
    " VALUES (:tenant, :release_digest, :body, :moved_by, :moved_at) ON CONFLICT DO NOTHING RETURNING digest),"
    " held AS (INSERT INTO release_catalog (tenant_id, release_digest, catalog_key, version_digest)"
    " SELECT :tenant, added.digest, c.key, decode(c.version, 'hex') FROM added,"
    " unnest(CAST(:catalogs AS text[]), CAST(:versions AS text[])) AS c (key, version))"
    " INSERT INTO environment_move (tenant_id, environment_id, generation, release_digest, cause, catalog_key,"
    " reason, moved_by, moved_at, effective_from) SELECT :tenant, :environment, :generation, :release_digest,"
    " :cause, :catalog_key, :reason, :moved_by, :moved_at, :effective_from"
    " WHERE CAST(:again AS bytea) IS NULL OR EXISTS (SELECT FROM environment_move m JOIN release_catalog c"
    " ON c.tenant_id = m.tenant_id AND c.release_digest = m.release_digest AND c.catalog_key = :catalog_key"
    " WHERE m.tenant_id = :tenant AND m.environment_id = :environment AND c.version_digest = :again)"
    " RETURNING generation"
)


def add_move(work: Work, release: Release, move: Move, *, again: bytes | None = None) -> bool:
    """With the release that it leads to; a known one is not written again.

    False if the environment has never served the version that it is to serve `again`.
    """
    said = {"body": release.body.decode(), "catalogs": [*release.catalogs], "versions": [*release.catalogs.values()]}
    added = work.session.execute(ADD_MOVE, _mine(work) | said | _values(move) | {"again": again})
    return added.first() is not None


LATEST = "SELECT max(effective_from) FROM environment_move WHERE tenant_id = :tenant AND environment_id = :environment"
STANDS = text(
    f"SELECT e.release_digest, e.generation, r.body, ({LATEST}) AS last_effective FROM environment e"  # noqa: S608
    " LEFT JOIN release r ON r.tenant_id = e.tenant_id AND r.digest = e.release_digest"
    " WHERE e.tenant_id = :tenant AND e.environment_id = :environment"
)


def last_effective(tx: Reads | Work) -> datetime | None:
    found: datetime | None = tx.session.scalar(text(LATEST), _mine(tx))
    return found


def stands(work: Work) -> RowMapping | None:
    """What the environment serves, at which generation, the release's body, and when its last move took effect."""
    return work.session.execute(STANDS, _mine(work)).mappings().first()


def release_at(tx: Reads | Work, instant: datetime) -> bytes | None:
    """What the environment served as of an instant; the later of two moves of one instant has the last word."""
    served = (
        "SELECT release_digest FROM environment_move WHERE tenant_id = :tenant AND environment_id = :environment"
        " AND effective_from <= :instant ORDER BY effective_from DESC, generation DESC LIMIT 1"
    )
    found: bytes | None = tx.session.scalar(text(served), _mine(tx) | {"instant": instant})
    return found


def other_version_before(tx: Reads | Work, catalog_key: str, current: bytes) -> bytes | None:
    """What was served when the current version last arrived by something else than a rollback.

    Not simply what was served before: a second click on the rescue would bring the wrong version back.
    """
    served = (
        "WITH served AS (SELECT m.generation, m.cause, c.version_digest FROM environment_move m JOIN release_catalog c"
        " ON c.tenant_id = m.tenant_id AND c.release_digest = m.release_digest AND c.catalog_key = :key"
        " WHERE m.tenant_id = :tenant AND m.environment_id = :environment"
        " AND (m.catalog_key = :key OR m.catalog_key IS NULL))"
        " SELECT version_digest FROM served WHERE version_digest <> :current AND generation <"
        " (SELECT max(generation) FROM served WHERE version_digest = :current AND cause <> 'rollback')"
        " ORDER BY generation DESC LIMIT 1"
    )
    found: bytes | None = tx.session.scalar(text(served), _mine(tx) | {"key": catalog_key, "current": current})
    return found


def last_version(tx: Reads | Work, catalog_key: str) -> bytes | None:
    """What of this catalog was served last, though it may have been withdrawn since."""
    served = (
        "SELECT c.version_digest FROM environment_move m JOIN release_catalog c"
        " ON c.tenant_id = m.tenant_id AND c.release_digest = m.release_digest AND c.catalog_key = :key"
        " WHERE m.tenant_id = :tenant AND m.environment_id = :environment ORDER BY m.generation DESC LIMIT 1"
    )
    found: bytes | None = tx.session.scalar(text(served), _mine(tx) | {"key": catalog_key})
    return found


def last_rollback(tx: Reads | Work, catalog_key: str) -> int:
    """The generation the catalog's last rollback or withdrawal led to; 0 if there was none."""
    latest = (
        "SELECT coalesce(max(generation), 0) FROM environment_move WHERE tenant_id = :tenant"
        " AND environment_id = :environment AND cause IN ('rollback', 'withdrawal')"
        " AND (catalog_key = :key OR catalog_key IS NULL)"
    )
    return int(tx.session.scalar(text(latest), _mine(tx) | {"key": catalog_key}) or 0)


def served_among(tx: Reads | Work, catalog_key: str, versions: Collection[bytes]) -> set[bytes]:
    """Which of these the environment serves or once served."""
    served = (
        "SELECT DISTINCT c.version_digest FROM environment_move m JOIN release_catalog c"
        " ON c.tenant_id = m.tenant_id AND c.release_digest = m.release_digest AND c.catalog_key = :key"
        " WHERE m.tenant_id = :tenant AND m.environment_id = :environment AND c.version_digest = ANY(:versions)"
    )
    return set(tx.session.scalars(text(served), _mine(tx) | {"key": catalog_key, "versions": list(versions)}))


def arrivals(tx: Reads | Work, release: bytes, catalog_keys: Collection[str]) -> dict[str, Arrival]:
    """Of the release, which the environment serves, these catalogs and the newest move of each; one statement."""
    found = tx.session.execute(
        text(
            "SELECT c.catalog_key, c.version_digest, v.nodes, v.plans, v.memberships, m.effective_from, m.cause,"
            " m.moved_by, CASE WHEN l.environment_id = :environment THEN v.ordinal END AS number"
            " FROM release_catalog c JOIN version v ON v.tenant_id = c.tenant_id AND v.digest = c.version_digest"
            " JOIN lineage l ON l.tenant_id = v.tenant_id AND l.lineage_id = v.lineage_id"
            " CROSS JOIN LATERAL (SELECT m.effective_from, m.cause, m.moved_by FROM environment_move m"
            " WHERE m.tenant_id = c.tenant_id AND m.environment_id = :environment"
            " AND (m.catalog_key = c.catalog_key OR m.catalog_key IS NULL) ORDER BY m.generation DESC LIMIT 1) m"
            " WHERE c.tenant_id = :tenant AND c.release_digest = :release AND c.catalog_key = ANY(:keys)"
        ),
        _mine(tx) | {"release": release, "keys": sorted(catalog_keys)},
    )
    return {
        row.catalog_key: Arrival(
            digest=row.version_digest,
            number=row.number,
            nodes=row.nodes,
            plans=row.plans,
            memberships=row.memberships,
            since=row.effective_from,
            cause=row.cause,
            moved_by=row.moved_by,
        )
        for row in found
    }


def find_release(tx: Reads | Work, digest: bytes) -> str:
    """The release's body."""
    body = text("SELECT body FROM release WHERE tenant_id = :tenant AND digest = :digest")
    return str(tx.session.scalars(body, {"tenant": tx.tenant, "digest": digest}).one())


def moves(
    tx: Reads | Work, environment: Any, limit: int, before: int | None, *, of: frozenset[str] | None = None
) -> list[tuple[Move, dict[str, bytes]]]:
    """Newest first, each with what its release consists of; two statements.

    `of` leaves out the moves of other catalogs; a move of the whole release is everybody's.
    """
    found = tx.session.execute(
        text(
            f"SELECT {MOVE} FROM environment_move m WHERE m.tenant_id = :tenant"  # noqa: S608
            " AND m.environment_id = :environment AND (CAST(:before AS bigint) IS NULL OR m.generation < :before)"
            " AND (CAST(:of AS text[]) IS NULL OR m.catalog_key IS NULL OR m.catalog_key = ANY(:of))"
            " ORDER BY m.generation DESC LIMIT :limit"
        ),
        {"tenant": tx.tenant, "environment": environment, "before": before, "limit": limit}
        | {"of": None if of is None else sorted(of)},
    )
    steps = [Move(*row) for row in found]
    held = catalogs_of_all(tx, {step.release_digest for step in steps})
    return [(step, held.get(step.release_digest, {})) for step in steps]


def catalogs_of_all(tx: Reads | Work, releases: set[bytes]) -> dict[bytes, dict[str, bytes]]:
    """Version digests by release, then by catalog key."""
    found = tx.session.execute(
        text(
            "SELECT release_digest, catalog_key, version_digest FROM release_catalog"
            " WHERE tenant_id = :tenant AND release_digest = ANY(:releases)"
        ),
        {"tenant": tx.tenant, "releases": list(releases)},
    )
    held: dict[bytes, dict[str, bytes]] = {}
    for release, catalog, version in found:
        held.setdefault(release, {})[catalog] = version
    return held


def _mine(tx: Reads | Work) -> dict[str, Any]:
    return {"tenant": tx.tenant, "environment": tx.environment}


def _values(move: Move) -> dict[str, Any]:
    return {name: getattr(move, name) for name in Move.__dataclass_fields__}
