"""What is looked up of a version at a moment, many of a kind in one statement: what the loaders of `shelves` ask."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from catalog_admin.kit.languages import dictionary_of
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.known import Known
from catalog_admin.storefront.listing import Choice, Listing, Place, PlanPage
from catalog_admin.storefront.model import Counts, Moment, NodeCard, PlanCard
from catalog_admin.storefront.store import counts, nodes, plans, words
from catalog_admin.storefront.words import Fragment, Search

K = TypeVar("K", bound=Hashable)
# Of a node without rate plans nothing is stored.
NONE = Counts()

_lost: Known[dict[UUID, Counts]] = Known(64)
_known_searches: Known[Search] = Known(2_000)


class ChildrenAsked(NamedTuple):
    node: UUID
    first: int
    after: tuple[int, str] | None


class PlanNamed(NamedTuple):
    """`field` is plan_id, key or sku."""

    field: str
    name: UUID | str


class LookUp:
    """Answers in the order in which it is asked."""

    def __init__(self, reads: AsyncReads, at: Moment) -> None:
        self.reads, self.at = reads, at

    async def nodes(self, ids: list[UUID]) -> list[NodeCard | None]:
        found = {node.id: node for node in await nodes.nodes_by_id(self.reads, self.at, ids)}
        return [found.get(node_id) for node_id in ids]

    async def nodes_at(self, tpaths: list[str]) -> list[NodeCard | None]:
        found = {node.tpath: node for node in await nodes.nodes_by_tpath(self.reads, self.at, tpaths)}
        return [found.get(tpath) for tpath in tpaths]

    async def children(self, asked: list[ChildrenAsked]) -> list[list[NodeCard]]:
        answers: dict[ChildrenAsked, list[NodeCard]] = {one: [] for one in asked}
        for (first, after), group in _grouped(asked, lambda one: (one.first, one.after)).items():
            for node in await nodes.children_of(self.reads, self.at, [one.node for one in group], first, after):
                if node.parent_id is not None:
                    answers[ChildrenAsked(node.parent_id, first, after)].append(node)
        return [answers[one] for one in asked]

    async def counts(self, ids: list[UUID]) -> list[Counts]:
        found = less(await counts.stored_counts(self.reads, self.at, ids), await self.what_is_lost())
        return [found.get(node_id, NONE) for node_id in ids]

    async def named(self, asked: list[PlanNamed]) -> list[list[PlanCard]]:
        found: dict[PlanNamed, list[PlanCard]] = {one: [] for one in asked}
        for field, group in _grouped(asked, lambda one: one.field).items():
            for plan in await plans.plans_named(self.reads, self.at, field, [one.name for one in group]):
                found[PlanNamed(field, _name(plan, field))].append(plan)
        return [found[one] for one in asked]

    async def shelves_of(self, ids: list[UUID]) -> list[list[NodeCard]]:
        found: dict[UUID, list[NodeCard]] = {plan_id: [] for plan_id in ids}
        for plan_id, node in await nodes.shelves_of(self.reads, self.at, ids):
            found[plan_id].append(node)
        return [found[plan_id] for plan_id in ids]

    async def pages(self, asked: list[tuple[Place, Listing]]) -> list[PlanPage]:
        answers: dict[tuple[Place, Listing], PlanPage] = {}
        for listing, group in _grouped(asked, lambda one: one[1]).items():
            found = await plans.pages(self.reads, self.at, [place for place, _ in group], listing)
            answers |= dict(zip(group, found, strict=True))
        return [answers[one] for one in asked]

    async def totals(self, asked: list[tuple[Place, Choice]]) -> list[int]:
        answers: dict[tuple[Place, Choice], int] = {}
        for choice, group in _grouped(asked, lambda one: one[1]).items():
            found = await plans.totals(self.reads, self.at, [place for place, _ in group], choice)
            answers |= dict(zip(group, found, strict=True))
        return [answers[one] for one in asked]

    async def search(self, asked: list[tuple[str, str | None]]) -> list[Search]:
        return [await self._search_for(term, locale) for term, locale in asked]

    async def _search_for(self, term: str, locale: str | None) -> Search:
        key = (self.reads.tenant, self.at.version.digest, term, dictionary_of(locale or self.at.terms.language))
        return await _known_searches.get(key, lambda: words.search_for(self.reads, self.at, term, locale))

    async def mark(self, asked: list[tuple[str, str]]) -> list[list[Fragment]]:
        answers: dict[tuple[str, str], list[Fragment]] = {}
        for query, group in _grouped(asked, lambda one: one[0]).items():
            found = await words.marked(self.reads, query, [text for _, text in group])
            answers |= dict(zip(group, found, strict=True))
        return [answers[one] for one in asked]

    async def what_is_lost(self) -> dict[UUID, Counts]:
        key = (self.reads.tenant, self.at.version.digest, self.at.slot)
        return await _lost.get(key, lambda: counts.lost_counts(self.reads, self.at))


def less(stored: dict[UUID, Counts], lost: dict[UUID, Counts]) -> dict[UUID, Counts]:
    if not lost:
        return stored
    return {node_id: counted.less(lost.get(node_id, NONE)) for node_id, counted in stored.items()}


def _name(plan: PlanCard, field: str) -> UUID | str:
    return plan.id if field == "plan_id" else plan.key if field == "key" else plan.sku or ""


def _grouped(asked: Iterable[K], by: Callable[[K], Any]) -> dict[Any, list[K]]:
    groups: dict[Any, list[K]] = defaultdict(list)
    for one in asked:
        groups[by(one)].append(one)
    return groups
