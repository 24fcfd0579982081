"""Moving a subtree, renaming a node, putting children in order."""

from dataclasses import dataclass
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs.commands.locked import locked_node
from catalog_admin.catalogs.errors import BadOrder, ParentMissing, PathTaken, PathTooLong, RootFixed, WouldCycle
from catalog_admin.catalogs.model import paths, reach, said
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.store import nodes, subtrees
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work


@dataclass(frozen=True)
class Destination:
    """Where to: a parent by id or by path (neither: stay), another key, a place among the siblings."""

    parent_id: UUID | None = None
    parent_path: str | None = None
    key: str | None = None
    position: int | None = None

    @property
    def pointer(self) -> str:
        """The member that was sent to say which parent."""
        return "/parentId" if self.parent_path is None else "/parentPath"


def move_node(work: Work, node_id: UUID, to: Destination, expected: Expected) -> Node:
    """Takes the whole subtree along; a node that stands there already stays as it is.

    Raises NodeNotFound, NotPermitted (for either end), Stale, RootFixed, ParentMissing, WouldCycle, PathTaken,
    BadPath, PathTooLong.
    """
    catalog, before = locked_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, before.path)
    if before.is_root:
        raise RootFixed("a root stays where it is")
    parent = _parent(work, catalog, before, to)
    path = paths.check_path(paths.joined(parent.path, paths.check_key(to.key or before.key)), "/key")
    reach.must_edit(work.actor, catalog.key, path)
    expected.check(before.revision)
    if path != before.path:
        _check_free(work, catalog, before, parent, path, to)
    elif to.position is None or subtrees.stands_at(work.session, before, to.position):
        return before
    sort_key = _sort_key(work, before, parent, to.position)
    rewritten = 1
    if path != before.path:
        rewritten = subtrees.move(work.session, before, parent, paths.key_of(path), paths.tpath_of(path))
    after = nodes.change(work.session, node_id, {"sort_key": sort_key})
    audit.record(
        work,
        action="catalogs.node_moved",
        subject=f"node:{node_id}",
        before=said.node(before),
        after=said.node(after),
        detail={"from": before.path, "to": path, "nodes": rewritten},
    )
    return after


def _parent(work: Work, catalog: Catalog, node: Node, to: Destination) -> Node:
    if to.parent_path is not None:
        found = nodes.at(work.session, catalog.id, to.parent_path).get(to.parent_path)
        if found is None:
            raise ParentMissing(f"there is no node {to.parent_path[:200]} in {catalog.key}", pointer="/parentPath")
        return found
    found = nodes.find(work.session, to.parent_id or node.parent_id or node.id)
    if found is None or found.catalog_id != node.catalog_id:
        raise ParentMissing(f"there is no node {to.parent_id} in {catalog.key}", pointer="/parentId")
    return found


def _check_free(work: Work, catalog: Catalog, node: Node, parent: Node, path: str, to: Destination) -> None:
    if paths.is_within(parent.path, node.path):
        detail = f"{parent.path} lies below {node.path}: a node cannot move below itself"
        raise WouldCycle(detail, pointer=to.pointer)
    taken = nodes.at(work.session, catalog.id, path).get(path)
    if taken is not None:
        raise PathTaken(f"{path} is taken in {catalog.key}", pointer="/key", node=str(taken.id))
    longest = subtrees.longest(work.session, node) + len(path) - len(node.path)
    if longest > paths.LONGEST:
        raise PathTooLong(f"a path below it would have {longest} characters", pointer=to.pointer)


def _sort_key(work: Work, node: Node, parent: Node, position: int | None) -> int:
    if position is not None:
        return subtrees.sort_key_at(work.session, node, parent.id, position)
    if parent.id == node.parent_id:
        return node.sort_key
    return nodes.last_sort_key(work.session, parent.id)


def arrange_children(work: Work, node_id: UUID, order: list[UUID], expected: Expected) -> Node:
    """The named children first, in this order; the others keep their order behind them. The same again: no change.

    `expected` is the parent's ETag. Raises BadOrder for a stranger or a child named twice.
    """
    catalog, parent = locked_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, parent.path)
    expected.check(parent.revision)
    unnamed = nodes.ids_of_children(work.session, node_id, order)
    for position, child in enumerate(order):
        if child not in unnamed:
            raise BadOrder(f"{child} is no child of this node, or is named twice", pointer=f"/order/{position}")
        unnamed.remove(child)
    changed = subtrees.arrange(work.session, node_id, order)
    if not changed:
        return parent
    after = nodes.change(work.session, node_id, {})
    audit.record(
        work,
        action="catalogs.children_arranged",
        subject=f"node:{node_id}",
        after=[str(child) for child in order],
        detail={"nodes": changed},
    )
    return after
