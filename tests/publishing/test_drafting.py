"""A draft's difference: what has changed is looked at alone, and says what working everything out would say."""

from typing import Any

import pytest

from catalog_admin.publishing import drafting
from catalog_admin.publishing.drafting import Drafted
from catalog_admin.publishing.model import VersionRef, nothing
from tests.publishing.shop import Shop
from tests.publishing.test_increment import EDITS, label


def of_everything(shop: Shop, base: VersionRef) -> Drafted:
    with shop.reads() as reads:
        return drafting._of_everything(reads, drafting.ground_of(reads, shop.key), base, reads.now)


def of_what_changed(shop: Shop, base: VersionRef) -> Drafted:
    """Fails where everything is worked out."""
    with pytest.MonkeyPatch.context() as patch, shop.reads() as reads:
        patch.setattr(drafting, "_of_everything", lambda *_: pytest.fail("looked at everything"))
        return drafting.drafted(reads, shop.key, base, reads.now)


def said(found: Drafted) -> tuple[Any, ...]:
    return found.changes, found.nodes, found.plans, found.memberships, set(found.boundaries)


@pytest.mark.parametrize("edit", EDITS)
def test_what_changed_makes_the_same_difference_from_any_version(real_shop: Shop, edit: str) -> None:
    first = real_shop.publish().version
    real_shop.replace("c", name={"en": "C"})
    real_shop.unassign("sensors.gps", "b")
    real_shop.node("sensors.later")
    second = real_shop.publish().version
    change, _ = EDITS[edit]
    real_shop.assign("sensors.gps", "b")
    change(real_shop)
    for base in (first, second):
        assert said(of_what_changed(real_shop, base)) == said(of_everything(real_shop, base))


def test_after_a_rollback_the_difference_begins_at_what_is_served(real_shop: Shop) -> None:
    first = real_shop.publish().version
    real_shop.unassign("sensors", "c")
    real_shop.publish()
    real_shop.rollback()
    [plan, membership] = of_what_changed(real_shop, first).changes
    assert (plan.key, plan.sort, membership.sort) == ("c", "removed", "removed")
    real_shop.assign("sensors", "c", rank=2)
    assert of_what_changed(real_shop, first).changes == []


def test_a_version_of_another_environment_may_be_what_it_begins_at(real_shop: Shop) -> None:
    other = Shop(real_shop.database, real_shop.world, "shop2").open()
    other.node("sensors")
    other.assign("sensors", "a")
    theirs = other.publish().version
    real_shop.publish()
    assert said(of_what_changed(real_shop, theirs)) == said(of_everything(real_shop, theirs))


def test_where_more_has_changed_everything_is_worked_out(real_shop: Shop) -> None:
    first = real_shop.publish().version
    label(real_shop, "Weight of all")
    with real_shop.reads() as reads:
        [change] = drafting.drafted(reads, real_shop.key, first, reads.now).changes
    assert (change.kind, change.sort) == ("attribute", "changed")


def test_what_never_was_published_differs_from_nothing(real_shop: Shop) -> None:
    with real_shop.reads() as reads:
        found = drafting.drafted(reads, real_shop.key, nothing(real_shop.key), reads.now)
    assert {each.sort for each in found.changes} == {"added"}
