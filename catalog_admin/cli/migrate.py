"""Bringing a database up to this program."""

import typer

from catalog_admin.cli.reached import administrator_url, prepared
from catalog_admin.kit import migrating
from catalog_admin.settings import Settings


def migrate() -> None:
    """Migrate the database to this program's head, under a lock; does nothing if it is there already."""
    settings = Settings()
    with administrator_url(settings) as url:
        prepared(url, settings)
    typer.echo(f"at {migrating.head()}")
