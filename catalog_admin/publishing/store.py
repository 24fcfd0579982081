"""The SQL of filling an ordinal: lineages, stages, opening and closing rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.languages import PLAIN, dictionary_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing.base import driver
from catalog_admin.publishing.errors import OrdinalTaken
from catalog_admin.publishing.layout import Stage
from catalog_admin.publishing.model import OPEN
from catalog_admin.publishing.spool import copy_line


@dataclass(frozen=True)
class Filling:
    """The ordinal this publish fills; `started_at` tells it from one that took its number after an abort."""

    lineage_id: int
    ordinal: int
    started_at: datetime


def lineage_of(work: Work, catalog_key: str) -> int:
    """The environment's sequence of versions of this catalog, begun if there is none."""
    said = {"tenant": work.tenant, "key": catalog_key, "environment": work.environment}
    work.session.execute(
        text(
            "INSERT INTO lineage (tenant_id, catalog_key, environment_id) VALUES (:tenant, :key, :environment)"
            " ON CONFLICT DO NOTHING"
        ),
        said,
    )
    return int(work.session.scalars(text(LINEAGE), said).one())


LINEAGE = (
    "SELECT lineage_id FROM lineage WHERE tenant_id = :tenant AND catalog_key = :key AND environment_id = :environment"
)


def find_lineage(tx: Reads | Work, catalog_key: str, environment: EnvironmentId) -> int | None:
    said = {"tenant": tx.tenant, "key": catalog_key, "environment": environment}
    return tx.session.scalars(text(LINEAGE), said).one_or_none()


def has_versions(tx: Reads | Work, catalog_key: str) -> bool:
    """In whatever environment: only then may content of this catalog be known."""
    sealed = (
        "SELECT EXISTS (SELECT FROM lineage l JOIN lineage_ordinal o USING (tenant_id, lineage_id)"
        " WHERE l.tenant_id = :tenant AND l.catalog_key = :key AND o.sealed_at IS NOT NULL)"
    )
    return bool(tx.session.scalar(text(sealed), {"tenant": tx.tenant, "key": catalog_key}))


def newest_sealed(tx: Reads | Work, lineage_id: int) -> int | None:
    sealed = (
        "SELECT max(ordinal) FROM lineage_ordinal"
        " WHERE tenant_id = :tenant AND lineage_id = :lineage AND sealed_at IS NOT NULL"
    )
    found: int | None = tx.session.scalar(text(sealed), {"tenant": tx.tenant, "lineage": lineage_id})
    return found


def newest_sealed_of(tx: Reads | Work, catalog_key: str) -> tuple[int, int] | None:
    """Lineage and ordinal of what was written last for this environment's catalog."""
    lineage = find_lineage(tx, catalog_key, tx.environment)
    ordinal = newest_sealed(tx, lineage) if lineage is not None else None
    return (lineage, ordinal) if lineage is not None and ordinal is not None else None


def is_known(tx: Reads | Work, digest: bytes) -> bool:
    """And its content is there: what was retired is written again."""
    known = text(
        "SELECT true FROM version v WHERE v.tenant_id = :tenant AND v.digest = :digest"
        " AND NOT EXISTS (SELECT FROM version_retirement r WHERE r.tenant_id = v.tenant_id"
        " AND r.lineage_id = v.lineage_id AND r.ordinal = v.ordinal)"
    )
    return bool(tx.session.scalar(known, {"tenant": tx.tenant, "digest": digest}))


def abort(work: Work, lineage_id: int) -> int | None:
    """Takes back what an unfinished publish has written; the ordinal that is free again, if there was one."""
    freed: int | None = work.session.scalar(text("SELECT abort_publish(:lineage)"), {"lineage": lineage_id})
    return freed


def begin(work: Work, lineage_id: int, after: int) -> Filling:
    """Raises OrdinalTaken unless `after`, what was compared with, is still the last ordinal."""
    last = "SELECT coalesce(max(ordinal), 0) FROM lineage_ordinal WHERE tenant_id = :tenant AND lineage_id = :lineage"
    if work.session.scalar(text(last), {"tenant": work.tenant, "lineage": lineage_id}) != after:
        raise OrdinalTaken("another publish of this catalog has taken over")
    ordinal = after + 1
    begun = work.session.scalars(
        text(
            "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal, started_at)"
            " VALUES (:tenant, :lineage, :ordinal, clock_timestamp()) RETURNING started_at"
        ),
        {"tenant": work.tenant, "lineage": lineage_id, "ordinal": ordinal},
    )
    return Filling(lineage_id, ordinal, begun.one())


def hold(work: Work, filling: Filling) -> None:
    """Nobody can abort the ordinal until this transaction ends; raises OrdinalTaken if somebody already has."""
    held = work.session.scalar(
        text(
            "SELECT true FROM lineage_ordinal WHERE tenant_id = :tenant AND lineage_id = :lineage"
            " AND ordinal = :ordinal AND started_at = :started AND sealed_at IS NULL FOR KEY SHARE"
        ),
        _said(work, filling) | {"started": filling.started_at},
    )
    if not held:
        raise OrdinalTaken("another publish of this catalog has taken over")


def insert(work: Work, filling: Filling, stage: Stage, lines: bytes) -> None:
    """COPY FROM is refused under row-level security: hence the temporary table."""
    with _staged(work, stage.definition, lines) as said:
        if stage.has_body:
            work.session.execute(
                text(
                    "INSERT INTO body (tenant_id, hash, body)"
                    # In one order for all: no two who write the same bodies wait for each other.
                    " SELECT :tenant, body_hash, body FROM stage ORDER BY body_hash ON CONFLICT DO NOTHING"
                ),
                said,
            )
        work.session.execute(
            text(
                f"INSERT INTO published_{stage.table} (tenant_id, lineage_id, from_ordinal, {stage.targets})"  # noqa: S608
                f" SELECT :tenant, :lineage, :ordinal, {stage.sources} FROM {stage.relation}"
            ),
            said | _said(work, filling),
        )


def learn(work: Work, filling: Filling, words: Sequence[str], locales: Iterable[str]) -> None:
    """Words of rate plans, each with its stem in every language of the catalog that has stems."""
    dictionaries = sorted({PLAIN, *map(dictionary_of, locales)})
    work.session.execute(
        text("SELECT learn_words(:lineage, :words, :dictionaries)"),
        {"lineage": filling.lineage_id, "words": list(words), "dictionaries": dictionaries},
    )


def close(work: Work, filling: Filling, stage: Stage, by: tuple[str, ...], keys: Iterable[tuple[Any, ...]]) -> None:
    """Open rows whose columns `by` have these values hold until the ordinal being filled.

    By their identity an index finds them; by other columns all rows of the lineage are read.
    """
    match = " AND ".join(f"p.{name} = stage.{name}" for name in by)
    with _staged(work, stage.definition_of(by), b"".join(map(copy_line, keys))):
        work.session.execute(text("ANALYZE stage"))
        work.session.execute(
            text(
                f"UPDATE published_{stage.table} p SET until_ordinal = :ordinal FROM stage"  # noqa: S608
                f" WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage AND p.until_ordinal = {OPEN} AND {match}"
            ),
            _said(work, filling),
        )


UNPACKED = "WITH (toast_tuple_target = 8160)"  # compressing a body to unpack it at once costs as much as all else


class _staged:  # noqa: N801 - reads as a verb where it is used
    """A temporary table `stage` with these lines in it, for as long as the block lasts."""

    def __init__(self, work: Work, definition: str, lines: bytes) -> None:
        self.work, self.definition, self.lines = work, definition, lines

    def __enter__(self) -> dict[str, Any]:
        self.work.session.execute(text(f"CREATE TEMP TABLE stage ({self.definition}) {UNPACKED} ON COMMIT DROP"))
        with driver(self.work.session).cursor() as cursor, cursor.copy("COPY stage FROM STDIN") as copy:
            copy.write(self.lines)
        return {"tenant": self.work.tenant}

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.work.session.execute(text("DROP TABLE stage"))


def seal(work: Work, filling: Filling, digest: bytes) -> None:
    work.session.execute(
        text("SELECT seal_ordinal(:lineage, :ordinal, :digest)"), _said(work, filling) | {"digest": digest}
    )


def open_rows(reads: Reads, stage: Stage, lineage_id: int, ordinal: int) -> set[tuple[str, ...]]:
    """All columns of a small derived table, as text."""
    columns = ", ".join(f"{name}::text" for name, _ in stage.columns)
    found = reads.session.execute(
        text(
            f"SELECT {columns} FROM published_{stage.table} WHERE tenant_id = :tenant"  # noqa: S608
            " AND lineage_id = :lineage AND from_ordinal <= :ordinal AND until_ordinal > :ordinal"
        ),
        {"tenant": reads.tenant, "lineage": lineage_id, "ordinal": ordinal},
    )
    return {tuple(row) for row in found}


def add_version(work: Work, values: dict[str, Any]) -> bool:
    """False if the tenant has this digest already, from wherever; one that was retired lies here from now on."""
    added = work.session.execute(
        text(
            "INSERT INTO version"
            " (tenant_id, digest, lineage_id, ordinal, catalog_key, entries, nodes, plans, memberships)"
            " VALUES (:tenant, :digest, :lineage, :ordinal, :catalog, :entries, :nodes, :plans, :memberships)"
            " ON CONFLICT (tenant_id, digest) DO NOTHING RETURNING digest"
        ),
        values | {"tenant": work.tenant},
    )
    if added.first() is not None:
        return True
    return bool(work.session.scalar(text("SELECT revive_version(:digest, :lineage, :ordinal)"), values))


def add_publication(work: Work, values: dict[str, Any]) -> None:
    work.session.execute(
        text("INSERT INTO body (tenant_id, hash, body) VALUES (:tenant, :hash, :body) ON CONFLICT DO NOTHING"),
        {"tenant": work.tenant, "hash": values["by_hand_hash"], "body": values["by_hand"]},
    )
    work.session.execute(
        text(
            "INSERT INTO publication (tenant_id, publication_id, digest, catalog_key, lineage_id, environment_id,"
            " published_by, published_at, evaluated_at, boundaries, rule_boundaries, rule_pins, note, released,"
            " by_hand_hash, draft_state, goods_state, read_as, request_id)"
            " VALUES (:tenant, :id, :digest, :catalog, :lineage, :environment, :by, :now, :evaluated,"
            " CAST(:boundaries AS timestamptz[]), CAST(:rule_boundaries AS timestamptz[]), CAST(:rule_pins AS jsonb),"
            " :note, :released, :by_hand_hash, :draft_state, :goods_state, :read_as, :request)"
        ),
        values
        | {
            "tenant": work.tenant,
            "environment": work.environment,
            "by": work.actor.subject,
            "now": work.now,
            "request": work.request_id,
        },
    )


TAG = "SELECT name, digest, revision, moved_by, moved_at FROM tag"
THIS_TAG = "tenant_id = :tenant AND catalog_key = :key AND name = :name"


def find_tag(tx: Reads | Work, catalog_key: str, name: str) -> RowMapping | None:
    found = tx.session.execute(text(f"{TAG} WHERE {THIS_TAG}"), {"tenant": tx.tenant, "key": catalog_key, "name": name})
    return found.mappings().first()


def find_tag_locked(work: Work, catalog_key: str, name: str) -> RowMapping | None:
    """The same, and nobody moves or deletes it until this transaction ends."""
    found = work.session.execute(
        text(f"{TAG} WHERE {THIS_TAG} FOR UPDATE"), {"tenant": work.tenant, "key": catalog_key, "name": name}
    )
    return found.mappings().first()


def add_tag(work: Work, catalog_key: str, name: str, digest: bytes) -> bool:
    """False if there is one; waits for somebody who is just making it."""
    added = work.session.execute(
        text(
            "INSERT INTO tag (tenant_id, catalog_key, name, digest, moved_by, moved_at)"
            " VALUES (:tenant, :key, :name, :digest, :by, :now)"
            " ON CONFLICT (tenant_id, catalog_key, name) DO NOTHING RETURNING name"
        ),
        _tag_row(work, catalog_key, name, digest),
    )
    return added.first() is not None


def point_tag(work: Work, catalog_key: str, name: str, digest: bytes) -> None:
    work.session.execute(
        text(
            "UPDATE tag SET digest = :digest, moved_by = :by, moved_at = :now, revision = revision + 1"
            " WHERE tenant_id = :tenant AND catalog_key = :key AND name = :name"
        ),
        _tag_row(work, catalog_key, name, digest),
    )


def _tag_row(work: Work, catalog_key: str, name: str, digest: bytes) -> dict[str, Any]:
    return {
        "tenant": work.tenant,
        "key": catalog_key,
        "name": name,
        "digest": digest,
        "by": work.actor.subject,
        "now": work.now,
    }


def drop_tag(work: Work, catalog_key: str, name: str) -> None:
    work.session.execute(
        text("DELETE FROM tag WHERE tenant_id = :tenant AND catalog_key = :key AND name = :name"),
        {"tenant": work.tenant, "key": catalog_key, "name": name},
    )


def _said(work: Work, filling: Filling) -> dict[str, UUID | int]:
    return {"tenant": work.tenant, "lineage": filling.lineage_id, "ordinal": filling.ordinal}
