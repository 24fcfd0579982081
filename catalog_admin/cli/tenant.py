"""Tenants: the hard wall around a customer's data."""

from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, document, expected, given, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.founding import found_tenant
from catalog_admin.cli.reached import administrator_url, connected, reached_database
from catalog_admin.kit.etags import etag
from catalog_admin.kit.words import said
from catalog_admin.organisation import commands, queries
from catalog_admin.organisation.schemas import TenantChange, TenantOut
from catalog_admin.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_tenants(json: JsonOption = False) -> None:
    """All tenants of the database: its owner sees over the wall, nobody else does."""
    with reached_database(Settings()), administrator_url(Settings()) as url, connected(url) as connection:
        found = queries.every_tenant(connection)
    if json:
        return told.whole(TenantOut.model_validate(each) for each in found)
    return told.table(("key", "name", "created"), ((each.key, each.name, each.created_at) for each in found))


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


@app.command()
@seated
def show(desk: TenantDesk, json: JsonOption = False) -> None:
    """The tenant: its name, and who reads its storefronts without a token."""
    with desk.reads() as reads:
        found = queries.tenant(reads)
    told.thing(TenantOut.model_validate(found), etag(found.revision), json=json)


@app.command()
@seated
def change(
    desk: TenantDesk,
    name: Annotated[str | None, typer.Option(help="As people should read it.")] = None,
    open_to_all: Annotated[
        list[str] | None, typer.Option("--anonymous-in", help="Environments that answer without a token.")
    ] = None,
    closed: Annotated[bool, typer.Option("--no-anonymous", help="No environment answers without a token.")] = False,
    claims: Annotated[Path | None, typer.Option(help="JSON: what a reader without a token is taken to be.")] = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Change only what is given."""
    environments = [] if closed else open_to_all or None
    claimed = document(claims) if claims else None
    body = words(TenantChange, given(name=name, anonymousEnvironments=environments, anonymousClaims=claimed))
    with desk.work() as work:
        changed = commands.change_tenant(work, said(body), expected=expected(if_match))
    told.thing(TenantOut.model_validate(changed), etag(changed.revision), json=json)
