"""Deleting softly, with adoption or with everything below, and bringing back."""

from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs.commands.locked import catalog_of, lock_tree, locked_node
from catalog_admin.catalogs.errors import (
    AdoptionTaken,
    NodeNotFound,
    NotDeleted,
    ParentDeleted,
    PathTaken,
    PathTooLong,
    RootFixed,
)
from catalog_admin.catalogs.model import paths, reach, said
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.store import nodes, subtrees
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work


def delete_node(work: Work, node_id: UUID, expected: Expected, *, cascade: bool = False) -> int:
    """Children move to the parent, or go too with `cascade`; returns how many nodes are gone.

    Raises NodeNotFound, NotPermitted, Stale, RootFixed, AdoptionTaken.
    """
    catalog, node = locked_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, node.path)
    expected.check(node.revision)
    if node.is_root:
        raise RootFixed("a root is deleted with its catalog")
    gone, adopted = (_delete_all(work, node), 0) if cascade else (1, _orphan(work, catalog, node))
    audit.record(
        work,
        action="catalogs.node_deleted",
        subject=f"node:{node_id}",
        before=said.node(node),
        detail={**said.place(catalog, node), "nodes": gone, "adopted": adopted},
    )
    return gone


def _delete_all(work: Work, node: Node) -> int:
    return subtrees.delete(work.session, node, work.now, work.actor.subject)


def _orphan(work: Work, catalog: Catalog, node: Node) -> int:
    parent = nodes.find(work.session, node.parent_id or node.id)
    if parent is None:
        raise NodeNotFound(f"no node {node.parent_id}")
    if nodes.has_children(work.session, node.id):
        # They will stand beside the deleted node: outside its subtree, so that end must be in reach as well.
        reach.must_edit(work.actor, catalog.key, parent.path)
    if conflicts := subtrees.adoption_conflicts(work.session, node):
        raise AdoptionTaken(
            f"{parent.path or catalog.key} already has children named like those it should adopt", keys=conflicts
        )
    subtrees.delete_alone(work.session, node, work.now, work.actor.subject)
    return subtrees.adopt(work.session, node, parent)


def restore_node(work: Work, node_id: UUID, expected: Expected) -> Node:
    """Brings back the node and all that was deleted with it, below where its parent stands now.

    Raises NodeNotFound, NotPermitted, Stale, NotDeleted, ParentDeleted, PathTaken, PathTooLong.
    """
    catalog, node = _locked_deleted(work, node_id)
    parent = nodes.find(work.session, node.parent_id or node.id)
    if parent is None:
        raise ParentDeleted("its parent is deleted: restore that first", parent=str(node.parent_id))
    path = paths.joined(parent.path, node.key)
    reach.must_edit(work.actor, catalog.key, path)
    expected.check(node.revision)
    taken = nodes.at(work.session, catalog.id, path).get(path)
    if taken is not None:
        raise PathTaken(f"{path} is taken by a node made since", node=str(taken.id))
    longest = subtrees.longest_deleted(work.session, node) + len(path) - len(node.path)
    if longest > paths.LONGEST:
        raise PathTooLong(f"a path below it would have {longest} characters")
    restored = subtrees.restore(work.session, node, paths.tpath_of(path))
    _, after = locked_node(work, node_id)
    audit.record(
        work,
        action="catalogs.node_restored",
        subject=f"node:{node_id}",
        after=said.node(after),
        detail={**said.place(catalog, after), "nodes": restored},
    )
    return after


def _locked_deleted(work: Work, node_id: UUID) -> tuple[Catalog, Node]:
    found = nodes.find_deleted(work.session, node_id)
    if found is not None:
        lock_tree(work, found[0].catalog_id)
        found = nodes.find_deleted(work.session, node_id)
    if found is None:
        if nodes.find(work.session, node_id):
            raise NotDeleted(f"{node_id} is not deleted")
        raise NodeNotFound(f"no deleted node {node_id}")
    node, deleted_with = found
    if deleted_with != node.id:
        raise ParentDeleted("it was deleted together with a node above: restore that one", parent=str(deleted_with))
    return catalog_of(work, node, node_id)
