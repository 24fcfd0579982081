"""Gathers each room's tables, for Alembic and the test that compares migrations with models."""

import importlib.util
import pkgutil

import catalog_admin
import catalog_admin.kit.stored_reply
from catalog_admin.kit.tables import Table

for room in pkgutil.iter_modules(catalog_admin.__path__):
    name = f"catalog_admin.{room.name}.tables"
    if room.ispkg and importlib.util.find_spec(name):
        importlib.import_module(name)

metadata = Table.metadata
