"""A draft made to say again what a version says: the same content, the same ids, and a way back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs import queries as drafts
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.rulesets import SaidMask, SaidRule
from catalog_admin.catalogs.errors import AnotherTree
from catalog_admin.kit.actor import Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected, RevisionStale
from catalog_admin.products import commands as products
from catalog_admin.promotions import commands as promotions
from catalog_admin.publishing import restoring
from catalog_admin.publishing.errors import DraftChangedMeanwhile
from catalog_admin.publishing.freezing import Kept, freeze_draft, kept_as_version
from catalog_admin.publishing.restoring import Restored, RestoreWish, restore_draft
from tests.publishing.shop import ANY, Shop


def restored(shop: Shop, version: str, *, keep_draft: bool = True, expected: str = "*") -> Restored:
    wish = RestoreWish(shop.key, version, keep_draft, expected)
    here = shop.world.environment
    return restore_draft(shop.database, shop.world.actor, here, wish, environment_key=shop.environment_key)


def frozen(shop: Shop) -> Kept:
    here = shop.world.environment
    return freeze_draft(shop.database, shop.world.actor, here, shop.key, environment_key=shop.environment_key)


def ruled(shop: Shop, path: str, *rules: SaidRule, masks: tuple[str, ...] = ()) -> None:
    said = [SaidMask(key, f"/masks/{place}") for place, key in enumerate(masks)]
    with shop.work() as work:
        catalogs.put_ruleset(work, shop.id_of(path), rules, said, ANY)


def kept_out(shop: Shop, path: str, plan: str) -> None:
    with shop.work() as work:
        catalogs.assign(work, shop.id_of(path), plan, Wanted("exclude"), ANY)


def renamed(shop: Shop, path: str, key: str) -> None:
    with shop.work() as work:
        catalogs.move_node(work, shop.id_of(path), Destination(key=key), ANY)


def unruled(shop: Shop, path: str) -> None:
    with shop.work() as work:
        catalogs.delete_ruleset(work, shop.id_of(path), ANY)


def swapped(shop: Shop) -> None:
    """No statement that takes node by node could put this back."""
    renamed(shop, "sensors", "waiting")
    renamed(shop, "heavies", "sensors")
    renamed(shop, "waiting", "heavies")


def turned_inside_out(shop: Shop) -> None:
    shop.move("sensors.gps.deep", "")
    shop.move("sensors.gps", "deep")
    shop.move("sensors", "deep.gps")


def replaced_by_another(shop: Shop) -> None:
    shop.delete("sensors", cascade=True)
    shop.node("sensors")
    shop.assign("sensors", "heavy")


def hung_below_what_is_new(shop: Shop) -> None:
    shop.node("new")
    shop.move("sensors", "new")


def assigned_otherwise(shop: Shop) -> None:
    shop.unassign("sensors", "c")
    shop.assign("heavies", "a")


EDITS: dict[str, Callable[[Shop], object]] = {
    "a node is new": lambda shop: shop.node("sensors.new"),
    "a node is gone and its children are adopted": lambda shop: shop.delete("sensors.gps"),
    "a subtree is gone": lambda shop: shop.delete("sensors", cascade=True),
    "a node is gone and another one has its place": replaced_by_another,
    "something hangs below what is new": hung_below_what_is_new,
    "names are swapped": swapped,
    "the tree is turned inside out": turned_inside_out,
    "texts, order and dates": lambda shop: shop.change("sensors", meta={"slug": None}, sort_key=9, type="subcategory"),
    "rules say something else": lambda shop: shop.rule("heavies", "weight < 1"),
    "rules are gone": lambda shop: unruled(shop, "heavies"),
    "rules are new": lambda shop: shop.rule("sensors", "weight >= 0"),
    "pins and ranks": lambda shop: shop.assign("sensors.gps", "a", "b", pin=3),
    "assignments come and go": assigned_otherwise,
    "somebody is kept out": lambda shop: kept_out(shop, "heavies", "heavy"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_publishing_what_was_restored_gives_the_same_version(shop: Shop, edit: Callable[[Shop], object]) -> None:
    first = shop.publish().version
    with shop.reads() as reads:
        ids = {node.id for node in drafts.draft_nodes(reads, drafts.catalog(reads, "shop").id)}
    edit(shop)
    assert frozen(shop).publication.version.digest != first.digest
    done = restored(shop, "1")
    assert done.version.digest == first.digest
    assert frozen(shop).publication.version.digest == first.digest
    with shop.reads() as reads:
        assert {node.id for node in drafts.draft_nodes(reads, drafts.catalog(reads, "shop").id)} == ids


def test_all_edits_together_are_undone_and_done_again(shop: Shop) -> None:
    first = shop.publish().version
    for edit in (EDITS["a node is new"], EDITS["rules are new"], EDITS["assignments come and go"], turned_inside_out):
        edit(shop)
    changed = frozen(shop).publication.version
    done = restored(shop, first.hex)
    assert done.draft_before == changed.hex
    again = restored(shop, changed.hex)
    assert again.draft_before == first.hex
    assert frozen(shop).publication.version.digest == changed.digest
    assert shop.live().digest == first.digest, "what is served was not touched"


def test_what_people_keep_out_comes_back_though_no_version_shows_it(shop: Shop) -> None:
    shop.rule("sensors", "weight >= 0")
    kept_out(shop, "sensors", "heavy")
    shop.publish()
    shop.unassign("sensors", "heavy")
    shop.assign("sensors", "heavy")
    restored(shop, "1")
    with shop.reads() as reads:
        home = drafts.catalog(reads, "shop")
        said = drafts.assignment_of(reads, drafts.node_at(reads, home, "sensors"), "heavy")
    assert said is not None
    assert said.effect == "exclude"


def test_what_was_new_is_deleted_softly_and_what_was_deleted_is_back_once(shop: Shop) -> None:
    shop.publish()
    shop.node("new")
    shop.node("new.below")
    shop.delete("sensors", cascade=True)
    done = restored(shop, "1")
    assert (done.counts["deleted"], done.counts["returned"]) == (2, 3)
    with shop.reads() as reads:
        waste = drafts.deleted_nodes(reads, drafts.catalog(reads, "shop"), None, 10).items
    assert [node.path for node in waste] == ["new"]
    with shop.work() as work:
        catalogs.restore_node(work, waste[0].id, ANY)
    assert shop.id_of("new.below")


def test_who_was_deleted_with_a_node_that_is_back_can_be_restored_alone(shop: Shop) -> None:
    shop.publish()
    later = shop.node("sensors.later")
    shop.delete("sensors", cascade=True)
    restored(shop, "1")
    with shop.work() as work:
        assert catalogs.restore_node(work, later, ANY).path == "sensors.later"


def test_goods_are_nobodys_draft_and_what_they_have_become_is_told(shop: Shop) -> None:
    shop.publish()
    shop.replace("a", name={"en": "A"})
    with shop.work() as work:
        products.delete_rate_plan(work, "c", ANY)
    told = {each.code: (each.count, each.names) for each in restored(shop, "1").warnings}
    assert told == {
        "rate_plans_gone": (1, ("c",)),
        "rate_plans_changed": (1, ("a",)),
        "assigned_rate_plans_gone": (1, ("c",)),
    }


def test_a_rule_on_what_is_not_defined_any_more_is_told_and_keeps_everything_from_being_published(shop: Shop) -> None:
    shop.publish()
    unruled(shop, "heavies")
    for plan in ("a", "b", "c", "heavy"):
        shop.replace(plan, attributes={})
    with shop.work() as work:
        work.session.execute(text("DELETE FROM attribute WHERE key = 'weight'"))
    told = {each.code: each.names for each in restored(shop, "1").warnings}
    assert told["rules_broken"] == ("heavies/let-in",)


def test_a_frozen_draft_is_a_version_that_nobody_serves(shop: Shop) -> None:
    first = shop.publish().version
    shop.assign("sensors", "a")
    kept = frozen(shop)
    assert (kept.number, kept.publication.is_new) == (2, True)
    assert shop.live().digest == first.digest
    assert shop.publish().version.digest == kept.publication.version.digest


def test_an_edit_beside_the_restore_is_not_lost(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.publish()
    shop.assign("sensors", "a")

    def edited_meanwhile(*said: Any) -> Kept:
        kept = kept_as_version(*said)
        shop.assign("sensors", "b")
        return kept

    monkeypatch.setattr(restoring, "kept_as_version", edited_meanwhile)
    with pytest.raises(DraftChangedMeanwhile):
        restored(shop, "1")
    with shop.reads() as reads:
        home = drafts.catalog(reads, "shop")
        assert drafts.assignment_of(reads, drafts.node_at(reads, home, "sensors"), "b") is not None


def test_refuses_an_old_etag_and_the_tree_of_an_earlier_catalog(shop: Shop) -> None:
    first = shop.publish().version
    with pytest.raises(RevisionStale):
        restored(shop, "1", expected='"r1"')
    with shop.work() as work:
        promotions.withdraw(work, "shop", expected=Expected("*"))
        catalogs.delete_catalog(work, "shop", ANY)
    shop.open()
    with pytest.raises(AnotherTree):
        restored(shop, first.hex)


def test_a_mask_of_what_is_mandatory_comes_back_by_an_administrator_only(shop: Shop) -> None:
    ruled(shop, "", SaidRule("no-c", "exclude", 'key == "c"', "/rules/0", mandatory=True))
    ruled(shop, "sensors", masks=("no-c",))
    shop.publish()
    ruled(shop, "sensors", SaidRule("none", "include", "weight > 1000", "/rules/0"))
    admin = shop.world.actor
    shop.world = replace(shop.world, actor=replace(admin, grants=(Grant(Role.CATALOG_EDITOR),)))
    with pytest.raises(NotPermitted):
        restored(shop, "1")
    shop.world = replace(shop.world, actor=admin)
    assert restored(shop, "1").counts["rulesets"] == 1
