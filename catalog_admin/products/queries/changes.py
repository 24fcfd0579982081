"""Which rate plans say something else than at a snapshot: their own rows, and those of their products."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from catalog_admin.kit.changes import SNAPSHOTS, Snapshot, is_since, is_since_each
from catalog_admin.kit.work import Reads, Work

# Nobody can estimate how much has changed: in order of changing, the indexes give it without a look at the rest.
# A product without rate plans counts by its own id: passed over, so many of them would hide who changed after them.
CHANGED = f"""
    SELECT id FROM
        (SELECT r.id FROM rate_plan r WHERE {is_since("r.changed_in")} ORDER BY r.changed_in LIMIT :most) AS own
    UNION
    SELECT coalesce(r.id, p.id) FROM
        (SELECT * FROM product p WHERE {is_since("p.changed_in")} ORDER BY p.changed_in LIMIT :most) AS p
        LEFT JOIN LATERAL (SELECT r.id FROM rate_plan r WHERE r.tenant_id = p.tenant_id
            AND r.environment_id = p.environment_id AND r.product_id = p.id OFFSET 0) AS r ON true
    LIMIT :most
"""  # noqa: S608

ANY_CHANGED = f"""
    SELECT s.seen FROM {SNAPSHOTS}
    WHERE EXISTS (SELECT FROM
            (SELECT FROM rate_plan r WHERE {is_since_each("r.changed_in")} ORDER BY r.changed_in LIMIT 1) AS r)
        OR EXISTS (SELECT FROM
            (SELECT FROM product p WHERE {is_since_each("p.changed_in")} ORDER BY p.changed_in LIMIT 1) AS p)
"""  # noqa: S608


def changed_plans(tx: Work | Reads, since: Snapshot, *, most: int) -> set[UUID]:
    """Their ids, deleted ones included, and those of changed products that have none; costs about what changed, and
    stops at so many.
    """
    return set(tx.session.scalars(text(CHANGED), since.parameters() | {"most": most}))


def changed_goods(tx: Work | Reads, since: Collection[Snapshot]) -> set[Snapshot]:
    """The snapshots after which a product or a rate plan has changed; one statement for all of them."""
    by_seen = {each.seen: each for each in since}
    found = tx.session.scalars(
        text(ANY_CHANGED), {"seen": list(by_seen), "oldest": [each.oldest_unseen for each in by_seen.values()]}
    )
    return {by_seen[seen] for seen in found}
