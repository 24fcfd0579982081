"""Locks first, rows second: what was read before the lock may be gone, so it is read again."""

from uuid import UUID

from catalog_admin.catalogs.errors import CatalogNotFound, NodeNotFound
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.store import catalogs, nodes
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.work import Work


def lock_tree(work: Work, catalog_id: UUID) -> None:
    """Wait until nobody else changes the shape of this tree."""
    take(work.session, Lock.TREE, work.tenant, work.environment, catalog_id)


def locked_catalog(work: Work, key: str, pointer: str | None = None) -> Catalog:
    """The living catalog, its tree locked; raises CatalogNotFound."""
    seen = catalogs.find(work.session, key)
    if seen is not None:
        lock_tree(work, seen.id)
        seen = catalogs.of_id(work.session, seen.id)
    if seen is None:
        raise CatalogNotFound(f"no catalog {key}", pointer=pointer)
    return seen


def locked_node(work: Work, node_id: UUID) -> tuple[Catalog, Node]:
    """The living node and its catalog, its tree locked; raises NodeNotFound."""
    seen = nodes.find(work.session, node_id)
    if seen is not None:
        lock_tree(work, seen.catalog_id)
        seen = nodes.find(work.session, node_id)
    return catalog_of(work, seen, node_id)


def held_node(work: Work, node_id: UUID, *, shared: bool = False) -> tuple[Catalog, Node]:
    """The living node and its catalog; the row is held, the tree is not: enough to change what a node says."""
    return catalog_of(work, nodes.find_locked(work.session, node_id, shared=shared), node_id)


def catalog_of(work: Work, node: Node | None, node_id: UUID) -> tuple[Catalog, Node]:
    catalog = catalogs.of_id(work.session, node.catalog_id) if node else None
    if node is None or catalog is None:
        raise NodeNotFound(f"no node {node_id}")
    return catalog, node
