"""Shelves as plain dictionaries: ten thousand nodes go straight into JSON, past every model."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog_admin.storefront.highlights import Highlight
from catalog_admin.storefront.model import Counts, Moment, NodeCard, PlanCard, Tongue, TreeLine, name_of, said, slug_of

Json = dict[str, Any]


def version_of(at: Moment) -> Json:
    version = at.version
    return {
        "digest": version.digest.hex(),
        "number": version.number,
        "publishedAt": version.sealed_at,
    }


def catalog_of(at: Moment) -> Json:
    settings = at.terms.settings
    return {
        "key": at.version.catalog,
        "name": settings.get("name"),
        "locales": settings.get("locales") or [],
        "currencies": settings.get("currencies") or [],
        "version": version_of(at) | {"isLive": at.version.is_live},
        "generation": at.version.generation,
    }


def node_of(card: NodeCard, counted: Counts, tongue: Tongue) -> Json:
    return {
        "id": card.id,
        "parentId": card.parent_id,
        "key": card.key,
        "path": card.path,
        "depth": card.depth,
        "type": card.type,
        "displayName": card.name(tongue),
        "slug": card.slug(tongue),
        "activeFrom": card.active_from,
        "activeTo": card.active_to,
        "ratePlanCount": counted.subtree,
    }


def tree_of(lines: Iterable[TreeLine], lost: Mapping[str, int], tongue: Tongue) -> list[Json]:
    """Each as `node_of` tells one; `lost` is taken from what was counted below them."""
    items = []
    for node_id, parent_id, key, path, depth, kind, active_from, active_to, body, counted in lines:
        meta = said(body).get("meta") or {}
        items.append(
            {
                "id": node_id,
                "parentId": parent_id,
                "key": key,
                "path": path,
                "depth": depth,
                "type": kind,
                "displayName": name_of(meta, key, tongue),
                "slug": slug_of(meta, tongue),
                "activeFrom": active_from,
                "activeTo": active_to,
                "ratePlanCount": counted - lost.get(node_id, 0) if counted else 0,
            }
        )
    return items


def node_in_full(card: NodeCard, counted: Counts, above: Sequence[NodeCard], tongue: Tongue) -> Json:
    return node_of(card, counted, tongue) | {
        "meta": card.meta,
        "attributes": card.said.get("attributes") or {},
        "breadcrumbs": breadcrumbs_of([*above, card], tongue),
    }


def breadcrumbs_of(way: Sequence[NodeCard], tongue: Tongue) -> list[Json]:
    """From below the root downwards."""
    return [{"name": card.name(tongue), "slug": card.slug(tongue), "path": card.path} for card in way if card.tpath]


def plan_of(card: PlanCard, at: Moment, locale: str | None) -> Json:
    return {
        "id": card.id,
        "key": card.key,
        "sku": card.sku,
        "productKey": card.product_key,
        "name": at.tongue(locale).say(card.said.get("name"), card.name),
        "status": card.status,
        "effectiveFrom": card.effective_from,
        "effectiveTo": card.effective_to,
        "tags": card.said.get("tags") or [],
        "attributes": card.attributes,
        "charges": card.charges(at.today),
    }


def highlights_of(found: Sequence[Highlight]) -> list[Json]:
    return [
        {"field": each.field, "fragments": [{"text": text, "isHit": is_hit} for text, is_hit in each.fragments]}
        for each in found
    ]
