"""What page of which rate plans is asked for; framework-free, so that GraphQL and REST mean the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from catalog_admin.kit.paging import BadCursor, cursor, key_of
from catalog_admin.storefront.conditions import EVERYTHING, Where, checked_name
from catalog_admin.storefront.errors import BadFilter
from catalog_admin.storefront.model import PlanCard, page_size
from catalog_admin.storefront.words import Search

LONGEST_SEARCH = 200
MOST_FACETS = 20
MOST_SKUS = 250
# Above this many memberships walking all plans in order beats gathering and sorting (measured, see the guide).
WALK_FROM = 20_000


class Scope(StrEnum):
    DIRECT = "direct"
    SUBTREE = "subtree"
    CATALOG = "catalog"


class SortField(StrEnum):
    SHELF = "shelf"
    NAME = "name"
    KEY = "key"
    EFFECTIVE_FROM = "effectiveFrom"
    ATTRIBUTE = "attribute"
    RELEVANCE = "relevance"
    POPULARITY = "popularity"


@dataclass(frozen=True)
class Sort:
    """SHELF is the order of the one shelf; where several meet, that of keys."""

    field: SortField = SortField.SHELF
    attribute: str | None = None
    descending: bool = False

    @property
    def name(self) -> str:
        return f"{self.field}{':' + self.attribute if self.attribute else ''}{'-' if self.descending else ''}"


@dataclass(frozen=True)
class Choice:
    """Which rate plans, without saying which page of them; `search` is the term as the catalog says it."""

    scope: Scope
    where: Where = EVERYTHING
    term: str | None = None
    search: Search | None = None

    @property
    def is_narrowed(self) -> bool:
        return self.term is not None or self.where != EVERYTHING


@dataclass(frozen=True)
class Listing:
    choice: Choice
    first: int = 20
    after: str | None = None
    sort: Sort = Sort()


@dataclass(frozen=True)
class Place:
    """A node, or with an empty `low` everything; `subtree_count` chooses how to look for what is below."""

    node_id: UUID
    low: str
    high: str
    subtree_count: int = 0


@dataclass(frozen=True)
class PlanPage:
    plans: list[PlanCard]
    cursors: list[str]
    has_more: bool


def listing(choice: Choice, first: int, after: str | None, sort: Sort) -> Listing:
    """Raises BadPageSize, BadFilter for a sort or search that cannot be."""
    page_size(first)
    if choice.term is not None and (len(choice.term) > LONGEST_SEARCH or "\x00" in choice.term):
        raise BadFilter(f"search for at most {LONGEST_SEARCH} characters", pointer="/search")
    if (sort.field is SortField.ATTRIBUTE) != (sort.attribute is not None):
        raise BadFilter("name an attribute if, and only if, you sort by one", pointer="/sortBy/attribute")
    if sort.attribute is not None:
        checked_name(sort.attribute, "/sortBy/attribute")
    if sort.field is SortField.RELEVANCE and choice.term is None:
        raise BadFilter("relevance needs something to search for", pointer="/sortBy/field")
    return Listing(choice, first, after, sort)


def usual_order(term: str | None) -> Sort:
    """Who searches wants the best first; who only looks around, the order of the shelf."""
    return Sort() if term is None else Sort(SortField.RELEVANCE)


def facets_wanted(attributes: Iterable[str]) -> list[str]:
    """Each once; raises BadFilter for more than are counted at a time."""
    wanted = list(dict.fromkeys(attributes))
    if len(wanted) > MOST_FACETS:
        raise BadFilter(f"count at most {MOST_FACETS} attributes at a time", pointer="/facets")
    return [checked_name(attribute, f"/facets/{position}") for position, attribute in enumerate(wanted)]


def skus_wanted(skus: Sequence[str]) -> Sequence[str]:
    """Raises BadFilter for more than are looked up at a time."""
    if len(skus) > MOST_SKUS:
        raise BadFilter(f"look up at most {MOST_SKUS} SKUs at a time", pointer="/skus")
    return skus


def position(sort: Sort, keys: tuple[str | int, ...], plan_id: UUID) -> str:
    return cursor(sort.name, *keys, str(plan_id))


def resume(sort: Sort, after: str, width: int) -> tuple[list[str | int], UUID]:
    """Raises BadCursor for a cursor of another list or order."""
    name, *keys, plan_id = key_of(after, width=width + 2)
    if name != sort.name or None in keys:
        raise BadCursor("this cursor belongs to another order", pointer="/after")
    try:
        return [key for key in keys if key is not None], UUID(str(plan_id))
    except ValueError as wrong:
        raise BadCursor("this cursor is not one of ours", pointer="/after") from wrong
