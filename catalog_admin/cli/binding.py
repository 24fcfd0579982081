"""Role bindings: what a subject of the identity provider may, when its tokens name no roles."""

from typing import Annotated

import typer

from catalog_admin.access import commands, queries
from catalog_admin.access.model import grants_of
from catalog_admin.access.schemas import BindingIn, BindingOut, BindingPage
from catalog_admin.cli import told
from catalog_admin.cli.api_token import CatalogLimit, OnlyInOption, PathLimit, RolesOption, grants_said
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, Paging, expected, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.kit.etags import etag

app = typer.Typer(no_args_is_help=True)
SubjectArgument = Annotated[str, typer.Argument(metavar="SUBJECT", help="As the issuer names it, such as auth0|….")]


@app.command("list")
@seated
def list_bindings(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """By subject."""

    def page(limit: int, after: str | None) -> BindingPage:
        found = queries.bindings(reads, limit=limit, after=after)
        return BindingPage(items=[BindingOut.of(binding) for binding in found.items], next=found.next)

    columns = {"subject": lambda each: each.subject, "grants": told.grants, "environments": told.environments}
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: TenantDesk, subject: SubjectArgument, json: JsonOption = False) -> None:
    """What one subject may."""
    with desk.reads() as reads:
        found = queries.binding(reads, subject)
    told.thing(BindingOut.of(found), etag(found.revision), json=json)


@app.command("set")
@seated
def set_binding(
    desk: TenantDesk,
    subject: SubjectArgument,
    role: RolesOption,
    catalog: CatalogLimit = None,
    path: PathLimit = None,
    only_in: OnlyInOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Bind these roles, in the place of what was bound before."""
    body = words(BindingIn, {"grants": grants_said(role, catalog, path), "environments": only_in or None})
    grants = grants_of([grant.said() for grant in body.grants])
    with desk.work() as work:
        bound = commands.bind_roles(
            work, subject=subject, grants=grants, environments=body.environments, expected=expected(if_match)
        )
    told.thing(BindingOut.of(bound), etag(bound.revision), json=json)


@app.command()
@seated
def remove(desk: TenantDesk, subject: SubjectArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """The subject may nothing that its own tokens do not say."""
    with desk.work() as work:
        commands.unbind_roles(work, subject=subject, expected=expected(if_match))
