"""Alembic's entry: runs on the connection that catalog_admin.kit.migrating hands over."""

from alembic import context
from sqlalchemy import Connection

from catalog_admin.tables import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
