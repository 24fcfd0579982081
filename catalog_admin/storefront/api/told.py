"""Shelves as plain dictionaries: ten thousand nodes go straight into JSON, past every model."""

from collections.abc import Sequence
from typing import Any

from catalog_admin.storefront.graph.types import name_of, slug_of
from catalog_admin.storefront.model import Counts, Moment, NodeCard, PlanCard, in_language

Json = dict[str, Any]


def version_of(at: Moment) -> Json:
    version = at.version
    return {
        "digest": version.digest.hex(),
        "number": version.number,
        "publishedAt": version.sealed_at,
        "isLive": version.is_live,
    }


def catalog_of(at: Moment, settings: Json) -> Json:
    return {
        "key": at.version.catalog,
        "name": settings.get("name"),
        "locales": settings.get("locales") or [],
        "currencies": settings.get("currencies") or [],
        "version": version_of(at),
        "generation": at.version.generation,
    }


def node_of(card: NodeCard, counted: Counts, locale: str | None) -> Json:
    return {
        "id": card.id,
        "parentId": card.parent_id,
        "key": card.key,
        "path": card.path,
        "depth": card.depth,
        "type": card.type,
        "displayName": name_of(card, locale),
        "slug": slug_of(card, locale),
        "activeFrom": card.active_from,
        "activeTo": card.active_to,
        "ratePlanCount": counted.subtree,
    }


def node_in_full(card: NodeCard, counted: Counts, above: Sequence[NodeCard], locale: str | None) -> Json:
    return node_of(card, counted, locale) | {
        "meta": card.said.get("meta") or {},
        "attributes": card.said.get("attributes") or {},
        "breadcrumbs": breadcrumbs_of([*above, card], locale),
    }


def breadcrumbs_of(way: Sequence[NodeCard], locale: str | None) -> list[Json]:
    """From below the root downwards."""
    return [
        {"name": name_of(card, locale), "slug": slug_of(card, locale), "path": card.path} for card in way if card.tpath
    ]


def plan_of(card: PlanCard, at: Moment, locale: str | None) -> Json:
    return {
        "id": card.id,
        "key": card.key,
        "sku": card.sku,
        "productKey": card.product_key,
        "name": in_language(card.said.get("name"), locale, card.name),
        "status": card.status,
        "effectiveFrom": card.effective_from,
        "effectiveTo": card.effective_to,
        "tags": card.said.get("tags") or [],
        "attributes": card.attributes,
        "charges": card.charges(at.today),
    }
