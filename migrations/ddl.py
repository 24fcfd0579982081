"""What migrations say again and again: who may do what to a table, and whose rows are whose.

The service role of a database owns nothing. It is named after the database unless DATABASE_SERVICE_URL names
another, because roles belong to a whole cluster and two databases must not share one.
"""

from alembic import op
from sqlalchemy import text

TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
ENVIRONMENT = "environment_id = (SELECT nullif(current_setting('app.environment', true), '')::uuid)"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"


def service_role() -> str:
    """The quoted name of the role that the service connects as; catalog_admin.kit.migrating hands it over."""
    config = op.get_context().config
    assert config is not None  # noqa: S101 - migrations run in an environment only
    return str(op.get_bind().scalar(text("SELECT quote_ident(:name)"), {"name": config.attributes["service_role"]}))


def run(*statements: str) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def alone(*statements: str) -> None:
    """Each in a transaction of its own, so that no table is held while another is waited for.

    A migration that breaks behind them runs them again: each must bear that, and so must what stands before them.
    """
    with op.get_context().autocommit_block():
        run(*statements)


def index(name: str, on: str) -> None:
    """Like `alone`, while others read and write the table; what a broken run left half built is built anew."""
    with op.get_context().autocommit_block():
        patience = op.get_bind().scalar(text("SHOW lock_timeout"))
        run("SET lock_timeout = 0")  # it waits for whoever writes already, and nobody waits for it
        if _is_half_built(name):
            run(f"DROP INDEX CONCURRENTLY {name}")
        run(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {on}", f"SET lock_timeout = '{patience}'")


def of_tenant(table: str, rights: str = EVERYTHING) -> None:
    """Rows are visible to their tenant only. The subselect makes the setting one value per statement."""
    _protect(table, TENANT, rights)


def of_environment(table: str, rights: str = EVERYTHING) -> None:
    """Rows are visible in their tenant's environment only."""
    _protect(table, f"{TENANT} AND {ENVIRONMENT}", rights)


def append_only(table: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE to everybody, the owner included."""
    run(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )


def view_for_service(view: str) -> None:
    """A plain view of the owner's sees through row-level security: it must carry the tenant predicate inside."""
    run(f"GRANT SELECT ON {view} TO {service_role()}")


def _is_half_built(name: str) -> bool:
    question = text("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
    return bool(op.get_bind().scalar(question, {"name": name}))


def _protect(table: str, mine: str, rights: str) -> None:
    run(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_mine ON {table} USING ({mine}) WITH CHECK ({mine})",
        f"GRANT {rights} ON {table} TO {service_role()}",
    )
