"""Statements that rewrite many nodes at once; whoever calls them holds the tree's lock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, text, tuple_, update
from sqlalchemy.orm import Session, aliased

from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.store.nodes import LIVING, STEP, within
from catalog_admin.catalogs.tables import NodeRow
from catalog_admin.kit.canonical import LARGEST_INTEGER

GROW = NodeRow.revision + 1


def _rewrite(session: Session, where: list[ColumnElement[bool]], values: dict[str, Any]) -> int:
    changed = update(NodeRow).where(*where).values(revision=GROW, **values)
    result = session.execute(changed.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult: UPDATE without RETURNING


def _moved(old: str, new: str) -> Any:
    return func.concat(new, func.substr(NodeRow.tpath, len(old) + 1))


def longest(session: Session, node: Node) -> int:
    """Characters of the longest path in the subtree."""
    return (
        int(
            session.scalar(select(func.max(func.length(NodeRow.tpath))).where(*within(node.catalog_id, node.tpath)))
            or 0
        )
        - 1
    )


def move(session: Session, node: Node, parent: Node, key: str, tpath: str) -> int:
    """Node and descendants to their new place, in one statement; how many rows it took."""
    mine = NodeRow.node_id == node.id
    return _rewrite(
        session,
        within(node.catalog_id, node.tpath),
        {
            "tpath": _moved(node.tpath, tpath),
            "parent_id": case((mine, parent.id), else_=NodeRow.parent_id),
            "key": case((mine, key), else_=NodeRow.key),
        },
    )


def delete(session: Session, node: Node, now: datetime, by: str) -> int:
    """The node and everything below it; `deleted_with` keeps together what was deleted together."""
    return _rewrite(session, within(node.catalog_id, node.tpath), _gone(node, now, by))


def delete_alone(session: Session, node: Node, now: datetime, by: str) -> None:
    _rewrite(session, [NodeRow.node_id == node.id], _gone(node, now, by))


def _gone(node: Node, now: datetime, by: str) -> dict[str, Any]:
    return {"deleted_at": now, "deleted_with": node.id, "deleted_by": by}


def adopt(session: Session, node: Node, parent: Node) -> int:
    """What lives below the (deleted) node moves up to its parent."""
    return _rewrite(
        session,
        within(node.catalog_id, node.tpath),
        {
            "tpath": _moved(node.tpath, parent.tpath),
            "parent_id": case((NodeRow.parent_id == node.id, parent.id), else_=NodeRow.parent_id),
        },
    )


def restore(session: Session, node: Node, tpath: str) -> int:
    """Everything deleted with the node, below where its parent stands now."""
    return _rewrite(
        session,
        [NodeRow.deleted_with == node.id, NodeRow.deleted_at.is_not(None)],
        {"tpath": _moved(node.tpath, tpath), "deleted_at": None, "deleted_with": None, "deleted_by": None},
    )


def longest_deleted(session: Session, node: Node) -> int:
    deleted = [NodeRow.deleted_with == node.id, NodeRow.deleted_at.is_not(None)]
    return int(session.scalar(select(func.max(func.length(NodeRow.tpath))).where(*deleted)) or 0) - 1


def adoption_conflicts(session: Session, node: Node, limit: int = 20) -> list[str]:
    """Keys of children that the parent has already; the node itself makes room."""
    sibling = aliased(NodeRow)
    both = (
        select(NodeRow.key)
        .join(sibling, (sibling.key == NodeRow.key) & (sibling.parent_id == node.parent_id))
        .where(NodeRow.parent_id == node.id, LIVING, sibling.deleted_at.is_(None), sibling.node_id != node.id)
        .order_by(NodeRow.key)
        .limit(limit)
    )
    return list(session.scalars(both))


def stands_at(session: Session, node: Node, position: int) -> bool:
    """Whether the node has this place among its siblings; a place behind the last one is the last."""
    earlier = tuple_(NodeRow.sort_key, NodeRow.key) < (node.sort_key, node.key)
    others = select(func.count().filter(earlier), func.count()).where(
        NodeRow.parent_id == node.parent_id, LIVING, NodeRow.node_id != node.id
    )
    before, siblings = session.execute(others).one()
    return bool(before == min(position, siblings))


def position_of(session: Session, node: Node) -> int:
    """How many siblings stand before it."""
    earlier = tuple_(NodeRow.sort_key, NodeRow.key) < (node.sort_key, node.key)
    return int(session.scalar(select(func.count()).where(NodeRow.parent_id == node.parent_id, LIVING, earlier)) or 0)


def children_in_order(session: Session, node_id: UUID) -> list[UUID]:
    listed = select(NodeRow.node_id).where(NodeRow.parent_id == node_id, LIVING)
    return list(session.scalars(listed.order_by(NodeRow.sort_key, NodeRow.key)))


def sort_key_at(session: Session, node: Node, parent_id: UUID, position: int) -> int:
    """The sort key that puts the node at this place among its siblings; renumbers them if there is no room."""
    for _ in range(2):
        neighbours = (
            select(NodeRow.sort_key)
            .where(NodeRow.parent_id == parent_id, LIVING, NodeRow.node_id != node.id)
            .order_by(NodeRow.sort_key, NodeRow.key)
        )
        if position == 0:
            first = session.scalar(neighbours.limit(1))
            return 0 if first is None else max(first - STEP, -LARGEST_INTEGER)
        found = list(session.scalars(neighbours.offset(position - 1).limit(2)))
        if len(found) < 2:
            return _behind_last(session, neighbours)
        if found[1] - found[0] >= 2:
            return (found[0] + found[1]) // 2
        _renumber(session, node.id, parent_id)
    raise AssertionError("numbering siblings makes room between them")


def _behind_last(session: Session, neighbours: Any) -> int:
    last = session.scalar(neighbours.order_by(None).order_by(NodeRow.sort_key.desc()).limit(1))
    return 0 if last is None else min(last + STEP, LARGEST_INTEGER)


def _renumber(session: Session, leaving: UUID, parent_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE node SET sort_key = numbered.place * :step, revision = revision + 1"
            " FROM (SELECT node_id, row_number() OVER (ORDER BY sort_key, key) AS place FROM node"
            " WHERE parent_id = :parent AND deleted_at IS NULL AND node_id <> :leaving) AS numbered"
            " WHERE node.node_id = numbered.node_id"
        ),
        {"step": STEP, "parent": parent_id, "leaving": leaving},
    )


def arrange(session: Session, parent_id: UUID, order: list[UUID]) -> int:
    """The named children first, in this order, the others behind them as they stood; returns rows changed."""
    result = session.execute(
        text(
            "UPDATE node SET sort_key = numbered.place * :step, revision = revision + 1 FROM ("
            " SELECT child.node_id, row_number() OVER (ORDER BY named.place NULLS LAST, child.sort_key, child.key)"
            " AS place FROM node AS child"
            " LEFT JOIN unnest(cast(:order AS uuid[])) WITH ORDINALITY AS named(node_id, place)"
            " ON named.node_id = child.node_id"
            " WHERE child.parent_id = :parent AND child.deleted_at IS NULL) AS numbered"
            " WHERE node.node_id = numbered.node_id AND node.sort_key <> numbered.place * :step"
        ),
        {"step": STEP, "parent": parent_id, "order": order},
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult: UPDATE without RETURNING
