"""Who refers to a file of the rule repository is found by the file; a branch may demand that references hold.

`rule_references` tells of every reference of a tenant: too much for each commit, which asks of the files that it touches.
So what a ruleset refers to is indexed, as is what publications took, and functions ask by file. They look across the
wall between environments of the asker's own tenant, as that one does: a rule of the repository belongs to all of them.

Expands only. Revision: 36, after 35
"""

from migrations.ddl import index, run, service_role

revision = "36"
down_revision = "35"
branch_labels = None
depends_on = None

MINE = "nullif(current_setting('app.tenant', true), '')::uuid"
REFERRING = "jsonb_path_exists(body, '$.rules[*].ref') AND deleted_at IS NULL"


def upgrade() -> None:
    run("ALTER TABLE rule_demand ADD COLUMN IF NOT EXISTS references_hold boolean NOT NULL DEFAULT false")
    _files()
    index("ruleset_referred_files_ix", f"ruleset USING gin (referred_files(environment_id, body)) WHERE {REFERRING}")
    index(
        "publication_pinned_files_ix",
        "publication USING gin (pinned_files(environment_id, rule_pins)) WHERE rule_pins IS NOT NULL",
    )
    _rule_uses()
    _served_pins()
    _attributes()


def _files() -> None:
    """The environment stands in each entry: of a name that every tenant has, nobody looks through another's."""
    run(
        """
        CREATE OR REPLACE FUNCTION referred_files(environment uuid, body jsonb) RETURNS text[]
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT array_agg(DISTINCT environment::text || ' ' || split_part(ref #>> '{}', '@', 1))
            FROM jsonb_path_query(body, '$.rules[*].ref') ref
        $$
        """,
        """
        CREATE OR REPLACE FUNCTION pinned_files(environment uuid, pins jsonb) RETURNS text[]
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT array_agg(DISTINCT environment::text || ' ' || (file #>> '{}'))
            FROM jsonb_path_query(pins, '$[*].file') file
        $$
        """,
    )


def _rule_uses() -> None:
    run(
        # `files` without their ending, as references say them. `named`: only at this branch, tag or commit. `most` is
        # of each environment, so that one of them does not crowd another out; null is all.
        f"""
        CREATE OR REPLACE FUNCTION rule_uses(files text[], named text, most integer) RETURNS TABLE (
            environment_id uuid, environment_key text, catalog_key text, node_id uuid, tpath text, rule_key text,
            effect text, file text, at text
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT e.environment_id, e.key, u.*
            FROM environment e
            CROSS JOIN LATERAL (SELECT array_agg(e.environment_id::text || ' ' || f) AS keys FROM unnest(files) f) k
            CROSS JOIN LATERAL (
                SELECT c.key, n.node_id, n.tpath, r->>'key', r->>'effect', x.file, x.at
                FROM ruleset s
                JOIN node n ON n.tenant_id = s.tenant_id AND n.environment_id = s.environment_id
                    AND n.node_id = s.node_id AND n.deleted_at IS NULL
                JOIN catalog c ON c.tenant_id = s.tenant_id AND c.environment_id = s.environment_id
                    AND c.catalog_id = n.catalog_id AND c.deleted_at IS NULL
                CROSS JOIN LATERAL jsonb_path_query(s.body, '$.rules[*]') r
                CROSS JOIN LATERAL (
                    SELECT split_part(r->>'ref', '@', 1) AS file, substr(r->>'ref', strpos(r->>'ref', '@') + 1) AS at
                ) x
                WHERE s.tenant_id = e.tenant_id AND s.environment_id = e.environment_id
                    AND referred_files(s.environment_id, s.body) && k.keys
                    AND jsonb_path_exists(s.body, '$.rules[*].ref') AND s.deleted_at IS NULL
                    AND x.file = ANY(files) AND (named IS NULL OR x.at = named)
                LIMIT most
            ) u
            WHERE e.tenant_id = {MINE}
        $$
        """,
        "REVOKE ALL ON FUNCTION rule_uses(text[], text, integer) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION rule_uses(text[], text, integer) TO {service_role()}",
    )


def _served_pins() -> None:
    run(
        # Of what each environment serves now. The index says of most files that nobody ever published them, and then
        # no catalog is looked at.
        f"""
        CREATE OR REPLACE FUNCTION served_rule_pins(files text[]) RETURNS TABLE (
            environment_id uuid, environment_key text, catalog_key text, pin jsonb
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT e.environment_id, e.key, r.catalog_key, pin
            FROM environment e
            CROSS JOIN LATERAL (SELECT array_agg(e.environment_id::text || ' ' || f) AS keys FROM unnest(files) f) k
            CROSS JOIN LATERAL (
                SELECT DISTINCT q.catalog_key FROM publication q
                WHERE q.tenant_id = e.tenant_id AND q.environment_id = e.environment_id AND q.released
                    AND q.rule_pins IS NOT NULL AND pinned_files(q.environment_id, q.rule_pins) && k.keys
            ) c
            JOIN release_catalog r ON r.tenant_id = e.tenant_id AND r.release_digest = e.release_digest
                AND r.catalog_key = c.catalog_key
            CROSS JOIN LATERAL (
                SELECT p.rule_pins FROM publication p
                WHERE p.tenant_id = e.tenant_id AND p.environment_id = e.environment_id
                    AND p.catalog_key = r.catalog_key AND p.digest = r.version_digest AND p.released
                ORDER BY p.published_at DESC, p.publication_id DESC LIMIT 1
            ) p
            CROSS JOIN LATERAL jsonb_path_query(p.rule_pins, '$[*]') pin
            WHERE e.tenant_id = {MINE} AND pin->>'file' = ANY(files)
        $$
        """,
        "REVOKE ALL ON FUNCTION served_rule_pins(text[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION served_rule_pins(text[]) TO {service_role()}",
    )


def _attributes() -> None:
    run(
        # What conditions may read differs from environment to environment, and a commit concerns all of them.
        f"""
        CREATE OR REPLACE FUNCTION attributes_of(environments uuid[]) RETURNS SETOF attribute
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT a.* FROM attribute a WHERE a.tenant_id = {MINE} AND a.environment_id = ANY(environments)
        $$
        """,
        "REVOKE ALL ON FUNCTION attributes_of(uuid[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION attributes_of(uuid[]) TO {service_role()}",
    )
