"""What of a draft is another than at a snapshot."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog_admin.kit.changes import Snapshot, is_since, is_since_each
from catalog_admin.kit.ids import CatalogId

# Nobody can estimate how much has changed: in order of changing, the indexes give it without a look at the rest.
NODES = f"""
    SELECT node_id FROM (SELECT * FROM node n WHERE {is_since("n.changed_in")} ORDER BY n.changed_in) AS n
    WHERE n.catalog_id = :catalog LIMIT :most
"""  # noqa: S608
BY_HAND = f"""
    SELECT a.rate_plan_id FROM (SELECT * FROM assignment a WHERE {is_since("a.changed_in")} ORDER BY a.changed_in) AS a
        CROSS JOIN LATERAL (SELECT n.catalog_id FROM node n WHERE n.tenant_id = a.tenant_id
            AND n.environment_id = a.environment_id AND n.node_id = a.node_id OFFSET 0) AS n
    WHERE n.catalog_id = :catalog
    UNION
    SELECT d.rate_plan_id FROM draft_deletion d JOIN node n
        ON n.tenant_id = d.tenant_id AND n.environment_id = d.environment_id AND n.node_id = d.node_id
    WHERE n.catalog_id = :catalog AND {is_since("d.deleted_in")}
    LIMIT :most
"""  # noqa: S608
# As model.paths.subtree has it: `/` follows `.` in byte order.
BELOW = """
    SELECT DISTINCT n.node_id FROM node t JOIN node n
        ON n.tenant_id = t.tenant_id AND n.environment_id = t.environment_id AND n.catalog_id = t.catalog_id
        AND n.tpath >= t.tpath AND n.tpath < CASE t.tpath WHEN '' THEN '~' ELSE rtrim(t.tpath, '.') || '/' END
    WHERE t.catalog_id = :catalog AND t.node_id = ANY(:tops) AND t.deleted_at IS NULL AND n.deleted_at IS NULL
"""
DRAFTS = f"""
    SELECT s.catalog_id FROM unnest(CAST(:catalogs AS uuid[]), CAST(:seen AS text[]), CAST(:oldest AS text[]))
        AS s (catalog_id, seen, oldest)
    WHERE EXISTS (SELECT FROM
            (SELECT n.catalog_id FROM node n WHERE {is_since_each("n.changed_in")} ORDER BY n.changed_in) AS n
            WHERE n.catalog_id = s.catalog_id)
        OR EXISTS (SELECT FROM
            (SELECT * FROM assignment a WHERE {is_since_each("a.changed_in")} ORDER BY a.changed_in) AS a
            JOIN node n ON n.tenant_id = a.tenant_id AND n.environment_id = a.environment_id AND n.node_id = a.node_id
            WHERE n.catalog_id = s.catalog_id)
        OR EXISTS (SELECT FROM
            (SELECT * FROM draft_deletion d WHERE {is_since_each("d.deleted_in")} ORDER BY d.deleted_in) AS d
            JOIN node n ON n.tenant_id = d.tenant_id AND n.environment_id = d.environment_id AND n.node_id = d.node_id
            WHERE n.catalog_id = s.catalog_id)
"""  # noqa: S608


def nodes(session: Session, catalog_id: UUID, since: Snapshot, *, most: int) -> set[UUID]:
    """Made, changed, moved, deleted, restored; not those that are gone for good."""
    said = {"catalog": catalog_id, "most": most}
    return set(session.scalars(text(NODES), since.parameters() | said))


def nodes_below(session: Session, catalog_id: UUID, tops: Collection[UUID]) -> set[UUID]:
    """Those of these that live, and all that stand below one of them."""
    return set(session.scalars(text(BELOW), {"catalog": catalog_id, "tops": list(tops)}))


def plans_by_hand(session: Session, catalog_id: UUID, since: Snapshot, *, most: int) -> set[UUID]:
    """Rate plans of which something else is said by hand, or nothing any more."""
    said = {"catalog": catalog_id, "most": most}
    return set(session.scalars(text(BY_HAND), since.parameters() | said))


def drafts(session: Session, since: Mapping[CatalogId, Snapshot]) -> set[UUID]:
    """Of these catalogs, each since its snapshot, those of which a node or an assignment is another."""
    said = {
        "catalogs": list(since),
        "seen": [each.seen for each in since.values()],
        "oldest": [each.oldest_unseen for each in since.values()],
    }
    return set(session.scalars(text(DRAFTS), said))
