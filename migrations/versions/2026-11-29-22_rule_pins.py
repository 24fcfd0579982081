"""Rules of nodes may refer to the rule repository: what a publication took from there, and whom a change concerns.

`publication.rule_pins` says at which commits its conditions stood (null: it refers to nothing). A catalog may say that
it is published again when its channels have other conditions. Two functions look across: `catalogs_due`, which takes
the place of `due_republications` (workers of the release before ask that one meanwhile), and `rule_references`, which
tells of all environments of the asker's own tenant.

Expands only. Revision: 34, after 33
"""

from migrations.ddl import index, run, service_role

revision = "34"
down_revision = "33"
branch_labels = None
depends_on = None

WAYS = "('none', 'on_time_boundary', 'on_rule_change', 'on_time_boundary_or_rule_change')"
BY_TIME = "('on_time_boundary', 'on_time_boundary_or_rule_change')"
BY_RULES = "('on_rule_change', 'on_time_boundary_or_rule_change')"


def upgrade() -> None:
    run(
        "ALTER TABLE publication ADD COLUMN IF NOT EXISTS rule_pins jsonb",
        "ALTER TABLE catalog DROP CONSTRAINT IF EXISTS catalog_auto_publish_check",
        f"ALTER TABLE catalog ADD CONSTRAINT catalog_auto_publish_check CHECK (auto_publish IN {WAYS}) NOT VALID",
        "ALTER TABLE catalog VALIDATE CONSTRAINT catalog_auto_publish_check",
    )
    index(
        "catalog_by_itself_ix",
        "catalog (tenant_id, environment_id, key) WHERE auto_publish <> 'none' AND deleted_at IS NULL",
    )
    index(
        "ruleset_referring_ix",
        "ruleset (tenant_id, environment_id, node_id)"
        " WHERE jsonb_path_exists(body, '$.rules[*].ref') AND deleted_at IS NULL",
    )
    _due()
    _references()


def _due() -> None:
    run(
        # Crosses the wall, and says no more than where something is to be done, as `due_republications` does; its
        # comments hold here too. `rules` says where the channels are, if one is not where it was pinned: of one text a
        # job looks once, and if the conditions are what they were it is done with; attempts are counted by text.
        f"""
        CREATE OR REPLACE FUNCTION catalogs_due(most integer) RETURNS TABLE (
            tenant_id uuid, tenant_key text, environment_id uuid, environment_key text, catalog_key text,
            boundary timestamptz, rules text
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT c.tenant_id, t.key, c.environment_id, e.key, c.key, d.boundary, d.rules
            FROM catalog c
            JOIN tenant t ON t.tenant_id = c.tenant_id
            JOIN environment e ON e.tenant_id = c.tenant_id AND e.environment_id = c.environment_id
            CROSS JOIN LATERAL (
                SELECT n.digest, n.published_at, n.read_as, n.rule_pins, (
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
                SELECT string_agg(DISTINCT (pin->>'at') || ' ' || coalesce(encode(f.target, 'hex'), '-'), ', ')
                    FILTER (WHERE f.target IS DISTINCT FROM decode(pin->>'commit', 'hex')) AS rules
                FROM jsonb_path_query(p.rule_pins, '$[*]') pin
                LEFT JOIN (repo g JOIN git_ref f ON f.tenant_id = g.tenant_id AND f.repo_id = g.repo_id)
                    ON g.tenant_id = c.tenant_id AND g.name = 'rules' AND f.name = 'refs/heads/' || (pin->>'at')
                WHERE (pin->>'channel')::boolean AND c.auto_publish IN {BY_RULES}
            ) m
            CROSS JOIN LATERAL (
                SELECT CASE WHEN c.auto_publish IN {BY_TIME} AND p.boundary <= now() THEN p.boundary END AS boundary,
                    CASE WHEN NOT EXISTS (
                        SELECT FROM job j
                        WHERE j.tenant_id = c.tenant_id AND j.environment_id = c.environment_id
                            AND j.kind = 'promotions.republish' AND j.params->>'catalog' = c.key
                            AND j.created_at >= p.published_at AND j.params->>'rules' = m.rules
                            AND j.result->>'unchanged' = 'true'
                    ) THEN m.rules END AS rules
            ) d
            CROSS JOIN LATERAL (
                SELECT bool_or(j.status IN ('queued', 'running')) AS is_at_work,
                    max(j.finished_at) FILTER (WHERE is_same) + make_interval(
                        mins => least(power(2, least(count(*) FILTER (WHERE is_same), 9)), 360)::integer
                    ) AS next_attempt
                FROM job j
                CROSS JOIN LATERAL (SELECT j.params->>'rules' IS NOT DISTINCT FROM d.rules AS is_same) s
                WHERE j.tenant_id = c.tenant_id AND j.environment_id = c.environment_id
                    AND j.kind = 'promotions.republish' AND j.params->>'catalog' = c.key
                    AND j.created_at >= p.published_at
            ) a
            WHERE c.auto_publish <> 'none' AND c.deleted_at IS NULL
                AND (d.boundary IS NOT NULL OR d.rules IS NOT NULL)
                AND split_part(p.read_as, ' ', 1) = (SELECT system_identifier::text FROM pg_control_system())
                AND a.is_at_work IS NOT TRUE AND coalesce(a.next_attempt <= now(), true)
            ORDER BY coalesce(d.boundary, p.published_at) LIMIT most
        $$
        """,
        "REVOKE ALL ON FUNCTION catalogs_due(integer) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION catalogs_due(integer) TO {service_role()}",
    )


def _references() -> None:
    run(
        # Whoever changes a rule of the tenant's repository has to know of all its environments. Of one tenant alone:
        # the one that the transaction is bound to.
        """
        CREATE OR REPLACE FUNCTION rule_references() RETURNS TABLE (
            environment_id uuid, environment_key text, catalog_key text, tpath text, rule_key text, effect text,
            ref text
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT e.environment_id, e.key, c.key, n.tpath, r->>'key', r->>'effect', r->>'ref'
            FROM ruleset s
            JOIN node n ON n.tenant_id = s.tenant_id AND n.environment_id = s.environment_id
                AND n.node_id = s.node_id AND n.deleted_at IS NULL
            JOIN catalog c ON c.tenant_id = s.tenant_id AND c.environment_id = s.environment_id
                AND c.catalog_id = n.catalog_id AND c.deleted_at IS NULL
            JOIN environment e ON e.tenant_id = s.tenant_id AND e.environment_id = s.environment_id
            CROSS JOIN LATERAL jsonb_path_query(s.body, '$.rules[*]') r
            WHERE s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
                AND jsonb_path_exists(s.body, '$.rules[*].ref') AND s.deleted_at IS NULL AND r ? 'ref'
            ORDER BY e.key COLLATE "C", c.key COLLATE "C", n.tpath COLLATE "C", r->>'key' COLLATE "C"
        $$
        """,
        "REVOKE ALL ON FUNCTION rule_references() FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION rule_references() TO {service_role()}",
    )
