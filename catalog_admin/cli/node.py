"""Nodes: create, change, move, delete. A node is named CATALOG PATH; what stands on it is told by `shelf`."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode, NodeChanges
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.schemas.steps import StepsIn, StepsOut
from catalog_admin.catalogs.schemas.tree_rows import line_of
from catalog_admin.catalogs.schemas.trees import FoundNode, FoundPage, NodeChange, NodeIn, NodeMove, NodeOut, NodePage
from catalog_admin.cli import shelf, told
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    DocumentArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    PathArgument,
    document,
    expected,
    given,
    instant,
    object_of,
    words,
)
from catalog_admin.cli.catalog import nodes_in_words, shown
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.places import standing
from catalog_admin.kit.etags import etag
from catalog_admin.kit.words import said
from catalog_admin.kit.work import Reads, Work

app = typer.Typer(no_args_is_help=True)
TypeOption = Annotated[str | None, typer.Option(help="category, subcategory, dynamicCategory, or a word of yours.")]
NameOption = Annotated[str | None, typer.Option(help="As people should read it.")]
AttributesOption = Annotated[str | None, typer.Option(help="A JSON object; takes the place of all attributes.")]
SortKeyOption = Annotated[int | None, typer.Option(help="Order among the siblings, smallest first.")]
FromOption = Annotated[str | None, typer.Option(help='An instant or a date; "" is always.')]
ToOption = Annotated[str | None, typer.Option(help='An instant or a date; "" is for ever.')]


@app.command()
@seated
def create(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    type: TypeOption = "category",
    name: NameOption = None,
    meta: Annotated[str | None, typer.Option(help="More metadata as JSON.")] = None,
    attributes: AttributesOption = None,
    sort_key: SortKeyOption = None,
    active_from: FromOption = None,
    active_to: ToOption = None,
    json: JsonOption = False,
) -> None:
    """A node; its parent must be there."""
    more = _said(type, _meta(meta, name), attributes, sort_key, active_from, active_to)
    body = words(NodeIn, {"catalogId": catalog, "path": path, **more})
    with desk.work() as work:
        node = commands.create_node(work, catalog, NewNode(**body.model_dump(exclude={"catalog_id"})))
        if json:
            return _told(work, node, json=True)
    return typer.echo(str(node.id))


@app.command()
@seated
def show(desk: Desk, catalog: CatalogArgument, path: PathArgument, json: JsonOption = False) -> None:
    """What the draft says of the node."""
    with desk.reads() as reads:
        _told(reads, standing(reads, catalog, path), json=json)


@app.command()
@seated
def deleted(desk: Desk, paging: Paging, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """What was deleted of the catalog and can be restored, the last one first; `catalog tree` shows what is there."""
    columns = {
        "id": lambda each: each.id,
        "path": lambda each: each.path,
        "type": lambda each: each.type,
        "deleted": lambda each: each.deleted_at,
        "by": lambda each: each.deleted_by,
    }
    with desk.reads() as reads:
        home = queries.catalog(reads, catalog)

        def page(limit: int, after: str | None) -> FoundPage:
            found = queries.deleted_nodes(reads, home, after, limit)
            return FoundPage(items=[FoundNode.found(home, each) for each in found.items], next=found.next)

        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def children(
    desk: Desk, paging: Paging, catalog: CatalogArgument, path: PathArgument, json: JsonOption = False
) -> None:
    """Its children in the order people gave them."""
    with desk.reads() as reads:
        home = queries.catalog(reads, catalog)
        parent = queries.node_at(reads, home, path)

        def page(limit: int, after: str | None) -> NodePage:
            return nodes_in_words(reads, home, queries.children_of(reads, parent, after, limit))

        columns = {
            "key": lambda each: each.key,
            "type": lambda each: each.type,
            "name": lambda each: shown(each.meta.get("displayName")),
            "children": lambda each: each.children,
        }
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def change(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    type: TypeOption = None,
    name: NameOption = None,
    meta: Annotated[str | None, typer.Option(help="JSON Merge Patch: null takes a field away.")] = None,
    attributes: AttributesOption = None,
    sort_key: SortKeyOption = None,
    active_from: FromOption = None,
    active_to: ToOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Change only what is given; moving is a verb of its own."""
    more = _said(type, _meta(meta, name), attributes, sort_key, active_from, active_to)
    values = said(words(NodeChange, more))
    with desk.work() as work:
        wanted = NodeChanges(values.pop("meta", None), values)
        changed = commands.change_node(work, standing(work, catalog, path).id, wanted, expected(if_match))
        _told(work, changed, json=json)


@app.command()
@seated
def move(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    to: Annotated[str | None, typer.Option(help='The new parent\'s path; "" is the root.')] = None,
    key: Annotated[str | None, typer.Option(help="Another key.")] = None,
    position: Annotated[int | None, typer.Option(min=0, help="Place among the siblings, 0 is first.")] = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take a node with all below it to another parent, another key or another place."""
    body = words(NodeMove, given(parentPath=to, key=key, position=position))
    with desk.work() as work:
        destination = Destination(**body.model_dump())
        moved = commands.move_node(work, standing(work, catalog, path).id, destination, expected(if_match))
        if json:
            return _told(work, moved, json=True)
    return typer.echo(moved.path)


@app.command()
@seated
def order(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    keys: Annotated[list[str], typer.Argument(metavar="CHILD...", help="Keys of children, the first first.")],
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Put these children first, in this order; the others keep theirs behind them."""
    with desk.work() as work:
        parent = standing(work, catalog, path)
        wanted: list[UUID] = [standing(work, catalog, paths.joined(parent.path, key)).id for key in keys]
        _told(work, commands.arrange_children(work, parent.id, wanted, expected(if_match)), json=json)


@app.command()
@seated
def bulk(desk: Desk, file: DocumentArgument, json: JsonOption = False) -> None:
    """Move, delete and restore several nodes of one tree, all or none; --json tells what takes it back."""
    with desk.work() as work:
        done = StepsOut.of(commands.take_steps(work, words(StepsIn, document(file)).taken()))
    if json:
        return told.as_json(done)
    return told.note(f"{len(done.nodes)} nodes")


@app.command()
@seated
def delete(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    cascade: Annotated[bool, typer.Option("--cascade", help="Children go too, instead of moving up.")] = False,
    if_match: IfMatchOption = ANYTHING,
) -> None:
    """Softly; children move to the parent unless --cascade."""
    with desk.work() as work:
        node = standing(work, catalog, path)
        gone = commands.delete_node(work, node.id, expected(if_match), cascade=cascade)
    typer.echo(f"{gone} nodes deleted")
    told.note(f"to bring them back: catalog-admin node restore {node.id}")


@app.command()
@seated
def restore(
    desk: Desk,
    id: Annotated[UUID, typer.Argument(help="Its id, as `node deleted` tells.")],
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Bring back a node and everything that was deleted with it."""
    with desk.work() as work:
        _told(work, commands.restore_node(work, id, expected(if_match)), json=json)


@app.command()
@seated
def export(
    desk: Desk,
    catalog: CatalogArgument,
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output without it.")] = None,
) -> None:
    """The draft's nodes as NDJSON, parents first; `import nodes` reads it back."""
    if file is not None and file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    with desk.reads() as reads:
        lines = [line_of(node) for node in queries.draft_nodes(reads, queries.catalog(reads, catalog).id)]
    if file is None:
        return typer.echo(b"".join(lines).decode(), nl=False)
    file.write_bytes(b"".join(lines))
    return told.note(f"{len(lines)} nodes in {file}")


app.add_typer(shelf.app)


def _told(tx: Reads | Work, node: Node, *, json: bool) -> None:
    told.thing(NodeOut.of(queries.node(tx, node.id)[0], node), etag(node.revision), json=json)


def _meta(meta: str | None, name: str | None) -> dict[str, object] | None:
    patch = object_of(meta, "meta")
    return patch if name is None else {**(patch or {}), "displayName": name}


def _said(
    type: str | None,
    meta: dict[str, object] | None,
    attributes: str | None,
    sort_key: int | None,
    active_from: str | None,
    active_to: str | None,
) -> dict[str, object]:
    """As the API takes it; an empty date is null, which is something said."""
    fixed = given(type=type, meta=meta, attributes=object_of(attributes, "attributes"), sortKey=sort_key)
    dates = given(activeFrom=active_from, activeTo=active_to)
    return fixed | {name: instant(date) if date else None for name, date in dates.items()}
