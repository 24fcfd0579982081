"""The log of what shoppers come upon, and the weights that it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from catalog_admin.kit.work import Work


@dataclass(frozen=True)
class Discovery:
    """Somebody found a rate plan: on which node, on the way of which keys from the root, in which session."""

    plan_id: UUID
    session: str
    node_id: UUID | None = None
    path: str | None = None


_served = text("""
SELECT true FROM storefront_environment e
JOIN storefront_pin p ON p.release_digest = e.release_digest AND p.catalog_key = :catalog
""")
# In order of ids: two batches that tell of the same rate plans wait for each other and do not lock each other out.
_keep = text("""
WITH live AS (
    SELECT v.lineage_id, v.ordinal FROM storefront_environment e
    JOIN storefront_pin p ON p.release_digest = e.release_digest AND p.catalog_key = :catalog
    JOIN storefront_version v ON v.digest = p.version_digest
), known AS MATERIALIZED (
    SELECT said.* FROM unnest(CAST(:plans AS uuid[]), CAST(:nodes AS uuid[]), CAST(:paths AS text[]),
                              CAST(:sessions AS text[])) AS said (plan_id, node_id, path, session)
    WHERE EXISTS (SELECT FROM live JOIN storefront_plan p ON p.lineage_id = live.lineage_id
                  WHERE p.plan_id = said.plan_id AND p.from_ordinal <= live.ordinal AND p.until_ordinal > live.ordinal)
), noted AS (
    INSERT INTO discovery (catalog_key, plan_id, node_id, path, session)
    SELECT :catalog, plan_id, node_id, path, session FROM known
), weighed AS (
    INSERT INTO popularity AS p (catalog_key, plan_id, weight, noted_on)
    SELECT :catalog, plan_id, count(DISTINCT session) * CAST(:weight AS double precision), CAST(:today AS date)
    FROM known GROUP BY plan_id ORDER BY plan_id
    ON CONFLICT (tenant_id, environment_id, catalog_key, plan_id)
    DO UPDATE SET weight = p.weight + excluded.weight, noted_on = excluded.noted_on
)
SELECT count(*) FROM known
""")
_clear = text("""
WITH old AS (
    DELETE FROM discovery WHERE discovery_id IN (
        SELECT discovery_id FROM discovery WHERE noted_at < :discoveries_before
        ORDER BY noted_at LIMIT :limit FOR UPDATE SKIP LOCKED)
)
DELETE FROM popularity WHERE (catalog_key, plan_id) IN (
    SELECT catalog_key, plan_id FROM popularity WHERE noted_on < :popularity_before
    ORDER BY noted_on LIMIT :limit FOR UPDATE SKIP LOCKED)
""")


def is_served(work: Work, catalog: str) -> bool:
    return work.session.scalar(_served, {"catalog": catalog}) is not None


def keep(work: Work, catalog: str, found: Sequence[Discovery], weight: float) -> int:
    """Of a batch every session counts once for a rate plan."""
    asked = {
        "catalog": catalog,
        "plans": [each.plan_id for each in found],
        "nodes": [each.node_id for each in found],
        "paths": [each.path for each in found],
        "sessions": [each.session for each in found],
        "weight": weight,
        "today": work.now.date(),
    }
    return int(work.session.scalar(_keep, asked) or 0)


def clear_away(work: Work, *, discoveries_before: datetime, popularity_before: date, limit: int) -> None:
    asked = {"discoveries_before": discoveries_before, "popularity_before": popularity_before, "limit": limit}
    work.session.execute(_clear, asked)
