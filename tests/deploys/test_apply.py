"""Bundles carried out on a real database: what is wanted is there, and twice is once."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bundles import Action, Bundle, Kind, load, write
from bundles.plan import CHANGES, DELETIONS, NO_CHANGE
from catalog_admin.audit import queries as audit
from catalog_admin.catalogs import commands as drafts
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.errors import BulkRefused, CatalogNotFound
from catalog_admin.cli.desk import Desk
from catalog_admin.deploys import commands, queries
from catalog_admin.deploys.errors import BundleUnsound, DeletionsNotAgreed
from catalog_admin.kit.etags import Expected
from catalog_admin.products import queries as products
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import commands as publishing

HEAD = "apiVersion: catalog-admin/v1\n"
SHOP = f"""{HEAD}kind: Attributes
items:
- {{key: discountPercent, type: decimal, label: Discount, unit: percent, facetable: true}}
- {{key: segment, type: text, many: true}}
- {{key: launchDate, type: date}}
---
{HEAD}kind: Products
items:
- key: gps
  name: {{en: GPS Sensor, fr: Capteur GPS}}
  status: active
  tags: [b, a]
  ratePlans:
  - key: RP-1
    sku: GPS-1
    name: Europe
    attributes: {{discountPercent: 10.50, segment: [B2B, Education], launchDate: 2026-01-31}}
    charges: [{{key: device, kind: one_time, unit: device, priceRef: 'gps'}}]
  - {{key: RP-2, name: Mexico, attributes: {{discountPercent: 0.00000015}}}}
- key: cable
  oneTime: {{priceRef: 'cable', sku: CABLE}}
---
{HEAD}kind: Tariffs
items:
- {{reference: gps, currency: EUR, amount: 119.00, validFrom: 2026-01-01}}
- {{reference: cable, currency: EUR, model: tiered, tiers: [{{upTo: 10, amount: 0.000000000000015}}, {{amount: 2}}]}}
---
{HEAD}kind: Catalog
key: shop
name: Shop
locales: [en]
currencies: [EUR]
autoPublish: on_time_boundary
---
{HEAD}kind: Nodes
catalog: shop
items:
- path: Hardware
  meta: {{displayName: Hardware, slug: {{en: hardware}}, stars: 3}}
  attributes: {{discountPercent: 5}}
- path: Hardware.GPS
  type: subcategory
  sortKey: 2
  activeFrom: 2026-01-01
  plans: [{{plan: RP-1, pin: 1}}, {{plan: RP-2, effect: exclude}}, cable]
- {{path: Top, type: dynamicCategory}}
---
{HEAD}kind: RuleSet
catalog: shop
node: Top
rules:
- {{key: discounted, expression: discountPercent > 0.00}}
- {{key: no-education, effect: exclude, expression: '"Education" in segment', mandatory: true}}
"""
MANIFEST = HEAD + "kind: Bundle\nname: shop\nscope: {catalogs: [shop], products: ['*'], attributes: true}\n"


def bundle(folder: Path, shop: str = SHOP) -> Bundle:
    folder.mkdir(exist_ok=True)
    (folder / "bundle.yaml").write_text(MANIFEST)
    (folder / "shop.yaml").write_text(shop)
    return load(folder)


def apply(desk: Desk, wanted: Bundle) -> int:
    """The exit code of what it did."""
    (done,) = commands.apply(desk, wanted, may_delete=True)
    return done.plan.exit_code


def test_makes_everything_and_the_second_time_nothing(desk: Desk, tmp_path: Path) -> None:
    wanted = bundle(tmp_path)
    assert apply(desk, wanted) == CHANGES
    assert apply(desk, wanted) == NO_CHANGE
    with desk.reads() as reads:
        plan = products.plan_by_key(reads, "RP-2")
        shop = catalogs.catalog(reads, "shop")
        top = catalogs.node_at(reads, shop, "Top")
        members = catalogs.members_of(reads, top, reads.now, None, 10).items
    assert plan.attributes == {"discountPercent": "0.00000015"}
    assert [member.key for member in members] == ["RP-2"]


def test_what_is_exported_changes_nothing_where_it_came_from(desk: Desk, tmp_path: Path) -> None:
    apply(desk, bundle(tmp_path / "in"))
    with desk.reads() as reads:
        state, scope = queries.export(reads)
    write(tmp_path / "out", "exported", state, scope)
    exported = load(tmp_path / "out")
    with desk.reads() as reads:
        (planned,) = queries.plan_of(reads, exported)
    assert [str(step) for step in planned.plan.steps] == []
    assert sum(planned.plan.unchanged.values()) == len(state)


def test_changes_only_what_differs(desk: Desk, tmp_path: Path) -> None:
    apply(desk, bundle(tmp_path))
    changed = SHOP.replace("stars: 3", "stars: 4").replace("name: Mexico", "name: Peru").replace("pin: 1", "pin: 2")
    wanted = bundle(tmp_path, changed)
    with desk.reads() as reads:
        (planned,) = queries.plan_of(reads, wanted)
    assert [str(step) for step in planned.plan.steps] == [
        "~ plan RP-2 (name)",
        "~ node shop:Hardware (meta)",
        "~ assignment shop:Hardware.GPS/RP-1 (pin)",
    ]
    apply(desk, wanted)
    assert apply(desk, wanted) == NO_CHANGE


def test_takes_away_what_is_not_said_any_more(desk: Desk, tmp_path: Path) -> None:
    apply(desk, bundle(tmp_path))
    less = SHOP[: SHOP.index(f"---\n{HEAD}kind: RuleSet")]
    less = less.replace("- {path: Top, type: dynamicCategory}\n", "").replace(", cable]", "]")
    less = less.replace("- key: cable\n  oneTime: {priceRef: 'cable', sku: CABLE}\n", "").replace(", stars: 3", "")
    wanted = bundle(tmp_path, less)
    assert apply(desk, wanted) == DELETIONS
    assert apply(desk, wanted) == NO_CHANGE


def test_a_wrong_rule_is_told_with_its_line_and_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    wanted = bundle(tmp_path, SHOP.replace("discountPercent > 0.00", "discountPercentage > 0"))
    with pytest.raises(BundleUnsound) as refused:
        apply(desk, wanted)
    (error,) = refused.value.facts["errors"]
    assert error["code"] == "predicates.unknown_name"
    assert error["pointer"].startswith("shop.yaml:")
    with desk.reads() as reads:
        assert not products.attributes(reads)


def test_an_unknown_attribute_is_told_with_its_place_and_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    wanted = bundle(tmp_path, SHOP.replace("{discountPercent: 0.00000015}", "{colour: red}"))
    with pytest.raises(BundleUnsound) as refused:
        apply(desk, wanted)
    (error,) = refused.value.facts["errors"]
    assert error["code"] == "products.unknown_attribute"
    assert error["pointer"].startswith("shop.yaml:")
    assert error["pointer"].endswith(" /ratePlans/1/attributes/colour")


def test_goes_on_where_a_refusal_stopped_it_and_says_how_far_it_got(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BulkRefused) as refused:
        apply(desk, bundle(tmp_path, SHOP.replace("effect: exclude}", "effect: exclude, pin: 2}")))
    assert "the stage shop stopped with 14 of its 17 changes made" in refused.value.detail
    assert refused.value.facts["appliedBefore"] == []
    wanted = bundle(tmp_path)
    assert apply(desk, wanted) == CHANGES
    assert apply(desk, wanted) == NO_CHANGE


def test_a_history_is_published_stage_by_stage_and_only_once(desk: Desk, tmp_path: Path) -> None:
    for year, discount in ((2020, "10.50"), (2021, "0")):
        publication = f"---\n{HEAD}kind: Publication\ncatalog: shop\neffectiveFrom: {year}-01-01\ntags: [year-{year}]\n"
        bundle(tmp_path / str(year), SHOP.replace("10.50", discount) + publication)
    (tmp_path / "bundle.yaml").write_text(HEAD + "kind: Bundle\nname: history\nstages: ['2020', '2021']\n")
    history = load(tmp_path)
    first, second = commands.apply(desk, history)
    assert first.versions["shop"] != second.versions["shop"]
    assert [done.was_done for done in commands.apply(desk, history)] == [True, True]
    with desk.reads() as reads:
        then = releases.version(reads, "shop", tag="year-2020")
        assert then.hex == first.versions["shop"]
        assert releases.version(reads, "shop").hex == second.versions["shop"]


def publishing_bundle(folder: Path, shop: str = SHOP) -> Bundle:
    return bundle(
        folder, f"{shop}---\n{HEAD}kind: Publication\ncatalog: shop\neffectiveFrom: 2020-01-01\ntags: [one]\n"
    )


TRACES = """
SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM publication), (SELECT count(*) FROM environment_move),
    (SELECT count(*) FROM event), (SELECT sum(revision) FROM tag)
"""


def traces(desk: Desk) -> list[int]:
    """Whatever anybody does leaves one of these."""
    with desk.reads() as reads:
        return list(reads.session.execute(text(TRACES)).one())


def test_what_is_published_already_is_not_published_again(desk: Desk, tmp_path: Path) -> None:
    wanted = publishing_bundle(tmp_path)
    (first,) = commands.apply(desk, wanted)
    before = traces(desk)
    (second,) = commands.apply(desk, wanted)
    assert traces(desk) == before
    assert (list(first.versions), second.versions) == (["shop"], {})


def test_is_not_disturbed_by_what_others_published_meanwhile(desk: Desk, tmp_path: Path) -> None:
    """Its date has passed, but nothing of it is left to be done."""
    wanted = publishing_bundle(tmp_path)
    list(commands.apply(desk, wanted))
    with desk.work() as work:
        drafts.create_catalog(work, key="other", name={}, locales=["en"], currencies=[])
    promotions.publish(desk.database, desk.actor, desk.environment, PublishWish("other"), environment_key="dev")
    (again,) = commands.apply(desk, wanted)
    assert again.versions == {}


def test_a_missing_tag_is_put_back_without_publishing(desk: Desk, tmp_path: Path) -> None:
    wanted = publishing_bundle(tmp_path)
    (first,) = commands.apply(desk, wanted)
    with desk.work() as work:
        publishing.delete_tag(work, "shop", "one", Expected("*"))
    (again,) = commands.apply(desk, wanted)
    with desk.reads() as reads:
        assert releases.version(reads, "shop", tag="one").hex == first.versions["shop"]
    assert again.versions == {}


def test_deletes_nothing_that_nobody_agreed_to(desk: Desk, tmp_path: Path) -> None:
    apply(desk, bundle(tmp_path))
    less = bundle(
        tmp_path, SHOP.replace("- {path: Top, type: dynamicCategory}\n", "").split(f"---\n{HEAD}kind: RuleSet")[0]
    )
    before = traces(desk)
    with pytest.raises(DeletionsNotAgreed):
        list(commands.apply(desk, less))
    assert traces(desk) == before


def test_a_deletion_that_comes_up_after_consent_was_asked_for_stops_it(desk: Desk, tmp_path: Path) -> None:
    """Somebody adds a node between the plan that was agreed on and the stage that would take it away."""
    for name in ("one", "two"):
        bundle(tmp_path / name)
    (tmp_path / "bundle.yaml").write_text(HEAD + "kind: Bundle\nname: both\nstages: [one, two]\n")
    applying = commands.apply(desk, load(tmp_path))
    next(applying)
    with desk.work() as work:
        drafts.create_node(work, "shop", NewNode(path="Mine", type="category"))
    with pytest.raises(DeletionsNotAgreed):
        next(applying)


def test_an_export_of_one_catalog_takes_nothing_away_elsewhere(desk: Desk, tmp_path: Path) -> None:
    """Not even with --delete: products and attributes belong to other catalogs as well."""
    apply(desk, bundle(tmp_path / "in"))
    with desk.reads() as reads:
        state, scope = queries.export(reads, ["shop"])
    write(tmp_path / "out", "exported", state, scope)
    exported = load(tmp_path / "out")
    more = SHOP.replace("- key: cable\n", "- key: others\n  name: Of another catalog\n- key: cable\n")
    more = more.replace("type: date}\n", "type: date}\n- {key: theirs, type: text}\n", 1)
    apply(desk, bundle(tmp_path / "in", more))
    assert apply(desk, exported) == NO_CHANGE
    with desk.reads() as reads:
        assert products.product_by_key(reads, "others").key == "others"
        assert "theirs" in products.attributes(reads)


def test_says_in_the_audit_what_it_did(desk: Desk, tmp_path: Path) -> None:
    apply(desk, bundle(tmp_path))
    with desk.reads() as reads:
        verdict = audit.verify(reads)
        plan = queries.plan_of(reads, load(tmp_path))[0].plan
    assert verdict.is_whole
    assert verdict.checked > 5
    assert plan.counts()[Action.CREATE] == 0
    assert plan.unchanged[Kind.ASSIGNMENT] == 3


def test_refuses_to_export_a_catalog_that_is_not_there(desk: Desk) -> None:
    with desk.reads() as reads, pytest.raises(CatalogNotFound):
        queries.export(reads, ["nope"])
