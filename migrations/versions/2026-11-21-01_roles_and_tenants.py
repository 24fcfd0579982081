"""Functions every table leans on, tenants, environments.

Revision: 01, the first
"""

from migrations.ddl import of_tenant, run, service_role

revision = "01"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {service_role()}",
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        """
        CREATE TABLE tenant (
            tenant_id uuid PRIMARY KEY,
            key text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
            name text NOT NULL,
            anonymous_claims jsonb NOT NULL DEFAULT '{}',
            -- where readers without a token are let in; empty: nowhere
            anonymous_environments text[] NOT NULL DEFAULT '{}',
            revision bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE TABLE environment (
            tenant_id uuid NOT NULL REFERENCES tenant,
            environment_id uuid NOT NULL,
            key text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
            is_default boolean NOT NULL DEFAULT false,
            release_digest bytea CHECK (length(release_digest) = 32),
            generation bigint NOT NULL DEFAULT 0 CHECK (generation >= 0),
            policy jsonb NOT NULL DEFAULT '{}',
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, environment_id),
            UNIQUE (tenant_id, key)
        )
        """,
        "CREATE UNIQUE INDEX environment_default_key ON environment (tenant_id) WHERE is_default",
    )
    of_tenant("tenant", "SELECT, UPDATE")
    of_tenant("environment")
    run(
        # Before anybody is authenticated no tenant is set; these two say just enough to find one.
        """
        CREATE FUNCTION find_tenant(wanted text)
        RETURNS TABLE (tenant_id uuid, anonymous_claims jsonb, anonymous_environments text[])
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT t.tenant_id, t.anonymous_claims, t.anonymous_environments FROM tenant t WHERE t.key = wanted $$
        """,
        """
        CREATE FUNCTION create_tenant(id uuid, wanted text, called text) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ INSERT INTO tenant (tenant_id, key, name) VALUES (id, wanted, called) $$
        """,
        "REVOKE ALL ON FUNCTION find_tenant(text), create_tenant(uuid, text, text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION find_tenant(text), create_tenant(uuid, text, text) TO {service_role()}",
    )
