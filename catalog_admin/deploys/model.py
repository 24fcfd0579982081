"""Forms that a bundle and the draft share, so that both sides of a difference are comparable."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from catalog_admin.catalogs.model.draft import Assignment, Catalog, Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.pricing.model import TariffBody
from catalog_admin.products.model.attributes import AttributeDefinition


def attribute_body(each: AttributeDefinition) -> dict[str, Any]:
    return {
        "type": each.type.kind.value,
        "many": each.type.many,
        "label": each.label,
        "unit": each.unit,
        "allowed": list(each.allowed) if each.allowed is not None else None,
        "facetable": each.facetable,
        "searchable": each.searchable,
    }


def stated_body(each: Any) -> dict[str, Any]:
    """What products and rate plans have in common."""
    return {
        "name": each.name,
        "status": each.status,
        "effectiveFrom": day_text(each.effective_from),
        "effectiveTo": day_text(each.effective_to),
        "tags": each.tags,
        "attributes": each.attributes,
    }


def tariff_body(each: TariffBody) -> dict[str, Any]:
    return _said(
        {
            "reference": each.reference,
            "currency": each.currency,
            "country": each.country,
            "segment": each.segment,
            "validFrom": each.valid_from,
            "validTo": each.valid_to,
            "model": each.model,
            "amount": each.amount,
            "tiers": [_said(tier) for tier in each.tiers or ()],
            "packageSize": each.package_size,
            "unit": each.unit,
            "note": each.note,
        }
    )


def catalog_body(catalog: Catalog) -> dict[str, Any]:
    return {
        "type": catalog.type,
        "name": catalog.name,
        "locales": catalog.locales,
        "currencies": catalog.currencies,
        "autoPublish": catalog.auto_publish,
    }


def node_body(node: Node) -> dict[str, Any]:
    return {
        "type": node.type,
        "meta": node.meta,
        "attributes": node.attributes,
        "sortKey": node.sort_key,
        "activeFrom": instant_text(node.active_from),
        "activeTo": instant_text(node.active_to),
    }


def ruleset_body(ruleset: Ruleset) -> dict[str, Any]:
    rules = [
        _said(
            {
                "key": rule.key,
                "effect": rule.effect,
                "expression": rule.text,
                "ref": str(rule.ref) if rule.ref else None,
                "mandatory": rule.mandatory,
                "description": rule.description,
                "audience": rule.audience,
            }
        )
        for rule in ruleset.rules
    ]
    return {"rules": rules, "masks": [{"key": mask.key} for mask in ruleset.masks]}


def assignment_body(path: str, plan: str, assignment: Assignment) -> dict[str, Any]:
    return {
        "node": path,
        "plan": plan,
        "effect": assignment.effect,
        "pin": assignment.pin,
        "rank": assignment.rank,
    }


def rule_body(said: Mapping[str, Any], condition: Mapping[str, str]) -> dict[str, Any]:
    """A rule of a bundle in the form of a stored one; its condition is an expression, or a reference."""
    body = {**said, "effect": said.get("effect", "include"), **condition}
    return _said({name: value for name, value in body.items() if name != "when"})


def instant_of(said: str | None) -> datetime | None:
    """A date means its first moment in UTC."""
    if said is None:
        return None
    instant = datetime.fromisoformat(said)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def instant_text(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant else None


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, False, [], {}, "")}
