"""Makes the demo bundle's data from public data sets: `python tools/make_demo_bundle.py DATA_FOLDER`.

DATA_FOLDER holds taxonomy/shopify_categories.jsonl and saas/saas_pricings.jsonl (sources and licences:
bundles/examples/NOTICE.md). TeleSense is written by hand and not touched. The same input gives the same bytes.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[1] / "bundles" / "examples" / "demo"
API = "catalog-admin/v1"
Row = dict[str, Any]
# Limits that many companies state get an attribute of their own; the others are said as text.
OFTEN = 7
FIRST_YEAR, LAST_YEAR = 2019, 2025
USAGE_UNITS = {"activeHour", "message", "attendee", "USD/execution", "hour/month", "component"}


def main(data: Path) -> None:
    _shopify(_rows(data / "taxonomy" / "shopify_categories.jsonl"))
    pricings = list(_rows(data / "saas" / "saas_pricings.jsonl"))
    named = _often_named_limits(pricings)
    _saas_registry(named)
    order = {name: rank for rank, name in enumerate(sorted({each["company"] for each in pricings}, key=str.lower), 1)}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        _Year(year, [each for each in pricings if each["version"] == str(year)], named, order).write()


def _shopify(categories: Iterable[Row]) -> None:
    """Keys come from names: apparel-accessories.clothing.activewear reads better than aa.aa-1.aa-1-1."""
    paths: dict[str | None, str] = {None: ""}
    taken: set[str] = set()
    rows = []
    for position, category in enumerate(categories):
        name = category["path"][-1]
        path = ".".join(filter(None, [paths[category["parent"]], _slug(name)]))
        if path in taken:
            path = f"{path[: -len(_slug(name))]}{category['id']}"
        taken.add(path)
        paths[category["id"]] = path
        meta = {"displayName": {"en": name}, "slug": {"en": _slug(name)}, "taxonomyId": category["id"]}
        kind = "category" if category["parent"] is None else "subcategory"
        rows.append({"path": path, "type": kind, "sortKey": position, "meta": meta})
    _pack(DEMO / "shopify" / "nodes.ndjson.gz", rows)


def _slug(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:63].strip("-") or "other"


def _often_named_limits(pricings: list[Row]) -> dict[str, str]:
    """Limits with numbers, by name, and the unit most often said for them."""
    uses: Counter[str] = Counter()
    units: dict[str, Counter[str]] = {}
    for pricing in pricings:
        for name, limit in pricing["limits"].items():
            if limit.get("value_type") == "NUMERIC":
                uses[name] += 1
                units.setdefault(name, Counter())[limit.get("unit") or ""] += 1
    return {name: units[name].most_common(1)[0][0] for name, count in sorted(uses.items()) if count >= OFTEN}


def _saas_registry(named: dict[str, str]) -> None:
    known: list[Row] = [
        {"key": "company", "type": "text", "label": "Company", "facetable": True, "searchable": True},
        {"key": "description", "type": "text", "label": "Description", "searchable": True},
        {"key": "observedOn", "type": "date", "label": "Observed on"},
        {"key": "annualFactor", "type": "decimal", "label": "Factor on the monthly price when paid by the year"},
        {"key": "addOn", "type": "boolean", "label": "Add-on", "facetable": True},
        {"key": "free", "type": "boolean", "label": "Free of charge", "facetable": True},
        {"key": "priceOnRequest", "type": "boolean", "label": "Price on request", "facetable": True},
        {"key": "features", "type": "text", "many": True, "label": "Features", "facetable": True, "searchable": True},
        {"key": "featureCount", "type": "integer", "label": "Number of features"},
        {"key": "featureDetails", "type": "text", "many": True, "label": "Features, as the company words them"},
        {"key": "limits", "type": "text", "many": True, "label": "Limits"},
        {"key": "unlimited", "type": "text", "many": True, "label": "Without limit", "facetable": True},
        {"key": "availableFor", "type": "text", "many": True, "label": "Add-on of these plans"},
        {"key": "dependsOn", "type": "text", "many": True, "label": "Needs these add-ons"},
        {"key": "excludes", "type": "text", "many": True, "label": "Not together with"},
    ]
    for name, unit in named.items():
        known.append(
            {"key": f"limit.{name}", "type": "decimal", "label": _words(name)} | ({"unit": unit} if unit else {})
        )
    rows = [{**row, "label": {"en": row["label"]}} for row in known]
    _plain(DEMO / "registry" / "saas-attributes.ndjson", rows)


class _Year:
    """Everything observed in one year, as one bundle: products, rate plans, tariffs, shelves, a publication."""

    def __init__(self, year: int, pricings: list[Row], named: dict[str, str], order: dict[str, int]) -> None:
        self.year, self.named = year, named
        self.products: list[Row] = []
        self.plans: list[Row] = []
        self.tariffs: list[Row] = []
        self.nodes: list[Row] = []
        for pricing in sorted(pricings, key=lambda each: order[each["company"]]):
            # The place among all companies of all years: a newcomer does not move the others.
            self._take(pricing, order[pricing["company"]])

    def write(self) -> None:
        folder = DEMO / f"saas-{self.year}"
        _pack(folder / "products.ndjson.gz", self.products)
        _pack(folder / "rate-plans.ndjson.gz", self.plans)
        _pack(folder / "tariffs.ndjson.gz", self.tariffs)
        _pack(folder / "companies.ndjson.gz", self.nodes)
        (folder / "bundle.yaml").write_text(MANIFEST.format(api=API, year=self.year))
        (folder / "catalog.yaml").write_text(CATALOG.format(api=API, year=self.year))

    def _take(self, pricing: Row, position: int) -> None:
        key = f"saas-{_slug(_words(pricing['company']))}"
        factor = pricing["billing"].get("annual") or pricing["billing"].get("annually")
        attributes = {"company": _company(pricing), "observedOn": pricing["observed_on"], "annualFactor": factor}
        said = {
            "key": key,
            "name": {"en": pricing["name"].strip()},
            "status": "active",
            "attributes": _said(attributes),
        }
        self.products.append(said)
        plans = [self._plan(pricing, key, plan) for plan in pricing["plans"]]
        add_ons = [self._add_on(pricing, key, add_on) for add_on in pricing["addons"]]
        path = f"companies.{_slug(_words(pricing['company']))}"
        self._shelf(path, _company(pricing), position, plans)
        if add_ons:
            self._shelf(f"{path}.add-ons", "Add-ons", 0, add_ons)

    def _shelf(self, path: str, name: str, position: int, plans: list[str]) -> None:
        placed = [{"plan": plan, "rank": rank} for rank, plan in enumerate(plans, 1)]
        meta = {"displayName": {"en": name}, "slug": {"en": path.rpartition(".")[2]}}
        self.nodes.append({"path": path, "type": "subcategory", "sortKey": position, "meta": meta, "plans": placed})

    def _plan(self, pricing: Row, product: str, plan: Row) -> str:
        features = {name: plan["features"].get(name, each.get("default")) for name, each in pricing["features"].items()}
        limits = {name: plan["limits"].get(name, each.get("default")) for name, each in pricing["limits"].items()}
        attributes = {
            "description": plan.get("desc") or None,
            "addOn": False,
            **_features(features),
            **self._limits(limits, pricing["limits"]),
        }
        return self._sell(pricing, product, plan, attributes, _slug(plan["id"]), _words(plan["id"]))

    def _add_on(self, pricing: Row, product: str, add_on: Row) -> str:
        extended = {**add_on.get("limits", {}), **add_on.get("limit_extensions", {})}
        attributes = {
            "description": add_on.get("desc") or None,
            "addOn": True,
            "availableFor": [_words(plan) for plan in add_on.get("available_for", [])],
            "dependsOn": [_words(other) for other in add_on.get("depends_on", [])],
            "excludes": [_words(other) for other in add_on.get("excludes", [])],
            **_features(add_on.get("features", {})),
            **self._limits(extended, pricing["limits"]),
        }
        key = f"add-on-{_slug(_words(add_on['id']))}"
        return self._sell(pricing, product, add_on, attributes, key, _words(add_on["id"]))

    def _sell(self, pricing: Row, product: str, offer: Row, attributes: Row, key: str, name: str) -> str:
        plan_key, reference = f"{product}-{key}", f"saas:{product.removeprefix('saas-')}:{key}"
        amount, on_request = offer.get("amount"), offer.get("amount") is None
        attributes |= {"free": not on_request and float(amount) == 0, "priceOnRequest": on_request}
        charge = {"key": "price", "kind": _kind(offer), "model": "on_request" if on_request else "flat"}
        self.plans.append(
            {
                "key": plan_key,
                "product": product,
                "sku": plan_key.removeprefix("saas-").upper(),
                "name": {"en": name},
                "status": "active",
                "attributes": _said(attributes),
                "charges": [_said({**charge, "unit": offer.get("unit"), "priceRef": reference})],
            }
        )
        price = {"model": "on_request", "note": offer.get("text")} if on_request else {"amount": amount}
        ends = f"{self.year + 1}-01-01T00:00:00Z" if self.year < LAST_YEAR else None
        self.tariffs.append(
            _said(
                {
                    "reference": reference,
                    "currency": pricing["currency"],
                    "validFrom": f"{self.year}-01-01T00:00:00Z",
                    "validTo": ends,
                    "unit": offer.get("unit"),
                    **price,
                }
            )
        )
        return plan_key

    def _limits(self, values: Row, declared: dict[str, Row]) -> Row:
        """A number, "unlimited", or words: each is said where it can be searched."""
        found: Row = {"limits": [], "unlimited": []}
        for name, value in sorted(values.items()):
            unit = declared.get(name, {}).get("unit") or ""
            if value == "unlimited":
                found["unlimited"].append(name)
            if value is None or isinstance(value, bool):
                continue
            found["limits"].append(f"{name}: {value} {unit}".strip())
            if name in self.named and unit == self.named[name] and isinstance(value, int | float):
                found[f"limit.{name}"] = _exact(value)
        return found


def _features(values: Row) -> Row:
    has = sorted(name for name, value in values.items() if value)
    worded = [f"{name}: {_listed(values[name])}" for name in has if values[name] is not True]
    return {"features": has, "featureCount": len(has), "featureDetails": worded}


def _kind(offer: Row) -> str:
    unit = offer.get("unit") or ""
    if unit.replace("-", " ") == "one time payment":
        return "one_time"
    return "usage" if unit in USAGE_UNITS else "recurring"


def _company(pricing: Row) -> str:
    name = pricing["name"].split(" - ")[0].strip()
    return str(name[:1].upper() + name[1:])


def _words(identifier: str) -> str:
    """BUSINESS_PLUS and singleSignOn, as people write them."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", identifier.replace("_", " "))
    return spaced.title() if identifier.isupper() else spaced[:1].upper() + spaced[1:]


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _exact(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else value


def _said(members: Row) -> Row:
    return {name: value for name, value in members.items() if value not in (None, [], "")}


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _plain(file: Path, rows: Iterable[Row]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_lines(rows))


def _pack(file: Path, rows: Iterable[Row]) -> None:
    """Without a time of day inside, so that the same rows are the same file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(_lines(rows), 9, mtime=0))


def _lines(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()


MANIFEST = """\
apiVersion: {api}
kind: Bundle
name: saas-{year}
description: What 25 software companies asked for their services in {year}.
# Complete about these: a plan that is gone from the {year} data is deleted from the draft. Tariffs stay, so that
# prices of earlier years can still be asked for.
scope:
  catalogs: [saas]
  products: ['saas-*']
"""

CATALOG = """\
apiVersion: {api}
kind: Catalog
key: saas
name: {{en: SaaS pricings}}
locales: [en]
currencies: [USD, EUR]
---
apiVersion: {api}
kind: Products
file: products.ndjson.gz
---
apiVersion: {api}
kind: RatePlans
file: rate-plans.ndjson.gz
---
apiVersion: {api}
kind: Tariffs
file: tariffs.ndjson.gz
---
apiVersion: {api}
kind: Nodes
catalog: saas
items:
- {{path: companies, type: category, sortKey: 1, meta: {{displayName: {{en: Companies}}, slug: {{en: companies}}}}}}
- {{path: shelves, type: category, sortKey: 2, meta: {{displayName: {{en: Shelves}}, slug: {{en: shelves}}}}}}
- path: shelves.free
  type: dynamicCategory
  sortKey: 1
  meta: {{displayName: {{en: Free of charge}}, slug: {{en: free}}}}
- path: shelves.on-request
  type: dynamicCategory
  sortKey: 2
  meta: {{displayName: {{en: Price on request}}, slug: {{en: on-request}}}}
- path: shelves.single-sign-on
  type: dynamicCategory
  sortKey: 3
  meta: {{displayName: {{en: With single sign-on}}, slug: {{en: single-sign-on}}}}
---
apiVersion: {api}
kind: Nodes
catalog: saas
file: companies.ndjson.gz
---
apiVersion: {api}
kind: RuleSet
catalog: saas
node: shelves.free
rules:
- {{key: free, effect: include, expression: free == true && addOn == false}}
---
apiVersion: {api}
kind: RuleSet
catalog: saas
node: shelves.on-request
rules:
- {{key: on-request, effect: include, expression: priceOnRequest == true}}
---
apiVersion: {api}
kind: RuleSet
catalog: saas
node: shelves.single-sign-on
rules:
- {{key: single-sign-on, effect: include, expression: '"singleSignOn" in features'}}
---
apiVersion: {api}
kind: Publication
catalog: saas
effectiveFrom: {year}-01-01T00:00:00Z
tags: [year-{year}]
note: SaaS pricings as observed in {year}
"""

if __name__ == "__main__":
    main(Path(sys.argv[1]))
