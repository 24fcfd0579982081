"""A narrowed list with its total and its facets, gathered once: page, count and facets in one statement.

A facet is counted as if nothing had been chosen in it: who chose red still sees how many are blue ("or" within
a facet, "and" between facets). So the rows are gathered without the conditions on counted attributes, and each row
says which of those it meets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.sql import visitors

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.conditions import EVERYTHING, Condition, Where
from catalog_admin.storefront.listing import Choice, Listing, Place, PlanPage, Scope
from catalog_admin.storefront.model import Moment
from catalog_admin.storefront.store.filters import matches
from catalog_admin.storefront.store.plans import (
    CARD,
    PLACE,
    SHAPES,
    Way,
    asked_of,
    choose,
    directed,
    keys_of,
    last_key,
    page_of,
    resumed,
    shape_of,
    walks,
    weighed,
)
from catalog_admin.storefront.store.views import body, plan

MOST_VALUES = 100
NOTHING: ColumnElement[Any] = literal_column("'{}'::jsonb", JSONB)
FacetRow = tuple[str, str, int]


@dataclass(frozen=True)
class Found:
    """`facets` are (attribute, value, how many plans have it), most frequent first."""

    page: PlanPage
    total: int
    facets: list[FacetRow]


async def found(reads: AsyncReads, at: Moment, place: Place, asked: Listing, attributes: Sequence[str]) -> Found:
    statement = _found(shape_of(asked), tuple(attributes), bool(at.hidden), _probes(place, asked))
    rows = await reads.rows(statement, asked_of(at, [place], asked))
    total, tallies = rows[0].counted
    counted = [(attributes[nr], value, plans) for nr, value, plans in tallies]
    return Found(page_of([row for row in rows if row.plan_id is not None], asked), total, counted)


async def facets(
    reads: AsyncReads, at: Moment, place: Place, asked: Listing, attributes: Sequence[str]
) -> list[FacetRow]:
    """The same without a page."""
    chosen = _chosen(shape_of(asked), attributes, hides=bool(at.hidden), walking=_probes(place, asked))
    rows = await reads.rows(select(_tallied(chosen, len(attributes)).label("facets")), asked_of(at, [place], asked))
    return [(attributes[nr], value, plans) for nr, value, plans in rows[0].facets]


def _probes(place: Place, asked: Listing) -> bool:
    """All that is gathered has to be looked up in the subtree: worth it for what a term finds."""
    return asked.choice.term is not None and walks(place, asked)


def narrows_alone(choice: Choice, attributes: Sequence[str]) -> str | None:
    """The counted attribute whose conditions are all that narrows the list: its own counts are those of everything."""
    rest, own = _apart(choice.where, attributes)
    return next(iter(own)) if choice.term is None and rest == EVERYTHING and len(own) == 1 else None


@lru_cache(maxsize=SHAPES)
def _found(asked: Listing, attributes: tuple[str, ...], hides: bool, walking: bool) -> Select[Any]:
    chosen = _chosen(asked, attributes, hides=hides, walking=walking)
    page = _page(chosen, asked)
    total = select(func.count()).select_from(chosen).where(chosen.c.is_in).scalar_subquery()
    counted = func.jsonb_build_array(total, _tallied(chosen, len(attributes))).label("counted")
    once = select(counted).subquery("once")
    return (
        # A page of a hundred need not say the counts a hundred times.
        select(case((func.coalesce(page.c.nr, 1) == 1, once.c.counted)).label("counted"), *list(page.c)[1:])
        .select_from(once.outerjoin(page, true()))
        .order_by(page.c.nr)
    )


def _chosen(asked: Listing, attributes: Sequence[str], *, hides: bool, walking: bool) -> CTE:
    """Every plan that some facet counts, with the facets' values; `is_in` if it is in the list itself."""
    rest, own = _apart(asked.choice.where, attributes)
    read = _read(own)
    met: dict[str, ColumnElement[bool]] = {name: read.c[f"met_{nr}"] for nr, name in enumerate(own)}
    is_in = and_(true(), *met.values())
    # What is not in the list is not ranked: a rank costs more than everything else about a row.
    keys = (case((is_in, key.expression)) if met else key.expression for key in keys_of(asked))
    columns = [
        plan.c.plan_id,
        plan.c.from_ordinal,
        last_key(asked.choice).label("last_key"),
        is_in.label("is_in"),
        *(key.label(f"key_{nr}") for nr, key in enumerate(keys)),
        *(_counted(name, read, met).label(f"value_{nr}") for nr, name in enumerate(attributes)),
    ]
    choice = replace(asked.choice, where=rest)
    gathered = weighed(select(*columns).join_from(plan, read, true()), asked)
    chosen = choose(gathered, choice, hides=hides, way=Way.WALKED if walking else None)
    if len(met) > 1:
        # Where no term leads to the rows, an index over `facts` may; it serves the column, not what is read of it.
        led = met if asked.choice.term is not None else {name: matches(where) for name, where in own.items()}
        chosen = chosen.where(or_(*(_but(name, led) for name in led)))
    if asked.choice.scope is Scope.CATALOG and not hides:
        return chosen.cte("chosen")
    of_place = chosen.lateral("of_place")
    return select(of_place).select_from(PLACE.join(of_place, true())).cte("chosen")


def _read(own: dict[str, Where]) -> FromClause:
    """A row's facts and which conditions they meet, each worked out once.

    `facts` may lie beside its row, and each operator would fetch it again; a condition is asked by the list and by
    every facet but its own. OFFSET keeps the planner from writing either out at each place where it is used.
    """
    facts = (
        select(plan.c.facts.op("||", return_type=JSONB())(NOTHING).label("facts"))
        .correlate(plan)
        .offset(0)
        .lateral("flat")
    )
    if not own:
        return facts
    met = (_on(matches(where), facts).label(f"met_{nr}") for nr, where in enumerate(own.values()))
    return select(facts.c.facts, *met).correlate(plan).offset(0).lateral("read")


def _counted(attribute: str, read: FromClause, met: dict[str, ColumnElement[bool]]) -> ColumnElement[Any]:
    """The value that the facet counts; NULL if the plan has none, or misses a condition on another attribute."""
    value = read.c.facts.op("->", return_type=JSONB())(literal(attribute, Text))
    others = [is_met for name, is_met in met.items() if name != attribute]
    return case((and_(*others), value)) if others else value


def _apart(where: Where, attributes: Sequence[str]) -> tuple[Where, dict[str, Where]]:
    """The conditions on each counted attribute, and all others; what stands inside OR or NOT is no facet's own."""
    own: dict[str, tuple[Condition, ...]] = {}
    rest: list[Condition] = []
    for each in where.conditions:
        if each.is_attribute and each.field in attributes:
            own[each.field] = (*own.get(each.field, ()), each)
        else:
            rest.append(each)
    return replace(where, conditions=tuple(rest)), {name: Where(some) for name, some in own.items()}


def _but(attribute: str, met: dict[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(true(), *(is_met for name, is_met in met.items() if name != attribute))


def _on(condition: ColumnElement[bool], facts: Any) -> ColumnElement[bool]:
    """The same asked of the facts that are read already."""
    moved: Any = visitors.replacement_traverse(
        condition, {}, lambda element, **_: facts.c.facts if element is plan.c.facts else None
    )
    return func.coalesce(moved, false())


def _page(chosen: CTE, asked: Listing) -> Subquery:
    keys = keys_of(asked)
    order = [*(chosen.c[f"key_{nr}"] for nr in range(len(keys))), chosen.c.last_key]
    shown = select(chosen.c.plan_id, chosen.c.from_ordinal, *order).where(chosen.c.is_in)
    if asked.after is not None:
        after, here = tuple_(*resumed(asked, keys)), tuple_(*order)
        shown = shown.where(here < after if asked.sort.descending else here > after)
    shown = shown.order_by(*directed(order, asked.sort)).limit(bindparam("limit", asked.first + 1, type_=Integer))
    # Numbered after the cut: numbers of all rows would want all of them sorted.
    top = shown.subquery("top")
    again = [*(top.c[f"key_{nr}"] for nr in range(len(keys))), top.c.last_key]
    row = select(top, func.row_number().over(order_by=directed(again, asked.sort)).label("nr")).subquery("shown")
    is_it = and_(
        plan.c.lineage_id == bindparam("lineage"),
        plan.c.from_ordinal == row.c.from_ordinal,
        plan.c.plan_id == row.c.plan_id,
    )
    outer = [row.c[f"key_{nr}"] for nr in range(len(keys))]
    cards = select(row.c.nr, *outer, *CARD, body.c.body).select_from(row.join(plan, is_it))
    return cards.join(body, body.c.hash == plan.c.body_hash).subquery("page")


def _tallied(chosen: CTE, width: int) -> ScalarSelect[Any]:
    """[[number of the attribute, value as text, plans], …]. Equal values are counted before lists are taken apart."""
    if not width:
        return select(cast(literal("[]", Text), JSONB)).scalar_subquery()
    # Attribute by attribute: to make five rows of each one and group those together takes longer.
    # No VALUES: SQLAlchemy would compile the statement anew for every question, which takes longer than to answer it.
    tally = union_all(
        *(
            select(literal_column(str(nr), Integer).label("nr"), value.label("value"), func.count().label("plans"))
            .where(value.is_not(None))
            .group_by(value)
            for nr, value in enumerate(chosen.c[f"value_{nr}"] for nr in range(width))
        )
    ).subquery("tally")
    listed = case(
        (func.jsonb_typeof(tally.c.value) == "array", tally.c.value), else_=func.jsonb_build_array(tally.c.value)
    )
    items = func.jsonb_array_elements(listed).table_valued(column("item", JSONB)).render_derived(name="items")
    item = select(items.c.item).distinct().correlate(tally).lateral("item")
    text = item.c.item.op("#>>", return_type=Text())(cast(literal("{}", Text), ARRAY(Text)))
    plans = func.sum(tally.c.plans)
    rank = func.row_number().over(partition_by=tally.c.nr, order_by=[plans.desc(), text])
    ranked = (
        select(tally.c.nr, text.label("value"), plans.label("plans"), rank.label("rank"))
        .select_from(tally.join(item, true()))
        .group_by(tally.c.nr, text)
        .subquery("ranked")
    )
    line = func.jsonb_build_array(ranked.c.nr, ranked.c.value, ranked.c.plans)
    in_order = func.jsonb_agg(aggregate_order_by(line, ranked.c.nr, ranked.c.rank))
    said = select(func.coalesce(in_order, cast(literal("[]", Text), JSONB))).where(ranked.c.rank <= MOST_VALUES)
    return said.scalar_subquery()
