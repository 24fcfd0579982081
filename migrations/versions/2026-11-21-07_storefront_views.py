"""What storefronts read.

Plain views, owned by the tables' owner, each with the tenant predicate inside: under row-level security full
text, jsonb and trigram operators could not use their indexes. A row of the environment carries that predicate too.

Revision: 07, after 06
"""

from migrations.ddl import ENVIRONMENT, TENANT, run, service_role, view_for_service

revision = "07"
down_revision = "06"
branch_labels = None
depends_on = None

INTERVAL = "from_ordinal, until_ordinal"
VIEWS = {
    "environment": ("environment_id, release_digest, generation", "environment", f"{TENANT} AND {ENVIRONMENT}"),
    "move": ("generation, release_digest, effective_from", "environment_move", f"{TENANT} AND {ENVIRONMENT}"),
    "pin": ("release_digest, catalog_key, version_digest", "release_catalog", TENANT),
    "version": ("digest, lineage_id, ordinal, catalog_key, nodes, plans, memberships, sealed_at", "version", TENANT),
    "lineage": ("lineage_id, catalog_key, environment_id", "lineage", f"{TENANT} AND {ENVIRONMENT}"),
    "tag": ("catalog_key, name, digest", "tag", TENANT),
    "body": ("hash, body", "body", TENANT),
    "node": (
        "lineage_id, node_id, parent_id, key, path, tpath, depth, type, sort_key, active_from, active_to, body_hash, "
        + INTERVAL,
        "published_node",
        TENANT,
    ),
    "slug": (f"lineage_id, slug, locale, node_id, {INTERVAL}", "published_slug", TENANT),
    "count": (f"lineage_id, node_id, direct, subtree, {INTERVAL}", "published_count", TENANT),
    "plan": (
        "lineage_id, plan_id, key, sku, product_key, name, status, effective_from, effective_to, facts, search, "
        f"body_hash, {INTERVAL}",
        "published_plan",
        TENANT,
    ),
    "membership": (
        f"lineage_id, node_id, plan_id, source, pin, order_key, audience, {INTERVAL}",
        "published_membership",
        TENANT,
    ),
    "entry": (f"lineage_id, kind, key, body_hash, {INTERVAL}", "published_entry", TENANT),
}


def upgrade() -> None:
    for name, (columns, table, mine) in VIEWS.items():
        run(f"CREATE VIEW storefront_{name} AS SELECT {columns} FROM {table} WHERE {mine}")
        view_for_service(f"storefront_{name}")
    _search()


def _search() -> None:
    """Words without their accents; what a visitor is still typing is the beginning of a word."""
    run(
        "CREATE TEXT SEARCH CONFIGURATION shelf (COPY = simple)",
        "ALTER TEXT SEARCH CONFIGURATION shelf ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple",
        # A complete word is followed by a space; a word left out (`-word`) stays a whole word.
        r"""
        CREATE FUNCTION storefront_query(term text) RETURNS tsquery
        LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_catalog AS $$
            SELECT CASE WHEN term ~ '\S$' AND asked::text ~ '(^|[^!])''[^'']*''$'
                        THEN (asked::text || ':*')::tsquery ELSE asked END
            FROM (SELECT websearch_to_tsquery('shelf', term) AS asked) q
        $$
        """,
        "REVOKE ALL ON FUNCTION storefront_query(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION storefront_query(text) TO {service_role()}",
    )
