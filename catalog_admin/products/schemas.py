"""Words about attributes, products, rate plans and charges.

What stands under `attributes` is checked against the registry by the commands, with the place and a suggestion.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from catalog_admin.kit.faults import Faults
from catalog_admin.kit.words import ForeignKey, Localised, Tags, Words
from catalog_admin.predicates.model import Kind
from catalog_admin.products.model.attributes import AttributeDefinition, read_attribute
from catalog_admin.products.queries.lookup import Meant
from catalog_admin.products.queries.views import PlanView

Status = Literal["draft", "active", "retired"]
Attributes = dict[str, Any]
SomeName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
VALUES = "Values by attribute key. Decimals are numbers or decimal texts, every digit is kept; null says nothing."
END = "Not included."


class AttributeIn(Words):
    type: Kind = Field(description="Fixed once anything has a value of it.")
    many: bool = Field(False, description="A list of such values.")
    label: Localised = Field(default_factory=dict)
    unit: str | None = None
    allowed: list[Any] | None = Field(None, description="Every value an item may have; without it, any.")
    facetable: bool = False
    searchable: bool = False

    def definition(self, key: str) -> AttributeDefinition:
        """Raises the first fault as its refusal, with all of them."""
        faults = Faults()
        said = self.model_dump(by_alias=True, mode="python") | {"type": self.type.value, "key": key}
        wanted = read_attribute(said, faults)
        faults.refuse()
        return wanted


class AttributeOut(AttributeIn):
    key: str

    @classmethod
    def of(cls, found: AttributeDefinition) -> "AttributeOut":
        return cls(
            key=found.key,
            type=found.type.kind,
            many=found.type.many,
            label=found.label,
            unit=found.unit,
            allowed=None if found.allowed is None else list(found.allowed),
            facetable=found.facetable,
            searchable=found.searchable,
        )


class AttributesOut(Words):
    items: list[AttributeOut]
    next: str | None


class _Stated(Words):
    name: Localised = Field(default_factory=dict)
    status: Status = "draft"
    effective_from: date | None = None
    effective_to: date | None = Field(None, description=END)
    tags: Tags = Field(default_factory=list)
    attributes: Attributes = Field(default_factory=dict, description=VALUES)


class OneTime(Words):
    """The charge of a good that is simply bought; its rate plan, of the product's own key, is implied."""

    price_ref: str
    sku: str | None = None
    unit: str | None = None


class ProductBodyIn(_Stated):
    one_time: OneTime | None = None

    def said(self) -> dict[str, Any]:
        """As the caller said it: attribute values with every digit."""
        return self.model_dump(by_alias=True, mode="json", exclude={"attributes"}) | {"attributes": self.attributes}


class ProductIn(ProductBodyIn):
    key: ForeignKey


class ProductOut(ProductIn):
    id: UUID
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ProductsOut(Words):
    items: list[ProductOut]
    next: str | None


class Charge(Words):
    """One thing that is charged; what it costs is the price source's business, found by `priceRef`."""

    key: ForeignKey
    kind: Literal["recurring", "usage", "one_time"]
    model: Literal["flat", "tiered", "volume", "package", "on_request"] = "flat"
    unit: str | None = None
    price_ref: str | None = Field(None, description="Needed unless the model is on_request.")
    name: Localised = Field(default_factory=dict)
    status: Status = "active"
    effective_from: date | None = None
    effective_to: date | None = Field(None, description=END)
    attributes: Attributes = Field(default_factory=dict, description=VALUES)


class RatePlanBodyIn(_Stated):
    product: ForeignKey | None = Field(None, description="The key of its product; a rate plan stays with it.")
    sku: str | None = None
    charges: list[Charge] = Field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """As the caller said it: attribute values with every digit, absent members absent."""
        said = self.model_dump(by_alias=True, mode="json", exclude={"attributes", "charges"}, exclude_none=True)
        said["attributes"] = self.attributes
        said["charges"] = [
            charge.model_dump(by_alias=True, mode="json", exclude={"attributes"}, exclude_none=True)
            | {"attributes": charge.attributes}
            for charge in self.charges
        ]
        return said


class RatePlanIn(RatePlanBodyIn):
    key: ForeignKey
    product: ForeignKey


class RatePlanOut(RatePlanIn):
    id: UUID
    implied: bool = Field(description="Follows its one-time good; change the product.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    @classmethod
    def of(cls, plan: PlanView) -> "RatePlanOut":
        return cls.model_validate(plan)


class RatePlansOut(Words):
    items: list[RatePlanOut]
    next: str | None


class RatePlanNames(Words):
    names: Annotated[list[SomeName], Field(min_length=1, max_length=10_000, description="Keys or SKUs.")]


class NamedPlanOut(Words):
    """`ratePlanId` is null for a name that nothing has, and for a SKU that `several` have."""

    name: str
    rate_plan_id: str | None
    sku: str | None = None
    product: str | None = None
    title: Localised | None = None
    status: Status | None = None
    several: list[str]
    suggestion: str | None

    @classmethod
    def of(cls, meant: Meant) -> Self:
        several = [plan.key for plan in meant.plans[:10]] if len(meant.plans) > 1 else []
        if len(meant.plans) != 1:
            return cls(name=meant.said, rate_plan_id=None, several=several, suggestion=meant.suggestion)
        [plan] = meant.plans
        return cls(
            name=meant.said,
            rate_plan_id=plan.key,
            sku=plan.sku,
            product=plan.product,
            title=plan.name,
            status=plan.status,
            several=[],
            suggestion=None,
        )


class NamedPlansOut(Words):
    """In the order asked."""

    items: list[NamedPlanOut]
