"""What carrying a plan out would run into is told while planning, all of it at once, and nothing is written."""

from pathlib import Path
from typing import Any

import pytest

from bundles import Bundle, load
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.cli.desk import Desk
from catalog_admin.deploys import commands, queries
from catalog_admin.deploys.errors import BundleUnsound
from catalog_admin.products import queries as products
from tests.deploys.test_apply import HEAD, SHOP, bundle

ELSEWHERE = f"""{HEAD}kind: Catalog
key: m
locales: [en]
---
{HEAD}kind: Nodes
catalog: m
items:
- {{path: A, plans: [RP-9]}}
- {{path: B, attributes: {{colour: red}}}}
---
{HEAD}kind: Nodes
catalog: nowhere
items: [{{path: A.B}}]
---
{HEAD}kind: RuleSet
catalog: nope
node: A
rules: [{{key: one, expression: discountPercent > }}, {{key: two, expression: discount > 0}}]
---
{HEAD}kind: Assignments
catalog: shop
items: [{{node: Z, plan: RP-1}}]
---
{HEAD}kind: RatePlans
items: [{{key: RP-7, product: gpss}}]
---
{HEAD}kind: Publication
catalog: none
"""


def written(folder: Path, documents: str, scope: str = "") -> Bundle:
    folder.mkdir(exist_ok=True)
    (folder / "bundle.yaml").write_text(f"{HEAD}kind: Bundle\nname: written\n{scope}")
    (folder / "a.yaml").write_text(documents)
    return load(folder)


def errors_of(desk: Desk, wanted: Bundle) -> list[dict[str, Any]]:
    """What planning says; applying says the same."""
    with desk.reads() as reads, pytest.raises(BundleUnsound) as planned:
        queries.plan_of(reads, wanted)
    with pytest.raises(BundleUnsound) as applied:
        list(commands.apply(desk, wanted, may_delete=True))
    assert applied.value.facts == planned.value.facts
    errors: list[dict[str, Any]] = planned.value.facts["errors"]
    return errors


def test_tells_every_reference_to_nothing_at_once_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    list(commands.apply(desk, bundle(tmp_path / "shop"), may_delete=True))
    found = errors_of(desk, written(tmp_path / "more", ELSEWHERE))
    assert {(each["pointer"], each["code"]) for each in found} == {
        ("a.yaml:10 /plans/0", "catalogs.unknown_rate_plan"),
        ("a.yaml:11 /attributes/colour", "products.unknown_attribute"),
        ("a.yaml:16", "catalogs.catalog_not_found"),
        ("a.yaml:18", "catalogs.catalog_not_found"),
        ("a.yaml:18 /rules/0/expression", "predicates.syntax"),
        ("a.yaml:18 /rules/1/expression", "predicates.unknown_name"),
        ("a.yaml:27 /node", "catalogs.node_not_found"),
        ("a.yaml:31 /product", "products.unknown_product"),
        ("a.yaml:33 /catalog", "catalogs.catalog_not_found"),
    }
    assert any("there is no rate plan RP-9 (RP-" in each["detail"] for each in found)
    with desk.reads() as reads, pytest.raises(CatalogNotFound):
        catalogs.catalog(reads, "m")


def test_knows_what_the_environment_has_already(desk: Desk, tmp_path: Path) -> None:
    """Plans, also those that a one-time good implies, and nodes that no file of this bundle says."""
    list(commands.apply(desk, bundle(tmp_path / "shop"), may_delete=True))
    more = f"{HEAD}kind: Assignments\ncatalog: shop\nitems: [{{node: Hardware, plan: cable}}]\n"
    (done,) = commands.apply(desk, written(tmp_path / "more", more))
    assert [str(step) for step in done.plan.steps] == ["+ assignment shop:Hardware/cable"]


def test_what_the_bundle_takes_away_is_not_there_for_others(desk: Desk, tmp_path: Path) -> None:
    list(commands.apply(desk, bundle(tmp_path / "shop"), may_delete=True))
    less = written(
        tmp_path / "less", f"{HEAD}kind: Attributes\nitems: []\n", "scope: {attributes: true, products: ['*']}\n"
    )
    found = errors_of(desk, less)
    said = {each["detail"] for each in found}
    assert "assignment shop:Hardware.GPS/RP-1: the bundle would delete the rate plan RP-1" in said
    assert "node shop:Hardware: no attribute 'discountPercent' is registered" in said
    assert any(each["code"] == "predicates.unknown_name" for each in found)


def test_all_stages_are_checked_before_the_first_is_begun(desk: Desk, tmp_path: Path) -> None:
    bundle(tmp_path / "one")
    bundle(tmp_path / "two", SHOP.replace("cable]}", "cables]}").replace("cable]", "cables]"))
    (tmp_path / "bundle.yaml").write_text(f"{HEAD}kind: Bundle\nname: both\nstages: [one, two]\n")
    (error,) = errors_of(desk, load(tmp_path))
    assert error["pointer"].startswith("two/shop.yaml:")
    assert "there is no rate plan cables (cable)" in error["detail"]
    with desk.reads() as reads:
        assert not products.attributes(reads)


def test_history_that_would_come_too_late_is_told_before_anything_is_done(desk: Desk, tmp_path: Path) -> None:
    now = f"{HEAD}kind: Catalog\nkey: mine\nlocales: [en]\n---\n{HEAD}kind: Publication\ncatalog: mine\n"
    list(commands.apply(desk, written(tmp_path / "now", now)))
    late = SHOP + f"---\n{HEAD}kind: Publication\ncatalog: shop\neffectiveFrom: 2020-01-01\ntags: [old]\n"
    (error,) = errors_of(desk, bundle(tmp_path / "late", late))
    assert (error["code"], error["pointer"].split()[1]) == ("promotions.bad_effective_from", "/effectiveFrom")
    with desk.reads() as reads:
        assert not products.attributes(reads)


def test_a_plan_publishes_only_what_is_not_live_already(desk: Desk, tmp_path: Path) -> None:
    wanted = bundle(tmp_path, f"{SHOP}---\n{HEAD}kind: Publication\ncatalog: shop\ntags: [one]\n")
    with desk.reads() as reads:
        (first,) = queries.plan_of(reads, wanted)
    list(commands.apply(desk, wanted))
    with desk.reads() as reads:
        (second,) = queries.plan_of(reads, wanted)
    assert [each.catalog for each in first.publications] == ["shop"]
    assert second.publications == ()
