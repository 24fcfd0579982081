"""Rate plans of one version: by name, or page by page from one shelf, a subtree or everything.

Several places are asked at once (LATERAL), so a page of nodes with a page of plans each is one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Numeric,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from catalog_admin.kit.paging import BadCursor
from catalog_admin.kit.wire import Prepared
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.listing import (
    WALK_FROM,
    Choice,
    Listing,
    Place,
    PlanPage,
    Scope,
    Sort,
    SortField,
    position,
    resume,
)
from catalog_admin.storefront.model import Moment, PlanCard
from catalog_admin.storefront.store.filters import fact, matches, number
from catalog_admin.storefront.store.nodes import in_version
from catalog_admin.storefront.store.views import (
    BYTES,
    HIDDEN,
    WrittenOut,
    body,
    holds,
    membership,
    node,
    on_sale,
    plan,
    popularity,
)
from catalog_admin.storefront.words import Search

CARD = (
    plan.c.plan_id,
    plan.c.key,
    plan.c.sku,
    plan.c.product_key,
    plan.c.name,
    plan.c.status,
    plan.c.effective_from,
    plan.c.effective_to,
)
_cards = select(*CARD, body.c.body).join(body, body.c.hash == plan.c.body_hash).where(holds(plan), on_sale(plan))
# A value and no function's result: worked out once, and the planner knows how much it will find.
QUERY: ColumnElement[Any] = cast(bindparam("query", type_=WrittenOut(TSQUERY)), TSQUERY)
SOME_SEARCH = Search("")
SHAPES = 500  # kept; to make one takes as long as to find twenty rate plans
PLACE = (
    func.unnest(
        bindparam("nodes", type_=ARRAY(Uuid)),
        bindparam("lows", type_=ARRAY(BYTES)),
        bindparam("highs", type_=ARRAY(BYTES)),
    )
    .table_valued(column("id", Uuid), column("low", BYTES), column("high", BYTES), with_ordinality="nr")
    .render_derived(name="place")
)


class Way(Enum):
    """How a subtree's plans are found: looked up one by one, all at first, or as the planner likes."""

    WALKED = 1
    GATHERED = 2
    LEFT_OPEN = 3


@dataclass(frozen=True)
class Key:
    """One column to sort by, and how it travels in a cursor."""

    expression: ColumnElement[Any]
    type: TypeEngine[Any]


async def plans_named(reads: AsyncReads, at: Moment, field: str, names: Sequence[Any]) -> list[PlanCard]:
    """By `plan_id`, `key` or `sku`; those on sale at the moment, wherever they may be shelved."""
    wanted = bindparam("names", list(names), type_=ARRAY(plan.c[field].type))
    rows = await reads.rows(_cards.where(plan.c[field] == any_(wanted)), asked_of(at))
    return [_card(row) for row in rows]


async def pages(reads: AsyncReads, at: Moment, places: Sequence[Place], asked: Listing) -> list[PlanPage]:
    """One page for each place, in their order; one statement, two when some subtrees are large and others not."""
    found: dict[int, list[Row[Any]]] = {number: [] for number in range(len(places))}
    for way in Way:
        chosen = [nr for nr, place in enumerate(places) if _way(place, asked) is way]
        if not chosen:
            continue
        statement = _page(shape_of(asked), bool(at.hidden), way)
        for row in await reads.rows(statement, asked_of(at, [places[nr] for nr in chosen], asked)):
            found[chosen[row.nr - 1]].append(row)
    return [page_of(rows, asked) for rows in found.values()]


async def totals(reads: AsyncReads, at: Moment, places: Sequence[Place], choice: Choice) -> list[int]:
    counted = choose(select(func.count().label("total")), choice, hides=bool(at.hidden)).lateral("counted")
    statement = select(PLACE.c.nr, counted.c.total).join_from(PLACE, counted, true()).order_by(PLACE.c.nr)
    return [row.total for row in await reads.rows(statement, asked_of(at, places, Listing(choice)))]


def shape_of(asked: Listing) -> Listing:
    """All that a statement is made by, without the words that are handed to it: those of one shape are made once."""
    choice = asked.choice
    search = None if choice.search is None else SOME_SEARCH
    return replace(asked, choice=replace(choice, term=None if choice.term is None else "", search=search))


def _way(place: Place, asked: Listing) -> Way:
    if walks(place, asked):
        return Way.WALKED
    is_small = asked.choice.scope is Scope.SUBTREE and place.subtree_count < WALK_FROM
    return Way.GATHERED if is_small and not asked.choice.is_narrowed else Way.LEFT_OPEN


def walks(place: Place, asked: Listing) -> bool:
    """Of a large subtree every plan that comes along is looked up there, instead of gathering all that it has.

    Plans come along in order of keys, and the page is full before long; or they are what a term finds. Conditions alone
    may let nearly all of them through, in any order: then gathering is cheaper.
    """
    is_large = asked.choice.scope is Scope.SUBTREE and place.subtree_count >= WALK_FROM
    is_in_order = not asked.choice.is_narrowed and asked.sort.field in (SortField.SHELF, SortField.KEY)
    return is_large and (is_in_order or asked.choice.term is not None)


@lru_cache(maxsize=SHAPES)
def _page(asked: Listing, hides: bool, way: Way) -> Select[Any] | Prepared:
    """Planned once where it is one of a few: not by what is narrowed, sorted or resumed in this request alone."""
    keys = keys_of(asked)
    labelled = [key.expression.label(f"key_{nr}") for nr, key in enumerate(keys)]
    cards = weighed(select(*CARD, plan.c.body_hash, *labelled), asked)
    order = [*(key.expression for key in keys), last_key(asked.choice)]
    chosen = choose(cards, asked.choice, hides=hides, way=way)
    if asked.after is not None:
        after = tuple_(*resumed(asked, keys))
        here = tuple_(*order)
        chosen = chosen.where(here < after if asked.sort.descending else here > after)
    chosen = chosen.order_by(*directed(order, asked.sort))
    page = chosen.limit(bindparam("limit", asked.first + 1, type_=Integer)).lateral("page")
    names = [column.name for column in CARD]
    outer = [page.c[label.name] for label in labelled]
    statement = (
        select(PLACE.c.nr, *outer, *(page.c[name] for name in names), body.c.body)
        .select_from(PLACE.join(page, true()).join(body, body.c.hash == page.c.body_hash))
        .order_by(PLACE.c.nr, *directed([*outer, page.c.plan_id], asked.sort))
    )
    is_one_of_few = not asked.choice.is_narrowed and asked.sort.attribute is None and asked.after is None
    return Prepared(statement) if is_one_of_few else statement


def choose(chosen: Select[Any], choice: Choice, *, hides: bool, way: Way | None = None) -> Select[Any]:
    """The plans of a place that are on sale and match."""
    chosen = chosen.where(holds(plan), on_sale(plan), matches(choice.where))
    if choice.search is not None:
        chosen = chosen.where(plan.c.search.op("@@")(QUERY))
    if choice.scope is Scope.DIRECT:
        shelf = membership.c.plan_id == plan.c.plan_id
        return chosen.join_from(plan, membership, shelf).where(holds(membership), membership.c.node_id == PLACE.c.id)
    if choice.scope is Scope.CATALOG and not hides:
        return chosen
    below = _shelved_below(hides=hides)
    if way is Way.GATHERED:
        # Said so that nothing else can be made of it: estimates over the rows of fifty versions are often wrong, and
        # walking all plans for a small shelf takes seconds.
        return chosen.where(plan.c.plan_id == any_(func.array(below.correlate(PLACE).scalar_subquery())))
    if way is Way.WALKED:
        # Never an EXISTS: the planner would turn it into a join, and sort three million rows for a page of twenty.
        is_there = below.where(membership.c.plan_id == plan.c.plan_id).limit(1).correlate(plan, PLACE)
        return chosen.where(is_there.scalar_subquery().is_not(None))
    return chosen.where(plan.c.plan_id.in_(below.correlate(PLACE)))


def weighed(chosen: Select[Any], asked: Listing) -> Select[Any]:
    """With how popular each is, where they are sorted by it; joined, for a million subqueries would take seconds."""
    if asked.sort.field is not SortField.POPULARITY:
        return chosen
    of_it = and_(popularity.c.plan_id == plan.c.plan_id, popularity.c.catalog_key == bindparam("catalog", type_=BYTES))
    return chosen.join_from(plan, popularity, of_it, isouter=True)


def _shelved_below(*, hides: bool) -> Select[Any]:
    shelved = (
        select(membership.c.plan_id)
        .join_from(membership, node, node.c.node_id == membership.c.node_id)
        .where(holds(membership), holds(node), node.c.tpath >= PLACE.c.low, node.c.tpath < PLACE.c.high)
    )
    return shelved.where(not_(is_hidden(node))) if hides else shelved


def is_hidden(nodes: FromClause) -> ColumnElement[bool]:
    """At or below a node that does not show: bind `hidden`."""
    top = func.unnest(HIDDEN).table_valued(column("tpath", BYTES)).render_derived(name="top")
    return select(top).where(func.starts_with(nodes.c.tpath, top.c.tpath)).exists()


def keys_of(asked: Listing) -> list[Key]:
    sort = asked.sort
    if sort.field is SortField.SHELF and asked.choice.scope is Scope.DIRECT:
        return [Key(membership.c.order_key, BYTES)]
    if sort.field is SortField.NAME:
        return [Key(plan.c.name, plan.c.name.type)]
    if sort.field is SortField.EFFECTIVE_FROM:
        return [Key(func.coalesce(plan.c.effective_from, literal(date.min, Date)), Date())]
    if sort.field is SortField.RELEVANCE:
        return _relevance_keys()
    if sort.field is SortField.POPULARITY:
        return [Key(-func.coalesce(popularity.c.weight, literal(0.0, Double)), Double()), Key(plan.c.key, BYTES)]
    if sort.field is SortField.ATTRIBUTE and sort.attribute is not None:
        return _attribute_keys(sort.attribute)
    return [Key(plan.c.key, BYTES)]


def _relevance_keys() -> list[Key]:
    """What is called so exactly comes first; what is as relevant as another stays in the order of keys."""
    called = func.lower(bindparam("called", type_=Text))
    is_it = or_(func.lower(plan.c.key) == called, func.lower(plan.c.sku) == called)
    rank = func.ts_rank(plan.c.search, QUERY)
    return [
        Key(case((is_it, 0), else_=1), Integer()),
        Key(cast(rank * literal(-1_000_000, Integer), Integer), Integer()),
        Key(plan.c.key, BYTES),
    ]


def last_key(choice: Choice) -> ColumnElement[Any]:
    """A shelf's index knows the plan's id from the membership; by the plan's own column it could not be resumed."""
    return membership.c.plan_id if choice.scope is Scope.DIRECT else plan.c.plan_id


def _attribute_keys(attribute: str) -> list[Key]:
    """Numbers by value, then texts in byte order, then plans without the attribute."""
    text, value = fact(attribute), number(attribute)
    kind = case((value.is_not(None), 0), (text.is_not(None), 1), else_=2)
    return [
        Key(kind, Integer()),
        Key(func.coalesce(value, cast(literal(0), Numeric)), Numeric()),
        Key(func.coalesce(text, literal("", BYTES)), BYTES),
    ]


def directed(order: Sequence[ColumnElement[Any]], sort: Sort) -> list[ColumnElement[Any]]:
    return [key.desc() if sort.descending else key.asc() for key in order]


def resumed(asked: Listing, keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    texts, plan_id = resume(asked.sort, asked.after or "", len(keys))
    try:
        values = [_from_cursor(text, key) for text, key in zip(texts, keys, strict=True)]
    except (ValueError, InvalidOperation) as wrong:
        raise BadCursor("this cursor is not one of ours", pointer="/after") from wrong
    return [*values, literal(plan_id, Uuid)]


def _from_cursor(value: str | int, key: Key) -> ColumnElement[Any]:
    if isinstance(key.type, Double):
        return literal(float(value), Double)
    if isinstance(key.type, Integer):
        return literal(int(value), Integer)
    if isinstance(key.type, Numeric):
        return literal(Decimal(str(value)), Numeric)
    if isinstance(key.type, Date):
        return literal(key.type.python_type.fromisoformat(str(value)), Date)
    return literal(str(value), key.type)


def page_of(rows: Sequence[Row[Any]], asked: Listing) -> PlanPage:
    """Of rows that are one thing more, the keys, a card and its body."""
    shown = rows[: asked.first]
    width = len(CARD) + 1
    cards = [_card(row) for row in shown]
    keys = [tuple(part if isinstance(part, int) else str(part) for part in row[1:-width]) for row in shown]
    cursors = [position(asked.sort, key, card.id) for key, card in zip(keys, cards, strict=True)]
    return PlanPage(cards, cursors, has_more=len(rows) > asked.first)


def _card(row: Row[Any]) -> PlanCard:
    return PlanCard(*row[-len(CARD) - 1 :])


def asked_of(at: Moment, places: Sequence[Place] = (), asked: Listing | None = None) -> dict[str, Any]:
    values = in_version(at) | {"today": at.today}
    if asked is not None and asked.choice.search is not None:
        values |= {"query": asked.choice.search.query, "called": (asked.choice.term or "").strip()}
    if asked is not None and asked.sort.field is SortField.POPULARITY:
        values["catalog"] = at.version.catalog
    if at.hidden:
        values["hidden"] = list(at.hidden)
    if places:
        values |= {
            "nodes": [place.node_id for place in places],
            "lows": [place.low for place in places],
            "highs": [place.high for place in places],
        }
    return values


def whole_catalog() -> Place:
    return Place(UUID(int=0), "", "\U0010ffff")
