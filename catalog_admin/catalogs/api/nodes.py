"""Routes of nodes and their places."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.api.answers import listed
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode, NodeChanges
from catalog_admin.catalogs.schemas.steps import StepsIn, StepsOut
from catalog_admin.catalogs.schemas.trees import (
    ChildrenOrder,
    Deleted,
    Limit,
    NodeChange,
    NodeIn,
    NodeMove,
    NodeOut,
    NodePage,
)
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import CatalogEditor, Reads, Viewer, Work
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.kit.words import said

router = APIRouter(prefix="/commerce/nodes", tags=["nodes"], route_class=ExactRoute)


@router.post("", status_code=201, responses=refuses(404, 409), operation_id="createNode")
def create_node(body: NodeIn, actor: CatalogEditor, work: Work, response: Response) -> NodeOut:
    new = NewNode(**body.model_dump(exclude={"catalog_id"}))
    node = commands.create_node(work, body.catalog_id, new)
    catalog = queries.catalog(work, body.catalog_id)
    response.headers["ETag"] = etag(node.revision)
    response.headers["Location"] = f"/commerce/nodes/{node.id}"
    return NodeOut.of(catalog, node)


@router.post("/bulk", response_model=StepsOut, responses=refuses(404, 409, 412), operation_id="changeNodes")
def change_nodes(body: StepsIn, actor: CatalogEditor, work: Work, once: Idempotent) -> Response:
    """Moves, deletes, restores up to 500 nodes of one tree, all or none; `undo` is the request that takes it back."""
    return once.reply(work, lambda: Reply(StepsOut.of(commands.take_steps(work, body.taken()))))


@router.get("/{id}", responses=refuses(404), operation_id="readNode")
def read_node(id: UUID, actor: Viewer, reads: Reads, response: Response) -> NodeOut:
    catalog, node = queries.node(reads, id)
    response.headers["ETag"] = etag(node.revision)
    return NodeOut.of(catalog, node)


@router.put("/{id}", responses=refuses(404, 412, 428), operation_id="changeNode")
def change_node(
    id: UUID, body: NodeChange, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response
) -> NodeOut:
    """Patches meta, replaces what else is given; moving is a verb of its own."""
    values = said(body)
    node = commands.change_node(work, id, NodeChanges(values.pop("meta", None), values), expected)
    response.headers["ETag"] = etag(node.revision)
    return NodeOut.of(queries.node(work, id)[0], node)


@router.delete("/{id}", responses=refuses(404, 409, 412, 428), operation_id="deleteNode")
def delete_node(
    id: UUID,
    actor: CatalogEditor,
    work: Work,
    expected: IfMatch,
    cascade: Annotated[bool, Query(description="Delete everything below as well.")] = False,
) -> Deleted:
    """Softly; without cascade the children move up to the parent."""
    return Deleted(deleted=commands.delete_node(work, id, expected, cascade=cascade))


@router.post("/{id}/restore", responses=refuses(404, 409, 412, 428), operation_id="restoreNode")
def restore_node(id: UUID, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response) -> NodeOut:
    """Brings back the node and everything that was deleted with it."""
    node = commands.restore_node(work, id, expected)
    response.headers["ETag"] = etag(node.revision)
    return NodeOut.of(queries.node(work, id)[0], node)


@router.post("/{id}/move", responses=refuses(404, 409, 412, 428), operation_id="moveNode")
def move_node(
    id: UUID, body: NodeMove, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response
) -> NodeOut:
    """Takes the whole subtree along."""
    node = commands.move_node(work, id, Destination(**body.model_dump()), expected)
    response.headers["ETag"] = etag(node.revision)
    return NodeOut.of(queries.node(work, id)[0], node)


@router.get("/{id}/children", responses=refuses(404), operation_id="listChildren")
def list_children(id: UUID, actor: Viewer, reads: Reads, limit: Limit = 50, after: str | None = None) -> NodePage:
    catalog, parent = queries.node(reads, id)
    page = queries.children_of(reads, parent, after, limit)
    return NodePage(items=listed(reads, catalog, page.items), next=page.next)


@router.put("/{id}/children", responses=refuses(404, 412, 428), operation_id="arrangeChildren")
def arrange_children(
    id: UUID, body: ChildrenOrder, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response
) -> NodeOut:
    """Puts the named children first, in this order; the others keep theirs behind them."""
    node = commands.arrange_children(work, id, body.order, expected)
    response.headers["ETag"] = etag(node.revision)
    return NodeOut.of(queries.node(work, id)[0], node)


@router.get("/{id}/subtree", responses=refuses(404), operation_id="readSubtree")
def read_subtree(
    id: UUID,
    actor: Viewer,
    reads: Reads,
    depth: Annotated[int | None, Query(ge=0, le=1_000, description="Levels below the node.")] = None,
    limit: Limit = 100,
    after: str | None = None,
) -> NodePage:
    """The node and what lives below it, parents before children."""
    catalog, top = queries.node(reads, id)
    page = queries.subtree_of(reads, top, after, limit, depth)
    return NodePage(items=listed(reads, catalog, page.items), next=page.next)
