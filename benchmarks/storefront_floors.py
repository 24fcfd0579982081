"""What storefronts' searches and trees cost at least: one statement each, written by hand, as the tables' owner."""

from typing import Any

import psycopg

from benchmarks.place import Place

FACETS = ("type", "region", "segment", "ipRating", "discountPercent")
# Half of all facts lie beside their row: they are fetched once, as anybody would who had looked at the plan.
SEARCH = """
WITH hits AS MATERIALIZED (
    SELECT p.plan_id, p.key, p.sku, p.name, p.status, p.search, p.body_hash,
           f.facts -> 'type' AS type, f.facts -> 'region' AS region, f.facts -> 'segment' AS segment,
           f.facts -> 'ipRating' AS rating, f.facts -> 'discountPercent' AS discount,
           f.facts ->> 'ipRating' IN ('IP54', 'IP65') AS by_rating, f.facts -> 'segment' ? 'Health' AS by_segment
    FROM published_plan p, LATERAL (SELECT p.facts || '{}' AS facts OFFSET 0) f
    WHERE p.tenant_id = %(tenant)s AND p.lineage_id = %(lineage)s
      AND p.from_ordinal <= %(ordinal)s AND p.until_ordinal > %(ordinal)s
      AND p.status = 'active' AND (p.effective_from IS NULL OR p.effective_from <= current_date)
      AND (p.effective_to IS NULL OR p.effective_to > current_date)
      AND p.search @@ CAST(%(query)s AS tsquery)
), page AS (
    SELECT h.*, lower(h.key) = %(term)s OR lower(h.sku) = %(term)s AS is_it,
           ts_rank(h.search, CAST(%(query)s AS tsquery)) AS rank
    FROM hits h WHERE by_rating AND by_segment
    ORDER BY is_it DESC NULLS LAST, rank DESC, key COLLATE "C" LIMIT 21
)
SELECT (SELECT count(*) FROM hits) AS hits,
       (SELECT count(*) FROM hits WHERE by_rating AND by_segment) AS total,
       (SELECT json_agg(json_build_array(p.plan_id, p.key, p.sku, p.name, b.body))
        FROM page p JOIN body b ON b.tenant_id = %(tenant)s AND b.hash = p.body_hash) AS page,
       (SELECT json_agg(f) FROM (
            SELECT 'type', type, count(*) FROM hits WHERE by_rating AND by_segment GROUP BY type
            UNION ALL
            SELECT 'region', v, count(*) FROM hits, jsonb_array_elements(region) v
            WHERE by_rating AND by_segment GROUP BY v
            UNION ALL
            SELECT 'segment', v, count(*) FROM hits, jsonb_array_elements(segment) v WHERE by_rating GROUP BY v
            UNION ALL
            SELECT 'ipRating', rating, count(*) FROM hits WHERE by_segment GROUP BY rating
            UNION ALL
            (SELECT 'discountPercent', discount, count(*) FROM hits WHERE by_rating AND by_segment GROUP BY discount
             ORDER BY 3 DESC LIMIT 100)) f) AS facets
"""
TREE = """
SELECT n.path, b.body::json -> 'meta' -> 'displayName' ->> 'en' AS name, c.subtree
FROM published_node n
JOIN body b ON b.tenant_id = n.tenant_id AND b.hash = n.body_hash
LEFT JOIN published_count c ON c.tenant_id = n.tenant_id AND c.lineage_id = n.lineage_id AND c.node_id = n.node_id
WHERE n.tenant_id = %(tenant)s ORDER BY n.tpath COLLATE "C"
"""


def found_by_hand(here: Place, owner: "psycopg.Connection[Any]", term: str) -> dict[str, Any]:
    """`hits` are what the words alone find; `total` is less by both conditions."""
    lineage, ordinal = owner.execute("SELECT lineage_id, ordinal FROM version").fetchall()[0]
    words = owner.execute("SELECT CAST(storefront_query(%s) AS text)", (term,)).fetchall()[0][0]
    said = {"tenant": here.actor.tenant, "lineage": lineage, "ordinal": ordinal, "query": words, "term": term.strip()}
    hits, total, page, facets = owner.execute(SEARCH, said).fetchall()[0]
    return {"hits": hits, "total": total, "page": page, "facets": facets}
