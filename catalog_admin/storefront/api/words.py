"""What REST answers say."""

from datetime import date, datetime
from typing import Any

from catalog_admin.kit.words import Words


class VersionOut(Words):
    """`number` is null for content that another environment was the first to publish."""

    digest: str
    number: int | None
    published_at: datetime


class VersionNowOut(VersionOut):
    is_live: bool


class CatalogOut(Words):
    key: str
    name: dict[str, str] | str | None
    locales: list[str]
    currencies: list[str]
    version: VersionNowOut
    generation: int


class CatalogsOut(Words):
    items: list[CatalogOut]


class NodeOut(Words):
    id: str
    parent_id: str | None
    key: str
    path: str
    depth: int
    type: str
    display_name: str
    slug: str | None
    active_from: datetime | None
    active_to: datetime | None
    rate_plan_count: int


class TreeOut(Words):
    version: VersionOut
    items: list[NodeOut]


class BreadcrumbOut(Words):
    name: str
    slug: str | None
    path: str


class NodeInFullOut(NodeOut):
    meta: dict[str, Any]
    attributes: dict[str, Any]
    breadcrumbs: list[BreadcrumbOut]


class ChargeOut(Words):
    """As published; `priceRef` is what a price source is asked for, never an amount."""

    model_config = {**Words.model_config, "extra": "allow"}

    key: str


class RatePlanOut(Words):
    id: str
    key: str
    sku: str | None
    product_key: str
    name: str
    status: str
    effective_from: date | None
    effective_to: date | None
    tags: list[str]
    attributes: dict[str, Any]
    charges: list[ChargeOut]


class FragmentOut(Words):
    text: str
    is_hit: bool


class HighlightOut(Words):
    """`field` as filters call it; fragments are plain text, nothing in them is markup."""

    field: str
    fragments: list[FragmentOut]


class FoundRatePlanOut(RatePlanOut):
    highlights: list[HighlightOut] | None = None


class CorrectionOut(Words):
    """A word that nothing is called by, and what was searched for instead."""

    word: str
    instead: list[str]


class ShelfOut(Words):
    id: str
    path: str
    breadcrumbs: list[BreadcrumbOut]


class RatePlanInFullOut(RatePlanOut):
    shelves: list[ShelfOut]


class FacetValueOut(Words):
    value: str
    count: int


class FacetOut(Words):
    attribute: str
    values: list[FacetValueOut]


class UnknownAttributeOut(Words):
    """No rate plan of the version has it; `suggestion` is the one it looks like."""

    name: str
    suggestion: str | None


class RatePlansOut(Words):
    """`unknownAttributes` were asked for, and matched as what no rate plan has."""

    items: list[FoundRatePlanOut]
    next: str | None
    total: int | None = None
    facets: list[FacetOut] | None = None
    corrections: list[CorrectionOut] | None = None
    unknown_attributes: list[UnknownAttributeOut] | None = None
