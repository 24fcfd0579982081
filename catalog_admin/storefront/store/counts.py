"""How many rate plans show on nodes: what was stored at publishing, less what does not show at the moment.

What is lost is found from the plans and nodes that are hidden, so it costs little when little is hidden.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select, text

from catalog_admin.kit.wire import Prepared
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import Counts, Moment
from catalog_admin.storefront.store.nodes import in_version
from catalog_admin.storefront.store.views import count, holds

_stored = select(count.c.node_id, count.c.direct, count.c.subtree).where(holds(count))
_of_some = Prepared(_stored.where(count.c.node_id == any_(bindparam("ids", type_=ARRAY(Uuid)))))
_lost = text("""
WITH gone_plan AS MATERIALIZED (
    SELECT plan_id FROM storefront_plan
    WHERE lineage_id = :lineage AND from_ordinal <= :ordinal AND until_ordinal > :ordinal
      AND (status <> 'active' OR effective_from > :today OR effective_to <= :today)
), gone_node AS MATERIALIZED (
    SELECT n.node_id FROM unnest(CAST(:hidden AS text[])) AS top (tpath)
    JOIN storefront_node n ON starts_with(n.tpath, top.tpath)
    WHERE n.lineage_id = :lineage AND n.from_ordinal <= :ordinal AND n.until_ordinal > :ordinal
), touched AS MATERIALIZED (
    SELECT plan_id FROM gone_plan
    UNION
    SELECT m.plan_id FROM gone_node JOIN storefront_membership m USING (node_id)
    WHERE m.lineage_id = :lineage AND m.from_ordinal <= :ordinal AND m.until_ordinal > :ordinal
), placed AS (
    SELECT m.plan_id, n.tpath,
           m.plan_id IN (SELECT plan_id FROM gone_plan) OR n.node_id IN (SELECT node_id FROM gone_node) AS gone
    FROM touched
    JOIN storefront_membership m ON m.plan_id = touched.plan_id
        AND m.lineage_id = :lineage AND m.from_ordinal <= :ordinal AND m.until_ordinal > :ordinal
    JOIN storefront_node n ON n.node_id = m.node_id
        AND n.lineage_id = :lineage AND n.from_ordinal <= :ordinal AND n.until_ordinal > :ordinal
), above AS (
    -- The path itself and every path it begins with, the root's empty one included.
    SELECT plan_id, gone, tpath AS shelf,
           array_to_string(parts[1:depth], '.') || CASE WHEN depth > 0 THEN '.' ELSE '' END AS tpath
    FROM placed
    CROSS JOIN LATERAL (SELECT string_to_array(rtrim(placed.tpath, '.'), '.') AS parts) split
    CROSS JOIN LATERAL generate_series(0, coalesce(array_length(parts, 1), 0)) AS depth
), pairs AS (
    SELECT tpath, plan_id, bool_and(gone) AS lost, bool_or(gone AND tpath = shelf) AS lost_here
    FROM above GROUP BY tpath, plan_id
)
SELECT n.node_id, count(*) FILTER (WHERE lost_here) AS direct, count(*) FILTER (WHERE lost) AS subtree
FROM pairs JOIN storefront_node n ON n.tpath = pairs.tpath
    AND n.lineage_id = :lineage AND n.from_ordinal <= :ordinal AND n.until_ordinal > :ordinal
GROUP BY n.node_id
""")


async def stored_counts(reads: AsyncReads, at: Moment, ids: Sequence[UUID] | None) -> dict[UUID, Counts]:
    """Of some nodes, or of all of them."""
    statement = _stored if ids is None else _of_some
    rows = await reads.rows(statement, in_version(at) | ({} if ids is None else {"ids": list(ids)}))
    return {row.node_id: Counts(row.direct, row.subtree) for row in rows}


async def lost_counts(reads: AsyncReads, at: Moment) -> dict[UUID, Counts]:
    """What to take away, by node; looks at every plan of the version once."""
    rows = await reads.rows(_lost, in_version(at) | {"today": at.today, "hidden": list(at.hidden)})
    return {row.node_id: Counts(row.direct, row.subtree) for row in rows}
