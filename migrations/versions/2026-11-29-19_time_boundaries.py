"""A catalog says whether it is published again by itself when a rule answers differently by time alone.

`publication.rule_boundaries` are those of its boundaries at which the content changes: at the others, of nodes and of
effective dates, whoever reads decides. What was published before does not tell them apart (null): then all count.

Expands only. Revision: 31, after 30
"""

from migrations.ddl import index, run, service_role

revision = "31"
down_revision = "30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        "ALTER TABLE catalog ADD COLUMN IF NOT EXISTS auto_publish text NOT NULL DEFAULT 'none'"
        " CHECK (auto_publish IN ('none', 'on_time_boundary'))",
        "ALTER TABLE publication ADD COLUMN IF NOT EXISTS rule_boundaries timestamptz[]",
    )
    index(
        "catalog_automatic_ix",
        "catalog (tenant_id, environment_id, key) WHERE auto_publish = 'on_time_boundary' AND deleted_at IS NULL",
    )
    index(
        "job_republish_ix",
        "job (tenant_id, environment_id, created_at) WHERE kind = 'promotions.republish'",
    )
    run(
        # Crosses the wall, and says no more than where something is to be done. Whatever is served by a decision of
        # somebody's (a rollback, a withdrawal) is not the newest publication, and is left alone. After each attempt
        # that led to no publication it waits twice as long, six hours at most. What another cluster gave (a database
        # that was restored from a dump) cannot be compared: somebody has to publish first.
        """
        CREATE OR REPLACE FUNCTION due_republications(most integer) RETURNS TABLE (
            tenant_id uuid, tenant_key text, environment_id uuid, environment_key text, catalog_key text,
            boundary timestamptz
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT c.tenant_id, t.key, c.environment_id, e.key, c.key, p.boundary
            FROM catalog c
            JOIN tenant t ON t.tenant_id = c.tenant_id
            JOIN environment e ON e.tenant_id = c.tenant_id AND e.environment_id = c.environment_id
            CROSS JOIN LATERAL (
                SELECT n.digest, n.published_at, n.read_as, (
                    SELECT min(b) FROM unnest(coalesce(n.rule_boundaries, n.boundaries)) b WHERE b > n.evaluated_at
                ) AS boundary
                FROM publication n
                WHERE n.tenant_id = c.tenant_id AND n.catalog_key = c.key AND n.environment_id = c.environment_id
                    AND n.released
                ORDER BY n.published_at DESC, n.publication_id DESC LIMIT 1
            ) p
            JOIN release_catalog r ON r.tenant_id = c.tenant_id AND r.release_digest = e.release_digest
                AND r.catalog_key = c.key AND r.version_digest = p.digest
            CROSS JOIN LATERAL (
                SELECT bool_or(j.status IN ('queued', 'running')) AS is_at_work,
                    max(j.finished_at) + make_interval(mins => least(power(2, least(count(*), 9)), 360)::integer)
                        AS next_attempt
                FROM job j
                WHERE j.tenant_id = c.tenant_id AND j.environment_id = c.environment_id
                    AND j.kind = 'promotions.republish' AND j.params->>'catalog' = c.key
                    AND j.created_at >= p.published_at
            ) a
            WHERE c.auto_publish = 'on_time_boundary' AND c.deleted_at IS NULL AND p.boundary <= now()
                AND split_part(p.read_as, ' ', 1) = (SELECT system_identifier::text FROM pg_control_system())
                AND a.is_at_work IS NOT TRUE AND coalesce(a.next_attempt <= now(), true)
            ORDER BY p.boundary LIMIT most
        $$
        """,
        "REVOKE ALL ON FUNCTION due_republications(integer) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION due_republications(integer) TO {service_role()}",
    )
