"""API tokens from the machine's own command line: how the first one comes about where no issuer is."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import typer

from catalog_admin.access import commands, queries
from catalog_admin.access.model import grants_of
from catalog_admin.access.schemas import TokenCreated, TokenIn, TokenOut, TokenPage
from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.actor import Role

app = typer.Typer(no_args_is_help=True)
RolesOption = Annotated[list[Role], typer.Option("--role", help="May be given several times.")]
CatalogLimit = Annotated[str | None, typer.Option("--catalog", help="The roles hold in this catalog only.")]
PathLimit = Annotated[str | None, typer.Option("--path", help="…and only below this path.")]
OnlyInOption = Annotated[list[str] | None, typer.Option("--only-in", help="Good in these environments; default: all.")]


@app.command("list")
@seated
def list_tokens(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """Newest first, the revoked and expired ones too."""

    def page(limit: int, after: str | None) -> TokenPage:
        found = queries.tokens(reads, limit=limit, after=after)
        return TokenPage(items=[TokenOut.of(token) for token in found.items], next=found.next)

    columns = {
        "id": lambda each: each.id,
        "name": lambda each: each.name,
        "grants": told.grants,
        "environments": told.environments,
        "state": lambda each: "revoked" if each.revoked_at else f"until {each.expires_at:%Y-%m-%d}",
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def create(
    desk: TenantDesk,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    role: RolesOption,
    catalog: CatalogLimit = None,
    path: PathLimit = None,
    only_in: OnlyInOption = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Until it expires.")] = 90,
    json: JsonOption = False,
) -> None:
    """Print a new API token; it is shown this once."""
    grants = grants_said(role, catalog, path)
    body = words(TokenIn, {"name": name, "grants": grants, "environments": only_in or None, "expiresInDays": days})
    with desk.work() as work:
        created, token = commands.create_token(
            work,
            name=body.name,
            grants=grants_of([grant.said() for grant in body.grants]),
            environments=body.environments,
            lives=timedelta(days=body.expires_in_days),
        )
    if json:
        return told.as_json(TokenCreated(token=token, about=TokenOut.of(created)))
    return typer.echo(token)


@app.command()
@seated
def revoke(desk: TenantDesk, id: Annotated[UUID, typer.Argument(help="The part behind `cat_`.")]) -> None:
    """At once and for good."""
    with desk.work() as work:
        commands.revoke_token(work, id)


def grants_said(roles: list[Role], catalog: str | None, path: str | None) -> list[dict[str, Any]]:
    """The same limits for every role; raises BadArgument."""
    if path and not catalog:
        raise BadArgument("a path lies in a catalog: give --catalog too", pointer="/path")
    return [{"role": role.value, "catalog": catalog, "path": path} for role in roles]
