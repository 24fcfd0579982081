"""Tenants: the hard wall around a customer's data."""

from typing import Annotated

import typer

from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.founding import found_tenant
from catalog_admin.cli.reached import reached_database
from catalog_admin.settings import Settings

app = typer.Typer(help="Customers' organisations.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `create` a subcommand although it is the only one."""


@app.command()
def create(
    key: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    name: Annotated[str | None, typer.Option(help="As people should read it.")] = None,
) -> None:
    """A tenant with its first environment, dev."""
    with reached_database(Settings()) as database:
        if not found_tenant(database, key, name or key.title()):
            raise BadArgument(f"there is a tenant {key} already", pointer="/key")
    typer.echo(key)
