"""A version at a moment, as GraphQL and REST read it. Whatever is asked many times at once becomes one statement."""

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import replace
from uuid import UUID

from strawberry.dataloader import DataLoader

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.conditions import Unknown, attributes_in, settled, unknown_among
from catalog_admin.storefront.errors import RatePlanAmbiguous
from catalog_admin.storefront.highlights import Highlight, texts_of
from catalog_admin.storefront.known import Known
from catalog_admin.storefront.listing import Choice, Listing, Place, PlanPage, Scope, SortField
from catalog_admin.storefront.lookups import ChildrenAsked, LookUp, PlanNamed, less
from catalog_admin.storefront.model import Counts, Moment, NodeCard, PlanCard, TreeLine, ancestor_tpaths, subtree_range
from catalog_admin.storefront.store import counts, nodes, plans, searching
from catalog_admin.storefront.store.searching import FacetRow, Found
from catalog_admin.storefront.words import Fragment, Search

DEEPEST = 1_000_000
MOST_NAMED = 10
DEEPEST_LOOKED_UP = 64

_lost_below: Known[dict[str, int]] = Known(64)
# Of lists that nothing narrows: by place and attribute.
_facets: Known[list[FacetRow]] = Known(1_000)


class Shelves:
    """Everything that shows of one version at one moment; what is hidden is as if it were not there.

    What is asked of attributes that no rate plan of the version has is answered, and noted in `unknown`; in `living`
    what was looked at that is no part of a version.
    """

    def __init__(self, reads: AsyncReads, at: Moment, unknown: set[Unknown], living: set[str]) -> None:
        self.reads, self.at, self.unknown, self.living = reads, at, unknown, living
        # Not by methods of our own: shelves and loaders that hold each other are garbage for the collector to find, and
        # with them all that was found for the answer.
        look_up = self._look_up = LookUp(reads, at)
        self.node: DataLoader[UUID, NodeCard | None] = DataLoader(look_up.nodes)
        self.node_at: DataLoader[str, NodeCard | None] = DataLoader(look_up.nodes_at)
        self.children: DataLoader[ChildrenAsked, list[NodeCard]] = DataLoader(look_up.children)
        self.counts: DataLoader[UUID, Counts] = DataLoader(look_up.counts)
        self.named: DataLoader[PlanNamed, list[PlanCard]] = DataLoader(look_up.named)
        self.shelves_of: DataLoader[UUID, list[NodeCard]] = DataLoader(look_up.shelves_of)
        self._pages: DataLoader[tuple[Place, Listing], PlanPage] = DataLoader(look_up.pages)
        self._totals: DataLoader[tuple[Place, Choice], int] = DataLoader(look_up.totals)
        self._searches: DataLoader[tuple[str, str | None], Search] = DataLoader(look_up.search)
        self._marked: DataLoader[tuple[str, str], list[Fragment]] = DataLoader(look_up.mark)

    async def settled(self, asked: Listing, locale: str | None) -> Listing:
        """As this version understands it; raises BadFilter for what it cannot answer."""
        sorted_by = [asked.sort.attribute] if asked.sort.attribute is not None else []
        self.unknown.update(unknown_among([*attributes_in(asked.choice.where), *sorted_by], self.at.terms))
        if asked.sort.field is SortField.POPULARITY:
            self.living.add(asked.sort.field)
        where, term = settled(asked.choice.where, self.at.terms), asked.choice.term
        search = await self._searches.load((term, locale)) if term is not None else None
        return replace(asked, choice=replace(asked.choice, where=where, search=search))

    async def highlights(self, card: PlanCard, search: Search, locale: str | None) -> list[Highlight]:
        """Of those texts of a rate plan that have something of what was searched for."""
        texts = texts_of(card, self.at, locale)
        found = await self._marked.load_many([(search.query, text) for text in texts.values()])
        marked = zip(texts, found, strict=True)
        return [Highlight(field, parts) for field, parts in marked if any(part.is_hit for part in parts)]

    async def tree(self, tpath: str = "", levels: int = DEEPEST) -> list[NodeCard]:
        deepest = levels if not tpath else tpath.count(".") + levels
        return await nodes.subtree(self.reads, self.at, tpath, deepest)

    async def lines(self, tpath: str, levels: int) -> Sequence[TreeLine]:
        """The same as `tree`, for who tells all of them; less `lost_below`."""
        deepest = levels if not tpath else tpath.count(".") + levels
        return await nodes.lines(self.reads, self.at, tpath, deepest)

    async def lost_below(self) -> dict[str, int]:
        """How many rate plans do not show at the moment, of those stored for a node and all below it."""

        async def find() -> dict[str, int]:
            return {str(node_id): lost.subtree for node_id, lost in (await self._look_up.what_is_lost()).items()}

        return await _lost_below.get((self.reads.tenant, self.at.version.digest, self.at.slot), find)

    async def by_slug(self, slug: str, locale: str | None) -> NodeCard | None:
        """The first in tree order that shows, should several nodes share the slug."""
        ids = await nodes.node_ids_by_slug(self.reads, self.at, slug, locale)
        found = [node for node in await self.node.load_many(ids) if node is not None]
        return min(found, key=lambda node: node.tpath, default=None)

    def look_up_way_to(self, tpath: str) -> None:
        """Together with the node, in the statement that is about to be sent; unless nothing is as deep as that."""
        if tpath.count(".") <= DEEPEST_LOOKED_UP:
            # Awaited by whoever wants it; should it fail, the node's own look-up fails too, and tells.
            asyncio.gather(*map(self.node_at.load, ancestor_tpaths(tpath)), return_exceptions=True)

    async def ancestors(self, node: NodeCard) -> list[NodeCard]:
        """From the root down to the parent."""
        found = await self.node_at.load_many(ancestor_tpaths(node.tpath))
        return [ancestor for ancestor in found if ancestor is not None]

    async def all_counts(self) -> dict[UUID, Counts]:
        return less(await counts.stored_counts(self.reads, self.at, None), await self._look_up.what_is_lost())

    async def plan(self, named: PlanNamed) -> PlanCard | None:
        """None also for a plan that stands on no shelf that shows; raises RatePlanAmbiguous if several do."""
        found = await self.named.load(named)
        shelves = await self.shelves_of.load_many([card.id for card in found])
        shown = [card for card, places in zip(found, shelves, strict=True) if places]
        if len(shown) > 1:
            keys = sorted(card.key for card in shown)[:MOST_NAMED]
            raise RatePlanAmbiguous(f"several rate plans are called {named.name}: {', '.join(keys)}", keys=keys)
        return shown[0] if shown else None

    async def page(self, node: NodeCard | None, asked: Listing) -> PlanPage:
        return await self._pages.load((await self._place(node, asked.choice), asked))

    async def total(self, node: NodeCard | None, choice: Choice) -> int:
        if node is None or choice.is_narrowed:
            return await self._totals.load((_place_of(node), choice))
        counted = await self.counts.load(node.id)
        return counted.direct if choice.scope is Scope.DIRECT else counted.subtree

    async def found(self, node: NodeCard | None, asked: Listing, attributes: Sequence[str]) -> Found:
        """Page, total and facets in one statement; worth it where a term or conditions narrow the list."""
        self.unknown.update(unknown_among(attributes, self.at.terms))
        place = await self._place(node, asked.choice)
        alone = searching.narrows_alone(asked.choice, attributes)
        found = await searching.found(self.reads, self.at, place, asked, [key for key in attributes if key != alone])
        if alone is None:
            return found
        return replace(found, facets=[*found.facets, *await self._facets_of_all(place, asked, [alone])])

    async def facets(self, node: NodeCard | None, asked: Listing, attributes: Sequence[str]) -> list[FacetRow]:
        self.unknown.update(unknown_among(attributes, self.at.terms))
        place = await self._place(node, asked.choice)
        if not asked.choice.is_narrowed:
            return await self._facets_of_all(place, asked, attributes)
        return await searching.facets(self.reads, self.at, place, asked, attributes)

    async def _facets_of_all(self, place: Place, asked: Listing, attributes: Sequence[str]) -> list[FacetRow]:
        """As if nothing narrowed the list: looks at every rate plan of the place, once in the life of a process."""
        everything = Listing(Choice(asked.choice.scope))
        of = (self.reads.tenant, self.at.version.digest, self.at.slot, place.node_id, asked.choice.scope)

        async def count(missing: Sequence[Hashable]) -> dict[Hashable, list[FacetRow]]:
            names = [attribute for attribute in attributes if (of, attribute) in missing]
            rows = await searching.facets(self.reads, self.at, place, everything, names)
            return {(of, name): [row for row in rows if row[0] == name] for name in names}

        known = await _facets.get_all([(of, attribute) for attribute in attributes], count)
        return [row for rows in known for row in rows]

    async def plans(self, named: Sequence[PlanNamed]) -> list[PlanCard | Refusal | None]:
        """In their order; None for what is on no shelf, a refusal for a name that several have."""
        return await asyncio.gather(*(self._plan_or_refusal(each) for each in named))

    async def _plan_or_refusal(self, named: PlanNamed) -> PlanCard | Refusal | None:
        try:
            return await self.plan(named)
        except RatePlanAmbiguous as refused:
            return refused

    async def _place(self, node: NodeCard | None, choice: Choice) -> Place:
        """Counted where the number decides how to look for what is below; see `plans.walks`."""
        by_conditions = choice.is_narrowed and choice.term is None
        if node is None or choice.scope is not Scope.SUBTREE or by_conditions:
            return _place_of(node)
        return _place_of(node, (await self.counts.load(node.id)).subtree)


def _place_of(node: NodeCard | None, subtree_count: int = 0) -> Place:
    if node is None:
        return plans.whole_catalog()
    low, high = subtree_range(node.tpath)
    return Place(node.id, low, high, subtree_count)
