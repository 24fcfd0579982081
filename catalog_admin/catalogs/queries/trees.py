"""Catalogs, nodes, children and subtrees, page by page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from catalog_admin.catalogs import rate_plans, referring
from catalog_admin.catalogs.errors import CatalogNotFound, NodeNotFound, NoSuchPlan
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.draft import Assignment, Catalog, Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.store import assignments, catalogs, nodes, rulesets
from catalog_admin.catalogs.tables import NodeRow
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work

Mark = tuple[datetime, UUID]
Dead = TypeVar("Dead", Catalog, Node)


def catalog(tx: Reads | Work, key: str) -> Catalog:
    """The living catalog; raises CatalogNotFound, OutOfGrant."""
    found = catalogs.find(tx.session, key)
    if found is None:
        raise CatalogNotFound(f"no catalog {key}")
    if not reach.may_see_catalog(tx.actor, key):
        reach.must_read(tx.actor, key)
    return found


def catalogs_behind(tx: Reads | Work, after: str | None, limit: int) -> Page[Catalog]:
    """In key order, those that somebody's roles reach."""
    last = str(key_of(after, width=1)[0]) if after else None
    seen: list[Catalog] = []
    while len(seen) <= limit:
        found = catalogs.behind(tx.session, last, limit + 1)
        seen += [each for each in found if reach.may_see_catalog(tx.actor, each.key)]
        if len(found) <= limit:
            break
        last = found[-1].key
    return Page(seen[:limit], cursor(seen[limit - 1].key) if len(seen) > limit else None)


def deleted_catalogs(tx: Reads | Work, after: str | None, limit: int) -> Page[Catalog]:
    """The last one first, those that somebody's roles reach."""
    return _wastebasket(
        lambda mark: catalogs.deleted_before(tx.session, mark, limit + 1),
        lambda each: reach.may_see_catalog(tx.actor, each.key),
        after,
        limit,
    )


def deleted_nodes(tx: Reads | Work, home: Catalog, after: str | None, limit: int) -> Page[Node]:
    """What can be restored, the last one first, as far as somebody's roles reach."""
    return _wastebasket(
        lambda mark: nodes.deleted_before(tx.session, home.id, mark, limit + 1),
        lambda each: reach.may_read(tx.actor, home.key, each.path),
        after,
        limit,
    )


def _wastebasket(
    before: Callable[[Mark | None], list[Dead]], is_in_reach: Callable[[Dead], bool], after: str | None, limit: int
) -> Page[Dead]:
    mark = _mark(after) if after is not None else None
    seen: list[Dead] = []
    while len(seen) <= limit:
        found = before(mark)
        seen += [each for each in found if is_in_reach(each)]
        if len(found) <= limit:
            break
        mark = _mark_of(found[-1])
    return Page(seen[:limit], _cursor_at(seen[limit - 1]) if len(seen) > limit else None)


def _mark_of(each: Catalog | Node) -> Mark:
    assert each.deleted_at is not None  # noqa: S101 - only the deleted are listed
    return each.deleted_at, each.id


def _cursor_at(each: Catalog | Node) -> str:
    at, name = _mark_of(each)
    return cursor(at.isoformat(), str(name))


def _mark(after: str) -> Mark:
    at, name = (str(part) for part in key_of(after, width=2))
    try:
        return datetime.fromisoformat(at), UUID(name)
    except ValueError as wrong:
        raise BadCursor("this cursor belongs to another list", pointer="/after") from wrong


def node(tx: Reads | Work, node_id: UUID) -> tuple[Catalog, Node]:
    """The living node and its catalog; raises NodeNotFound, OutOfGrant."""
    found = nodes.find(tx.session, node_id)
    home = catalogs.of_id(tx.session, found.catalog_id) if found else None
    if found is None or home is None:
        raise NodeNotFound(f"no node {node_id}")
    reach.must_read(tx.actor, home.key, found.path)
    return home, found


def children_of(tx: Reads | Work, parent: Node, after: str | None, limit: int) -> Page[Node]:
    """Living children in the order people gave them."""
    listed = select(*nodes.COLUMNS).where(NodeRow.parent_id == parent.id, nodes.LIVING)
    listed = listed.order_by(NodeRow.sort_key, NodeRow.key)
    if after is not None:
        sort_key, key = _integer_and_text(key_of(after, width=2))
        listed = listed.where(tuple_(NodeRow.sort_key, NodeRow.key) > (sort_key, key))
    return _page(tx.session, listed, limit, lambda last: cursor(last.sort_key, last.key))


def subtree_of(tx: Reads | Work, top: Node, after: str | None, limit: int, depth: int | None = None) -> Page[Node]:
    """The node and what lives below it, parents first, in path order; `depth` counts levels below the node."""
    listed = select(*nodes.COLUMNS).where(*nodes.within(top.catalog_id, top.tpath)).order_by(NodeRow.tpath)
    if depth is not None:
        listed = listed.where(NodeRow.depth <= top.depth + depth)
    if after is not None:
        listed = listed.where(NodeRow.tpath > str(key_of(after, width=1)[0]))
    return _page(tx.session, listed, limit, lambda last: cursor(last.tpath))


def node_at(tx: Reads | Work, home: Catalog, path: str) -> Node:
    """The living node at this path; raises NodeNotFound, OutOfGrant."""
    reach.must_read(tx.actor, home.key, path)
    found = nodes.at(tx.session, home.id, path).get(path)
    if found is None:
        raise NodeNotFound(f"no node {path[:200]} in {home.key}", pointer="/path")
    return found


def child_counts(tx: Reads | Work, of: Sequence[Node]) -> dict[UUID, int]:
    """How many living children each node has, in one question."""
    wanted = [each.id for each in of]
    counted = select(NodeRow.parent_id, func.count()).where(NodeRow.parent_id == func.any(wanted), nodes.LIVING)
    return {parent: count for parent, count in tx.session.execute(counted.group_by(NodeRow.parent_id)) if parent}


def ruleset_of(tx: Reads | Work, node_id: UUID) -> Ruleset | None:
    """The node's rules, with the conditions that they refer to; None for a static node."""
    found = rulesets.find(tx.session, node_id)
    return None if found is None else referring.resolved(tx, {node_id: found})[node_id]


def assignment_of(tx: Reads | Work, node: Node, plan_key: str) -> Assignment | None:
    """What was said by hand about the rate plan and the node; raises NoSuchPlan."""
    plan_id = rate_plans.plan_ids(tx, [plan_key]).get(plan_key)
    if plan_id is None:
        raise NoSuchPlan(f"there is no rate plan {plan_key}")
    return assignments.find(tx.session, node.id, plan_id)


def _integer_and_text(key: list[Any]) -> tuple[int, str]:
    return (key[0] if isinstance(key[0], int) else 0), str(key[1])


def _page(session: Session, listed: Select[Any], limit: int, mark: Any) -> Page[Node]:
    found = [nodes.node_of(row) for row in session.execute(listed.limit(limit + 1))]
    return Page(found[:limit], mark(found[limit - 1]) if len(found) > limit else None)
