"""One PostgreSQL server of our own: its user, its directory, its configuration, its life and its end.

Refuses to know: tables, migrations, tenants; whoever has a `DATABASE_URL` needs nothing from here.
"""

from catalog_admin.kit.postgres.sharing import shared_postgres
from catalog_admin.kit.postgres.supervisor import EmbeddedPostgres, dsn_of_running, erase
from catalog_admin.kit.postgres.temporary import temporary_postgres

__all__ = ["EmbeddedPostgres", "dsn_of_running", "erase", "shared_postgres", "temporary_postgres"]
