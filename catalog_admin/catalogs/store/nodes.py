"""Finding nodes and writing one of them; rewriting whole subtrees is in `subtrees`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Row, exists, func, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.tables import CatalogRow, NodeRow
from catalog_admin.kit.canonical import LARGEST_INTEGER
from catalog_admin.kit.ids import NodeId

STEP = 1_024
COLUMNS = [
    NodeRow.node_id.label("id"),
    NodeRow.catalog_id,
    NodeRow.parent_id,
    NodeRow.key,
    NodeRow.tpath,
    NodeRow.depth,
    NodeRow.type,
    NodeRow.meta,
    NodeRow.attributes,
    NodeRow.sort_key,
    NodeRow.active_from,
    NodeRow.active_to,
    NodeRow.revision,
    NodeRow.deleted_at,
    NodeRow.deleted_by,
]
LIVING = NodeRow.deleted_at.is_(None)
LIVING_CATALOG = exists().where(CatalogRow.catalog_id == NodeRow.catalog_id, CatalogRow.deleted_at.is_(None))


def node_of(row: Row[Any]) -> Node:
    return Node(path=paths.path_of(row.tpath), **row._mapping)


def find(session: Session, node_id: UUID) -> Node | None:
    """The living node of a living catalog."""
    row = session.execute(select(*COLUMNS).where(NodeRow.node_id == node_id, LIVING, LIVING_CATALOG)).first()
    return node_of(row) if row else None


def find_locked(session: Session, node_id: UUID, *, shared: bool = False) -> Node | None:
    """The same, held against deletion until the transaction ends; `shared` lets others hold it too."""
    living = select(*COLUMNS).where(NodeRow.node_id == node_id, LIVING, LIVING_CATALOG)
    row = session.execute(living.with_for_update(of=NodeRow, read=shared)).first()
    return node_of(row) if row else None


def find_deleted(session: Session, node_id: UUID) -> tuple[Node, UUID] | None:
    """A deleted node of a living catalog, and the node it was deleted with."""
    dead = select(*COLUMNS, NodeRow.deleted_with).where(NodeRow.node_id == node_id, ~LIVING, LIVING_CATALOG)
    row = session.execute(dead).first()
    if row is None:
        return None
    said = dict(row._mapping)
    deleted_with = said.pop("deleted_with")
    return Node(path=paths.path_of(row.tpath), **said), deleted_with


def deleted_before(session: Session, catalog_id: UUID, mark: tuple[datetime, UUID] | None, limit: int) -> list[Node]:
    """What was deleted itself, not with something above it; the last one first; behind the mark."""
    order = tuple_(NodeRow.deleted_at, NodeRow.node_id)
    page = select(*COLUMNS).where(NodeRow.catalog_id == catalog_id, ~LIVING, NodeRow.deleted_with == NodeRow.node_id)
    if mark is not None:
        page = page.where(order < mark)
    newest_first = page.order_by(NodeRow.deleted_at.desc(), NodeRow.node_id.desc())
    return [node_of(row) for row in session.execute(newest_first.limit(limit))]


def at(session: Session, catalog_id: UUID, *wanted: str) -> dict[str, Node]:
    """The living nodes at these paths, by path."""
    tpaths = [paths.tpath_of(path) for path in wanted]
    found = select(*COLUMNS).where(NodeRow.catalog_id == catalog_id, NodeRow.tpath == func.any(tpaths), LIVING)
    return {node.path: node for node in map(node_of, session.execute(found))}


def within(catalog_id: UUID, tpath: str) -> list[ColumnElement[bool]]:
    """The living node of this tpath and everything below it."""
    first, behind = paths.subtree(tpath)
    return [NodeRow.catalog_id == catalog_id, NodeRow.tpath >= first, NodeRow.tpath < behind, LIVING]


def add(session: Session, values: dict[str, Any]) -> Node:
    return node_of(session.execute(insert(NodeRow).values(values).returning(*COLUMNS)).one())


def change(session: Session, node_id: UUID, values: dict[str, Any]) -> Node:
    """Sets the values and grows the revision."""
    changed = (
        update(NodeRow)
        .where(NodeRow.node_id == node_id)
        .values(revision=NodeRow.revision + 1, **values)
        .returning(*COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return node_of(session.execute(changed).one())


def free_ids(session: Session, catalog_key: str, wanted: Iterable[str]) -> dict[str, NodeId]:
    """An id for each path that no node, living or deleted, has; mostly one question for all of them."""
    found: dict[str, NodeId] = {}
    turns, open_paths = range(1, 2), list(wanted)
    while open_paths:
        offered = {(path, turn): paths.node_id(catalog_key, path, turn) for path in open_paths for turn in turns}
        taken = set(session.scalars(select(NodeRow.node_id).where(NodeRow.node_id == func.any(list(offered.values())))))
        for path in open_paths:
            free = next((offered[path, turn] for turn in turns if offered[path, turn] not in taken), None)
            if free is not None:
                found[path] = free
        open_paths = [path for path in open_paths if path not in found]
        turns = range(turns.stop, turns.stop * 8)
    return found


def last_sort_key(session: Session, parent_id: UUID) -> int:
    """Where a new child goes: behind its siblings once somebody has put them in order, else among equals.

    Never beyond what a version can hold: there it stands among equals again.
    """
    largest = (
        select(NodeRow.sort_key)
        .where(NodeRow.parent_id == parent_id, LIVING)
        .order_by(NodeRow.sort_key.desc())
        .limit(1)
    )
    last = session.scalar(largest) or 0
    return min(last + STEP, LARGEST_INTEGER) if last > 0 else 0


def first_holding(session: Session, attribute: str) -> tuple[str, str] | None:
    """Catalog key and tpath of a node, living or deleted, that has a value of this attribute."""
    holding = (
        select(CatalogRow.key, NodeRow.tpath)
        .join(CatalogRow, CatalogRow.catalog_id == NodeRow.catalog_id)
        .where(NodeRow.attributes.has_key(attribute))
        .order_by(CatalogRow.key, NodeRow.tpath)
        .limit(1)
    )
    row = session.execute(holding).first()
    return (row.key, row.tpath) if row else None


def has_children(session: Session, node_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(NodeRow.parent_id == node_id, LIVING))))


def ids_of_children(session: Session, node_id: UUID, wanted: list[UUID]) -> set[UUID]:
    """Which of these are living children of the node."""
    return set(
        session.scalars(
            select(NodeRow.node_id).where(NodeRow.parent_id == node_id, NodeRow.node_id == func.any(wanted), LIVING)
        )
    )


def add_many(session: Session, catalog_id: UUID, rows: list[dict[str, Any]]) -> None:
    """One statement, however many; the foreign keys are checked at its end, so any order will do."""
    session.execute(
        text(
            "INSERT INTO node (node_id, catalog_id, parent_id, key, tpath, type, meta, attributes, sort_key,"
            " active_from, active_to) SELECT node_id, :catalog, parent_id, key, tpath, type, meta, attributes,"
            " sort_key, active_from, active_to FROM json_to_recordset(cast(:rows AS json)) AS said(node_id uuid,"
            " parent_id uuid, key text, tpath text, type text, meta jsonb, attributes jsonb, sort_key bigint,"
            " active_from timestamptz, active_to timestamptz)"
        ),
        {"catalog": catalog_id, "rows": orjson.dumps(rows).decode()},
    )
