"""Who is signed in to the console: sessions behind a cookie, of whose secret only the hash is kept.

Expands only: a service of the release before does not know the table.

Revision: 15, after 14
"""

from migrations.ddl import of_tenant, run, service_role

revision = "15"
down_revision = "14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        # Without grants the issuer says nothing about roles, and role_binding is asked at each request.
        """
        CREATE TABLE console_session (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            id uuid NOT NULL UNIQUE,
            secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
            former_hash bytea CHECK (length(former_hash) = 32),
            rotated_at timestamptz NOT NULL,
            taken_up_at timestamptz,
            subject text NOT NULL,
            display_name text NOT NULL,
            grants jsonb,
            environments text[],
            claims jsonb NOT NULL,
            created_at timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            idle_expires_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """,
        "CREATE INDEX console_session_subject_ix ON console_session (tenant_id, subject, created_at)",
        "CREATE INDEX console_session_ends_ix ON console_session (least(idle_expires_at, expires_at))",
    )
    of_tenant("console_session", "SELECT, INSERT, DELETE")
    run(
        # Who somebody is and what was said of him stays as it was verified.
        "GRANT UPDATE (secret_hash, former_hash, rotated_at, taken_up_at, last_seen_at, idle_expires_at) "
        f"ON console_session TO {service_role()}",
        # The cookie itself says whose it is, so it is looked up before any tenant is set.
        """
        CREATE FUNCTION find_session(wanted uuid)
        RETURNS TABLE (
            tenant_id uuid, tenant_key text, id uuid, secret_hash bytea, former_hash bytea, rotated_at timestamptz,
            taken_up_at timestamptz, subject text, display_name text, grants jsonb, environments text[],
            claims jsonb, last_seen_at timestamptz, idle_expires_at timestamptz, expires_at timestamptz
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT s.tenant_id, tenant.key, s.id, s.secret_hash, s.former_hash, s.rotated_at,
                   s.taken_up_at, s.subject, s.display_name, s.grants, s.environments,
                   s.claims, s.last_seen_at, s.idle_expires_at, s.expires_at
            FROM console_session s JOIN tenant USING (tenant_id) WHERE s.id = wanted
        $$
        """,
        "REVOKE ALL ON FUNCTION find_session(uuid) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION find_session(uuid) TO {service_role()}",
        # Of all tenants, in bounded steps, and only what nobody can use any more.
        """
        CREATE FUNCTION sweep_sessions() RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DELETE FROM console_session WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM console_session WHERE least(idle_expires_at, expires_at) < now()
                ORDER BY least(idle_expires_at, expires_at) LIMIT 5000 FOR UPDATE SKIP LOCKED)
        $$
        """,
        "REVOKE ALL ON FUNCTION sweep_sessions() FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION sweep_sessions() TO {service_role()}",
    )
