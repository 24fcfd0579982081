"""Every process hears of moves and of changed rights, and looks up how far its environments have moved.

Expands only: triggers that tell, and a function nobody else calls.

Revision: 18, after 17
"""

from migrations.ddl import alone, run, service_role

revision = "18"
down_revision = "17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        """
        CREATE OR REPLACE FUNCTION tell_move() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify(
                'catalog_admin', format('environment %s %s %s', NEW.tenant_id, NEW.environment_id, NEW.generation)
            );
            RETURN NULL;
        END $$
        """,
        """
        CREATE OR REPLACE FUNCTION tell_rights() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('catalog_admin', format('rights %s', coalesce(NEW.tenant_id, OLD.tenant_id)));
            RETURN NULL;
        END $$
        """,
        # One process serves many tenants and looks for all of them at once, before any tenant is set: whoever names
        # a tenant's and an environment's id learns a counter, and nothing else.
        """
        CREATE OR REPLACE FUNCTION live_generations(tenants uuid[], environments uuid[])
        RETURNS TABLE (tenant_id uuid, environment_id uuid, generation bigint)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT e.tenant_id, e.environment_id, e.generation
            FROM unnest(tenants, environments) AS asked (tenant_id, environment_id)
            JOIN environment e USING (tenant_id, environment_id)
        $$
        """,
        "REVOKE ALL ON FUNCTION live_generations(uuid[], uuid[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION live_generations(uuid[], uuid[]) TO {service_role()}",
    )
    _on("environment", "UPDATE OF generation", "tell_move")
    _on("api_token", "UPDATE OF revoked_at", "tell_rights")
    _on("role_binding", "INSERT OR UPDATE OR DELETE", "tell_rights")
    _on("tenant", "UPDATE OF anonymous_environments, anonymous_claims", "tell_rights")


def _on(table: str, event: str, function: str) -> None:
    alone(
        f"CREATE OR REPLACE TRIGGER {table}_{function} AFTER {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
