"""Rate plans by the million, always the same ones: variations of what the demo's TeleSense sells.

Everything follows from a row's number, so two runs on two machines import the same bytes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from benchmarks.place import Place
from catalog_admin.jobs.imports.model import Format
from catalog_admin.kit.etags import Expected
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.imports import Of, import_file
from catalog_admin.products.model.attributes import AttributeDefinition

PLANS_PER_PRODUCT = 10
REGIONS = ("EU", "NA", "LATAM", "APAC", "MEA")
SEGMENTS = ("B2B", "Education", "Mining", "Health", "Public")
TYPES = ("Hardware", "SaaS", "Service")
RATINGS = ("IP54", "IP65", "IP67", "IP68")
GOODS = ("GPS Sensor", "5G Gateway", "Fleet Core", "Analytics", "Monitoring", "Route Planner", "Cold Chain Probe")
SUMMARY = (
    "{good} for fleets of up to {fleet} vehicles: mounted in minutes, readable from anywhere, silent for years. Knows "
    "where things are and where they should be, tells it to whom it concerns, and keeps what it saw through tunnels, "
    "ferries and flat batteries until somebody asks."
)
ATTRIBUTES = (
    AttributeDefinition("type", Type(Kind.TEXT), allowed=TYPES, facetable=True),
    AttributeDefinition("region", Type(Kind.TEXT, many=True), facetable=True),
    AttributeDefinition("segment", Type(Kind.TEXT, many=True), facetable=True),
    AttributeDefinition("discountPercent", Type(Kind.DECIMAL), unit="percent", facetable=True),
    AttributeDefinition("launchDate", Type(Kind.DATE)),
    AttributeDefinition("wattage", Type(Kind.DECIMAL), unit="W"),
    AttributeDefinition("ipRating", Type(Kind.TEXT), facetable=True),
    AttributeDefinition("summary", Type(Kind.TEXT), searchable=True),
    AttributeDefinition("listAmount", Type(Kind.DECIMAL)),
)


def product(number: int) -> dict[str, Any]:
    good = GOODS[number % len(GOODS)]
    return {
        "key": f"product-{number}",
        "name": {"en": f"{good} {number}"},
        "status": "active",
        "tags": ["bench"],
        "attributes": {"type": TYPES[number % 3], "summary": SUMMARY.format(good=good, fleet=number % 900 + 100)},
    }


def plan(number: int) -> dict[str, Any]:
    """About 600 bytes: one to three charges, amounts of nine decimals, eight attributes with those of its product."""
    mixed = number * 2_654_435_761 % 4_294_967_296  # so that neighbours differ in every column
    region, segment = REGIONS[mixed % 5], SEGMENTS[mixed // 5 % 5]
    return {
        "key": f"RP-{number}",
        "product": f"product-{number // PLANS_PER_PRODUCT}",
        "sku": f"SKU-{mixed:010}-{number}",
        "name": {"en": f"{GOODS[mixed % 7]} {region} {number}", "de": f"{GOODS[mixed % 7]} für {segment} {number}"},
        "status": "retired" if mixed % 50 == 0 else "active",
        "effectiveFrom": f"202{mixed % 6}-{mixed // 7 % 12 + 1:02}-01",
        "tags": [f"wave-{mixed % 12}", "new"] if mixed % 3 else ["classic"],
        "attributes": {
            "region": [region] if mixed % 2 else sorted({region, REGIONS[mixed // 25 % 5]}),
            "segment": [segment],
            "discountPercent": mixed // 11 % 100,
            "launchDate": f"202{mixed % 6}-{mixed // 13 % 12 + 1:02}-{mixed // 17 % 28 + 1:02}",
            "wattage": f"{mixed // 19 % 90}.{mixed // 23 % 100:02}",
            "ipRating": RATINGS[mixed // 29 % 4],
        },
        "charges": _charges(number, mixed),
    }


def _charges(number: int, mixed: int) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = [
        {
            "key": "device",
            "kind": "one_time",
            "unit": "device",
            "priceRef": f"bench:device-{number}",
            "attributes": {"listAmount": f"{mixed % 900 + 100}.{mixed // 31 % 1_000_000_000:09}"},
        },
        {"key": "seat", "kind": "recurring", "unit": "device/month", "priceRef": f"bench:seat-{number}"},
        {
            "key": "traffic",
            "kind": "usage",
            "model": "tiered",
            "unit": "GB",
            "priceRef": f"bench:traffic-{number}",
            "attributes": {"listAmount": f"0.{mixed // 37 % 1_000_000_000:09}"},
        },
    ]
    return every[: mixed % 3 + 1]


def write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """NDJSON."""
    with file.open("wb") as out:
        out.writelines(orjson.dumps(row) + b"\n" for row in rows)
    return file


def plans(count: int) -> Iterator[dict[str, Any]]:
    return map(plan, range(count))


def stock_products(here: Place, folder: Path, plans: int) -> None:
    """Attributes and products for so many rate plans, through the service's own doors."""
    with here.work() as work:
        for attribute in ATTRIBUTES:
            products.put_attribute(work, attribute, Expected("*"))
    rows = map(product, range(-(-plans // PLANS_PER_PRODUCT)))
    take(here, write_rows(folder / "products.ndjson", rows), Of.PRODUCTS)


def take(here: Place, file: Path, of: Of) -> int:
    """Import a file as the command line does; how many rows are new."""
    report = import_file(
        here.database, here.actor, here.environment, file, of=of, format=Format.NDJSON, environment_key="dev"
    )
    assert not report.errors, report.errors[0]
    return report.counts.created
