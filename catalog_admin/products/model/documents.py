"""Products, rate plans and charges as documents: what is said, checked against the registry, in stored form."""

from dataclasses import dataclass
from typing import Any

from catalog_admin.kit.faults import Faults
from catalog_admin.products.errors import DuplicateKey, MissingMember, WrongType
from catalog_admin.products.model.attributes import Registry
from catalog_admin.products.model.members import STATUSES, Members

CHARGE_KINDS = ("recurring", "usage", "one_time")
CHARGE_MODELS = ("flat", "tiered", "volume", "package", "on_request")
MOST_CHARGES = 200
MOST_PLANS = 1_000

_STATED = frozenset({"key", "name", "status", "effectiveFrom", "effectiveTo", "tags", "attributes"})
PRODUCT_MEMBERS = _STATED | {"oneTime"}
NESTED_MEMBERS = PRODUCT_MEMBERS | {"ratePlans"}
PLAN_MEMBERS = _STATED | {"product", "sku", "charges"}
CHARGE_MEMBERS = frozenset(
    {"key", "name", "kind", "model", "unit", "priceRef", "status", "effectiveFrom", "effectiveTo", "attributes"}
)
ONE_TIME_MEMBERS = frozenset({"sku", "unit", "priceRef"})


@dataclass(slots=True)
class ProductBody:
    """`one_time` is there for a good that is simply bought; its rate plan is implied, see implied_plan."""

    key: str
    name: dict[str, str]
    status: str
    effective_from: str | None
    effective_to: str | None
    tags: list[str]
    attributes: dict[str, Any]
    one_time: dict[str, str] | None


@dataclass(slots=True)
class PlanBody:
    """`product` is the product's key; charges are plain objects with only the members that were said."""

    key: str
    product: str
    sku: str | None
    name: dict[str, str]
    status: str
    effective_from: str | None
    effective_to: str | None
    tags: list[str]
    attributes: dict[str, Any]
    charges: list[dict[str, Any]]
    implied: bool = False


def read_product(said: Any, registry: Registry, faults: Faults) -> ProductBody:
    return _product(Members(said, PRODUCT_MEMBERS, faults), registry)


def read_plan(said: Any, registry: Registry, faults: Faults) -> PlanBody:
    return _plan(Members(said, PLAN_MEMBERS, faults), registry, None)


def read_nested(said: Any, registry: Registry, faults: Faults) -> tuple[ProductBody, list[PlanBody]]:
    """A product with its rate plans inside; they need not name it."""
    members = Members(said, NESTED_MEMBERS, faults)
    product = _product(members, registry)
    listed = members.said.get("ratePlans")
    if listed is None:
        return product, []
    if not isinstance(listed, list) or len(listed) > MOST_PLANS:
        members.fault(WrongType, "ratePlans", f"a list of at most {MOST_PLANS} rate plans")
        return product, []
    plans = [
        _plan(Members(each, PLAN_MEMBERS, faults, f"/ratePlans/{position}"), registry, product.key)
        for position, each in enumerate(listed)
    ]
    _refuse_twins([plan.key for plan in plans], faults, "/ratePlans")
    return product, plans


def implied_plan(product: ProductBody) -> PlanBody | None:
    """The rate plan of a one-time good: the product's own key, name, state and dates, and one charge."""
    if product.one_time is None:
        return None
    charge = {"key": "one-time", "kind": "one_time", "model": "flat", "status": "active"}
    charge |= {member: text for member, text in product.one_time.items() if member != "sku"}
    return PlanBody(
        key=product.key,
        product=product.key,
        sku=product.one_time.get("sku"),
        name=product.name,
        status=product.status,
        effective_from=product.effective_from,
        effective_to=product.effective_to,
        tags=product.tags,
        attributes={},
        charges=[charge],
        implied=True,
    )


def _product(members: Members, registry: Registry) -> ProductBody:
    begin, end = members.interval()
    return ProductBody(
        key=members.key(),
        name=members.name(),
        status=members.one_of("status", STATUSES, "draft"),
        effective_from=begin,
        effective_to=end,
        tags=members.tags(),
        attributes=registry.read(members.said.get("attributes"), members.faults, "/attributes"),
        one_time=_one_time(members),
    )


def _one_time(members: Members) -> dict[str, str] | None:
    said = members.said.get("oneTime")
    if said is None:
        return None
    inside = Members(said, ONE_TIME_MEMBERS, members.faults, f"{members.at}/oneTime")
    if inside.said.get("priceRef") is None:
        inside.fault(MissingMember, "priceRef", "a good that is bought needs a price reference")
    texts = {member: inside.plain_text(member) for member in ("sku", "unit", "priceRef")}
    return {member: text for member, text in texts.items() if text is not None}


def _plan(members: Members, registry: Registry, product: str | None) -> PlanBody:
    begin, end = members.interval()
    return PlanBody(
        key=members.key(),
        product=_product_of(members, product),
        sku=members.plain_text("sku"),
        name=members.name(),
        status=members.one_of("status", STATUSES, "draft"),
        effective_from=begin,
        effective_to=end,
        tags=members.tags(),
        attributes=registry.read(members.said.get("attributes"), members.faults, f"{members.at}/attributes"),
        charges=_charges(members, registry),
    )


def _product_of(members: Members, outer: str | None) -> str:
    if outer is None:
        return members.key("product")
    if members.said.get("product", outer) != outer:
        members.fault(WrongType, "product", f"this rate plan stands inside the product {outer}")
    return outer


def _charges(members: Members, registry: Registry) -> list[dict[str, Any]]:
    said = members.said.get("charges")
    if said is None:
        return []
    if not isinstance(said, list) or len(said) > MOST_CHARGES:
        members.fault(WrongType, "charges", f"a list of at most {MOST_CHARGES} charges")
        return []
    found = [
        _charge(Members(each, CHARGE_MEMBERS, members.faults, f"{members.at}/charges/{position}"), registry)
        for position, each in enumerate(said)
    ]
    if len(found) > 1:
        _refuse_twins([charge.get("key", "") for charge in found], members.faults, f"{members.at}/charges")
    return found


def _charge(members: Members, registry: Registry) -> dict[str, Any]:
    begin, end = members.interval()
    model = members.one_of("model", CHARGE_MODELS, "flat")
    if members.said.get("kind") is None:
        members.fault(MissingMember, "kind", "kind is missing")
    if model != "on_request" and members.said.get("priceRef") is None:
        members.fault(MissingMember, "priceRef", "a charge needs a price reference unless its model is on_request")
    said = {
        "key": members.key(),
        "name": members.name(),
        "kind": members.one_of("kind", CHARGE_KINDS, "recurring"),
        "model": model,
        "unit": members.plain_text("unit"),
        "priceRef": members.plain_text("priceRef"),
        "status": members.one_of("status", STATUSES, "active"),
        "effectiveFrom": begin,
        "effectiveTo": end,
        "attributes": registry.read(members.said.get("attributes"), members.faults, f"{members.at}/attributes"),
    }
    return {member: value for member, value in said.items() if value}


def _refuse_twins(keys: list[str], faults: Faults, at: str) -> None:
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key and key in seen:
            faults.add(DuplicateKey, f"{at}/{position}/key", f"{key!r} stands here twice")
        seen.add(key)
