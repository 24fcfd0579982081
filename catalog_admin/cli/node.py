"""Nodes: create, change, move, delete, and what stands on them by hand. A node is named CATALOG PATH."""

import json
from typing import Annotated, Any

import typer

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.bulk import BulkItem, ErrorPolicy
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.cli import told
from catalog_admin.cli.catalog import ANY, KeyArgument
from catalog_admin.cli.desk import DEFAULT_TENANT, EnvironmentOption, JsonOption, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.work import Reads, Work

app = typer.Typer(help="The nodes of a draft.", no_args_is_help=True)
PathArgument = Annotated[str, typer.Argument(metavar="PATH", help='Keys joined by dots; "" is the root.')]
PlansArgument = Annotated[list[str], typer.Argument(metavar="PLAN...", help="Keys of rate plans.")]


@app.command()
def create(
    catalog: KeyArgument,
    path: PathArgument,
    type: Annotated[str, typer.Option(help="category, subcategory, dynamicCategory, or a word of yours.")] = "category",
    name: Annotated[str | None, typer.Option(help="As people should read it.")] = None,
    meta: Annotated[str | None, typer.Option(help="More metadata as JSON.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """A node; its parent must be there."""
    said = _object(meta)
    if name is not None:
        said["displayName"] = name
    with at_desk(tenant, environment) as desk, desk.work() as work:
        node = commands.create_node(work, catalog, NewNode(path=path, type=type, meta=said))
    typer.echo(str(node.id))


@app.command()
def move(
    catalog: KeyArgument,
    path: PathArgument,
    to: Annotated[str | None, typer.Option(help='The new parent\'s path; "" is the root.')] = None,
    key: Annotated[str | None, typer.Option(help="Another key.")] = None,
    position: Annotated[int | None, typer.Option(min=0, help="Place among the siblings, 0 is first.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Take a node with all below it to another parent, another key or another place."""
    destination = Destination(parent_path=to, key=key, position=position)
    with at_desk(tenant, environment) as desk, desk.work() as work:
        moved = commands.move_node(work, standing(work, catalog, path).id, destination, ANY)
    typer.echo(moved.path)


@app.command()
def delete(
    catalog: KeyArgument,
    path: PathArgument,
    cascade: Annotated[bool, typer.Option("--cascade", help="Children go too, instead of moving up.")] = False,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Softly; children move to the parent unless --cascade."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        gone = commands.delete_node(work, standing(work, catalog, path).id, ANY, cascade=cascade)
    typer.echo(f"{gone} nodes deleted")


@app.command()
def assign(
    catalog: KeyArgument,
    path: PathArgument,
    plans: PlansArgument,
    exclude: Annotated[bool, typer.Option("--exclude", help="Keep them out instead.")] = False,
    pin: Annotated[int | None, typer.Option(min=0, help="A fixed place before everything unpinned.")] = None,
    rank: Annotated[int | None, typer.Option(help="Order among the unpinned, 1 first.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Put rate plans on a node by hand; all of them or none."""
    wanted = Wanted("exclude" if exclude else "include", pin, rank)
    items = [BulkItem(plan, wanted) for plan in plans]
    with at_desk(tenant, environment) as desk, desk.work() as work:
        results = commands.assign_in_bulk(work, standing(work, catalog, path).id, items, ErrorPolicy.REJECT_EVERYTHING)
    told.table(("rate plan", "status"), ((each.plan_key, each.status) for each in results))


@app.command()
def unassign(
    catalog: KeyArgument,
    path: PathArgument,
    plans: PlansArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Take rate plans away that were put there by hand; rules may still hold them."""
    items = [BulkItem(plan) for plan in plans]
    with at_desk(tenant, environment) as desk, desk.work() as work:
        commands.assign_in_bulk(work, standing(work, catalog, path).id, items, ErrorPolicy.REJECT_EVERYTHING)


@app.command()
def members(
    catalog: KeyArgument,
    path: PathArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Who stands on the node in the draft, and why."""
    found: list[Any] = []
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        node, after = standing(reads, catalog, path), None
        while True:
            page = queries.members_of(reads, node, reads.now, after, LARGEST_PAGE)
            found += page.items
            after = page.next
            if after is None:
                break
    if json:
        return told.as_json([{"key": each.key, "source": each.source, "rule": each.rule} for each in found])
    return told.table(("rate plan", "source", "rule"), ((each.key, each.source, each.rule) for each in found))


def standing(tx: Reads | Work, catalog: str, path: str) -> Node:
    """The living node; raises CatalogNotFound, BadPath, NodeNotFound."""
    if path:
        paths.check_path(path)
    return queries.node_at(tx, queries.catalog(tx, catalog), path)


def _object(said: str | None) -> dict[str, Any]:
    found = read_exactly(said) if said else {}
    if not isinstance(found, dict):
        raise BadArgument(f"{json.dumps(found)[:80]} is no JSON object", pointer="/meta")
    return found
