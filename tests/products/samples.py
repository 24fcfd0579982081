"""The sensor of the customer's own text, with awkward values."""

from decimal import Decimal
from typing import Any

from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands
from catalog_admin.products.model.attributes import AttributeDefinition

DEFINITIONS = (
    AttributeDefinition("weight", Type(Kind.DECIMAL), unit="kg"),
    AttributeDefinition("colour", Type(Kind.TEXT), allowed=("black", "white"), facetable=True),
    AttributeDefinition("trial_days", Type(Kind.INTEGER)),
    AttributeDefinition("regions", Type(Kind.TEXT, many=True)),
    AttributeDefinition("discounts", Type(Kind.DECIMAL, many=True)),
    AttributeDefinition("spot", Type(Kind.BOOLEAN)),
    AttributeDefinition("launch", Type(Kind.DATE)),
    AttributeDefinition("checked", Type(Kind.DATETIME)),
)
GPS_SENSOR: dict[str, Any] = {
    "key": "gps-sensor",
    "name": {"en": "GPS Sensor", "fr": "Capteur GPS"},
    "status": "active",
    "tags": ["new", "hardware", "new"],
    "attributes": {"weight": Decimal("1.5e-07"), "colour": "black"},
}
SENSOR_PLAN: dict[str, Any] = {
    "key": "sensor-monthly",
    "product": "gps-sensor",
    "sku": "GPS-1/M",
    "name": {"en": "GPS Sensor, monthly"},
    "status": "active",
    "effectiveFrom": "2026-01-01",
    "effectiveTo": "2027-01-01",
    "attributes": {
        "regions": ["eu", "us"],
        "spot": False,
        "launch": "2026-02-01",
        "checked": "2026-02-01T10:00:00+02:00",
    },
    "charges": [
        {
            "key": "rent",
            "kind": "recurring",
            "unit": "month",
            "priceRef": "gps-sensor/rent",
            "attributes": {"trial_days": 30},
        },
        {"key": "data", "kind": "usage", "model": "tiered", "unit": "MB", "priceRef": "gps-sensor/data"},
    ],
}


def declare(work: Work) -> None:
    for definition in DEFINITIONS:
        commands.put_attribute(work, definition, Expected("*"))


def stock(work: Work) -> None:
    commands.create_product(work, GPS_SENSOR)
    commands.create_rate_plan(work, SENSOR_PLAN)
