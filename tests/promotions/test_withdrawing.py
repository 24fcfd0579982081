"""A catalog is taken out of service, and served again; a live one is not deleted by the way."""

import pytest
from sqlalchemy import text

from catalog_admin.catalogs import commands as drafts
from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected, RevisionStale, etag
from catalog_admin.promotions import commands, queries
from catalog_admin.promotions.commands import Withdrawn, publishing
from catalog_admin.promotions.errors import GateClosed, NothingPublished, RolledBackMeanwhile, StillServed
from catalog_admin.promotions.model import PublishWish
from tests.publishing.shop import ANY, Shop


def withdraw(shop: Shop, expected: Expected = ANY) -> Withdrawn:
    with shop.work() as work:
        return commands.withdraw(work, shop.key, reason="sold", expected=expected)


def delete(shop: Shop) -> None:
    with shop.work() as work:
        drafts.delete_catalog(work, shop.key, ANY)


def test_what_is_withdrawn_is_not_served_and_others_are(shop: Shop) -> None:
    other = Shop(shop.database, shop.world, "other").open()
    kept = other.publish()
    served = shop.publish()
    withdrawn = withdraw(shop)
    assert (withdrawn.version, withdrawn.generation) == (served.version, served.generation + 1)
    with pytest.raises(NothingPublished):
        shop.live()
    assert other.live() == kept.version
    with shop.reads() as reads:
        assert queries.version(reads, shop.key, version="1") == served.version


def test_a_rollback_serves_what_was_withdrawn(shop: Shop) -> None:
    shop.publish()
    shop.unassign("sensors.gps", "b")
    second = shop.publish()
    withdraw(shop)
    assert shop.rollback("previous").version == second.version
    withdraw(shop)
    assert shop.rollback("1").number == 1


def test_a_publish_serves_it_again(shop: Shop) -> None:
    first = shop.publish()
    withdraw(shop)
    again = shop.publish()
    assert (again.version, again.generation) == (first.version, first.generation + 2)
    assert shop.live() == first.version


def test_a_publish_asked_for_before_does_not_undo_it(shop: Shop) -> None:
    shop.publish()
    with shop.work() as work:
        wish = publishing._as_asked(work, PublishWish(shop.key))
    withdraw(shop)
    with pytest.raises(RolledBackMeanwhile):
        commands.publish(
            shop.database, shop.world.actor, shop.world.environment, wish, environment_key=shop.environment_key
        )
    with pytest.raises(NothingPublished):
        shop.live()


def test_only_what_is_served_is_withdrawn_and_only_once(shop: Shop) -> None:
    with pytest.raises(NothingPublished):
        withdraw(shop)
    served = shop.publish()
    with pytest.raises(RevisionStale):
        withdraw(shop, Expected(etag(served.generation + 1)))
    withdraw(shop, Expected(etag(served.generation)))
    with pytest.raises(NothingPublished):
        withdraw(shop)


def test_withdrawing_takes_a_publisher_and_an_open_gate(shop: Shop) -> None:
    shop.publish()
    editor = Actor("user:ed", shop.world.tenant, "acme", grants=(Grant(Role.CATALOG_EDITOR),))
    work = shop.database.work(editor, shop.world.environment, environment_key="dev")
    with pytest.raises(NotPermitted), work:
        commands.withdraw(work, shop.key, expected=ANY)
    shop.environment_key = "prod"
    with pytest.raises(GateClosed):
        withdraw(shop)


def test_a_withdrawal_is_told_audited_and_kept(shop: Shop) -> None:
    served = shop.publish()
    withdraw(shop)
    with shop.reads() as reads:
        step = queries.history(reads, "dev", limit=1, after=None).items[0]
        assert (step.move.cause, step.move.reason, step.catalogs) == ("withdrawal", "sold", {})
        audited = text("SELECT subject, body FROM audit_entry WHERE action = 'promotions.withdrawn'")
        subject, body = reads.session.execute(audited).one()
        assert (subject, "sold" in body) == ("catalog:shop", True)
        told = reads.session.execute(text("SELECT data FROM event WHERE type = 'CatalogWithdrawn'")).scalar_one()
        assert (told["version"], told["reason"]) == (served.version.hex, "sold")


def test_a_live_catalog_is_not_deleted_by_the_way(shop: Shop) -> None:
    shop.publish()
    with pytest.raises(StillServed) as refused:
        delete(shop)
    assert refused.value.suggestion == "withdraw shop, then delete it"
    withdraw(shop)
    delete(shop)
    with pytest.raises(CatalogNotFound):
        shop.publish()
    assert shop.rollback("previous").number == 1


def test_a_catalog_that_was_never_served_is_simply_deleted(shop: Shop) -> None:
    delete(shop)
