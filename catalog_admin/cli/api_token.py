"""API tokens from the machine's own command line: how the first one comes about where no issuer is."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.access import commands
from catalog_admin.cli.desk import DEFAULT_TENANT, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.actor import Grant, Role

app = typer.Typer(help="Tokens for machines: kept as a hash, scoped, expiring.", no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    tenant: TenantOption = DEFAULT_TENANT,
    catalog: Annotated[str | None, typer.Option(help="The roles hold in this catalog only.")] = None,
    path: Annotated[str | None, typer.Option(help="…and only below this path.")] = None,
    only_in: Annotated[list[str] | None, typer.Option(help="Environments it is good for; default: all.")] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Until it expires.")] = 90,
) -> None:
    """Print a new API token; it is shown this once."""
    if path and not catalog:
        raise BadArgument("a path lies in a catalog: give --catalog too", pointer="/path")
    grants = tuple(Grant(each, catalog, path) for each in role)
    with at_desk(tenant, None) as desk, desk.work() as work:
        _, token = commands.create_token(
            work, name=name, grants=grants, environments=only_in or None, lives=timedelta(days=days)
        )
    typer.echo(token)


@app.command()
def revoke(
    id: Annotated[UUID, typer.Argument(help="The part behind `cat_`.")], tenant: TenantOption = DEFAULT_TENANT
) -> None:
    """At once and for good."""
    with at_desk(tenant, None) as desk, desk.work() as work:
        commands.revoke_token(work, id)
