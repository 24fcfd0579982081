"""Nodes of one version: by id, path, slug, below others, or the whole tree."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from catalog_admin.kit.wire import Prepared
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import DatedNode, Moment, NodeCard, TreeLine, subtree_range, tpath_of
from catalog_admin.storefront.store.views import BYTES, HIDDEN, body, count, holds, membership, node, slug

COLUMNS = (
    node.c.node_id,
    node.c.parent_id,
    node.c.key,
    node.c.path,
    node.c.tpath,
    node.c.depth,
    node.c.type,
    node.c.sort_key,
    node.c.active_from,
    node.c.active_to,
    body.c.body,
)
_cards = select(*COLUMNS).join(body, body.c.hash == node.c.body_hash).where(holds(node))
_ids = bindparam("ids", type_=ARRAY(Uuid))

_dated = select(node.c.tpath, node.c.active_from, node.c.active_to).where(
    holds(node), or_(node.c.active_from.is_not(None), node.c.active_to.is_not(None))
)
_by_id = Prepared(_cards.where(node.c.node_id == any_(_ids)))
_by_tpath = Prepared(_cards.where(node.c.tpath == any_(bindparam("tpaths", type_=ARRAY(BYTES)))))
_below = _cards.where(
    node.c.tpath >= bindparam("low", type_=BYTES),
    node.c.tpath < bindparam("high", type_=BYTES),
    node.c.depth <= bindparam("deepest", type_=Integer),
).order_by(node.c.tpath)


# By the node's key, whatever is known of the tables: of those that were filled a moment ago PostgreSQL expects one row,
# and would compare ten thousand nodes with ten thousand counts.
_counted = (
    select(count.c.subtree)
    .where(holds(count), count.c.node_id == node.c.node_id)
    .offset(literal_column("0"))
    .lateral("counted")
)
_lines = (
    select(
        node.c.node_id.cast(Text),
        node.c.parent_id.cast(Text),
        node.c.key,
        node.c.path,
        node.c.depth,
        node.c.type,
        node.c.active_from,
        node.c.active_to,
        body.c.body,
        _counted.c.subtree,
    )
    .join_from(node, body, body.c.hash == node.c.body_hash)
    .outerjoin(_counted, true())
    .where(holds(node), node.c.depth <= bindparam("deepest", type_=Integer))
    .order_by(node.c.tpath)
)
_lines_below = _lines.where(
    node.c.tpath >= bindparam("low", type_=BYTES), node.c.tpath < bindparam("high", type_=BYTES)
)
_slugs = select(slug.c.node_id, slug.c.locale).where(holds(slug), slug.c.slug == bindparam("slug", type_=BYTES))
_shelves = Prepared(
    select(membership.c.plan_id, *COLUMNS)
    .join_from(membership, node, (node.c.node_id == membership.c.node_id) & holds(node))
    .join(body, body.c.hash == node.c.body_hash)
    .where(holds(membership), membership.c.plan_id == any_(_ids))
    .order_by(node.c.tpath)
)


async def dated_nodes(reads: AsyncReads, lineage: int, ordinal: int) -> list[DatedNode]:
    rows = await reads.rows(_dated, {"lineage": lineage, "ordinal": ordinal})
    return [DatedNode(row.tpath, row.active_from, row.active_to) for row in rows]


async def nodes_by_id(reads: AsyncReads, at: Moment, ids: Sequence[UUID]) -> list[NodeCard]:
    return _visible(await reads.rows(_by_id, in_version(at) | {"ids": list(ids)}), at)


async def nodes_by_tpath(reads: AsyncReads, at: Moment, tpaths: Sequence[str]) -> list[NodeCard]:
    return _visible(await reads.rows(_by_tpath, in_version(at) | {"tpaths": list(tpaths)}), at)


async def subtree(reads: AsyncReads, at: Moment, tpath: str, deepest: int) -> list[NodeCard]:
    """The node and all below it, parents first, in byte order of paths."""
    low, high = subtree_range(tpath)
    found = await reads.rows(_below, in_version(at) | {"low": low, "high": high, "deepest": deepest})
    return _visible(found, at)


async def lines(reads: AsyncReads, at: Moment, tpath: str, deepest: int) -> Sequence[TreeLine]:
    """The same nodes with their counts, as rows: ten thousand cards would take longer than all the rest."""
    asked = in_version(at) | {"deepest": deepest}
    if tpath:
        low, high = subtree_range(tpath)
        asked |= {"low": low, "high": high}
    found = cast("Sequence[TreeLine]", await reads.rows(_lines_below if tpath else _lines, asked))
    return [line for line in found if not at.hides(tpath_of(line.path))] if at.hidden else found


async def node_ids_by_slug(reads: AsyncReads, at: Moment, asked: str, locale: str | None) -> list[UUID]:
    """In any language unless one is named."""
    rows = await reads.rows(_slugs, in_version(at) | {"slug": asked})
    return [row.node_id for row in rows if locale is None or row.locale == locale]


async def shelves_of(reads: AsyncReads, at: Moment, plans: Sequence[UUID]) -> list[tuple[UUID, NodeCard]]:
    rows = await reads.rows(_shelves, in_version(at) | {"ids": list(plans)})
    return [(row.plan_id, _card(row)) for row in rows if not at.hides(row.tpath)]


async def children_of(
    reads: AsyncReads, at: Moment, parents: Sequence[UUID], limit: int, after: tuple[int, str] | None
) -> list[NodeCard]:
    """Up to `limit` children of each parent in shelf order, all in one statement."""
    asked = in_version(at) | {"ids": list(parents), "limit": limit}
    if after is not None:
        asked |= {"after_sort": after[0], "after_key": after[1]}
    if at.hidden:
        asked |= {"hidden": list(at.hidden)}
    rows = await reads.rows(_children(resumes=after is not None, hides=bool(at.hidden)), asked)
    return [_card(row) for row in rows]


def _children(*, resumes: bool, hides: bool) -> Select[Any]:
    parent = func.unnest(_ids).table_valued(column("id", Uuid)).render_derived(name="parent")
    page = _cards.where(node.c.parent_id == parent.c.id).order_by(node.c.sort_key, node.c.key)
    if resumes:
        after = tuple_(bindparam("after_sort", type_=BigInteger), bindparam("after_key", type_=BYTES))
        page = page.where(tuple_(node.c.sort_key, node.c.key) > after)
    if hides:
        page = page.where(node.c.tpath != func.all(HIDDEN))
    rows = page.limit(bindparam("limit", type_=Integer)).lateral("page")
    return select(rows).select_from(parent).join(rows, onclause=true())


def in_version(at: Moment) -> dict[str, Any]:
    return {"lineage": at.version.lineage_id, "ordinal": at.version.ordinal}


def _visible(rows: Sequence[Row[Any]], at: Moment) -> list[NodeCard]:
    return [_card(row) for row in rows if not at.hides(row.tpath)]


def _card(row: Row[Any]) -> NodeCard:
    return NodeCard(*row[-len(COLUMNS) :])
