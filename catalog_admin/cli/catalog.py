"""Catalogs: list, look at, create, delete, restore."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.cli import told
from catalog_admin.cli.desk import DEFAULT_TENANT, Desk, EnvironmentOption, JsonOption, TenantOption, at_desk
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.paging import LARGEST_PAGE

app = typer.Typer(help="The catalogs of an environment's draft.", no_args_is_help=True)
ANY = Expected("*")
KeyArgument = Annotated[str, typer.Argument(metavar="CATALOG", help="The catalog's key.")]


@app.command("list")
def list_catalogs(
    tenant: TenantOption = DEFAULT_TENANT, environment: EnvironmentOption = None, json: JsonOption = False
) -> None:
    """The catalogs there are."""
    with at_desk(tenant, environment) as desk:
        found = list(every_catalog(desk))
    if json:
        return told.as_json([_said(each) for each in found])
    return told.table(("key", "type", "name"), ((each.key, each.type, shown(each.name)) for each in found))


@app.command()
def tree(
    catalog: KeyArgument,
    path: Annotated[str, typer.Argument(help="Only this node and what lives below.")] = "",
    depth: Annotated[int | None, typer.Option(min=0, help="Levels below that node.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """The draft's tree, parents before children."""
    with at_desk(tenant, environment) as desk:
        found = list(_subtree(desk, catalog, path, depth))
    if json:
        return told.as_json([_said_node(each) for each in found])
    for node in found:
        typer.echo(f"{'  ' * node.depth}{node.key or catalog}  {shown(node.meta.get('displayName'))}".rstrip())
    return None


@app.command()
def create(
    catalog: KeyArgument,
    name: Annotated[str | None, typer.Option(help="As people should read it.")] = None,
    locale: Annotated[list[str] | None, typer.Option(help="May be given several times; the first is shown.")] = None,
    currency: Annotated[list[str] | None, typer.Option(help="May be given several times.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """A master catalog with its root."""
    locales = locale or ["en"]
    with at_desk(tenant, environment) as desk, desk.work() as work:
        names = {locales[0]: name} if name else {}
        commands.create_catalog(work, key=catalog, name=names, locales=locales, currencies=currency or [])
    typer.echo(catalog)


@app.command()
def delete(catalog: KeyArgument, tenant: TenantOption = DEFAULT_TENANT, environment: EnvironmentOption = None) -> None:
    """Softly: `catalog restore` brings it back with its whole tree."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        commands.delete_catalog(work, catalog, ANY)


@app.command()
def restore(catalog: KeyArgument, tenant: TenantOption = DEFAULT_TENANT, environment: EnvironmentOption = None) -> None:
    """Bring back the catalog of this key that was deleted last."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        commands.restore_catalog(work, catalog)


def every_catalog(desk: Desk) -> Iterator[Catalog]:
    after: str | None = None
    with desk.reads() as reads:
        while True:
            page = queries.catalogs_behind(reads, after, LARGEST_PAGE)
            yield from page.items
            if page.next is None:
                return
            after = page.next


def _subtree(desk: Desk, catalog: str, path: str, depth: int | None) -> Iterator[Node]:
    after: str | None = None
    with desk.reads() as reads:
        top = queries.node_at(reads, queries.catalog(reads, catalog), path)
        while True:
            page = queries.subtree_of(reads, top, after, LARGEST_PAGE, depth)
            yield from page.items
            if page.next is None:
                return
            after = page.next


def shown(words: dict[str, str] | None) -> str:
    """In the first language it is said in."""
    return next(islice((words or {}).values(), 1), "")


def _said(catalog: Catalog) -> dict[str, Any]:
    return {
        "key": catalog.key,
        "type": catalog.type,
        "name": catalog.name,
        "locales": catalog.locales,
        "currencies": catalog.currencies,
        "revision": catalog.revision,
    }


def _said_node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "path": node.path,
        "type": node.type,
        "meta": node.meta,
        "attributes": node.attributes,
        "sortKey": node.sort_key,
        "activeFrom": node.active_from,
        "activeTo": node.active_to,
        "revision": node.revision,
    }
