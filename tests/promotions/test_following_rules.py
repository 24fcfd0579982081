"""A catalog that says so is published again by itself when its channel of the rule repository has another condition."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from catalog_admin.jobs.model import JobStatus
from catalog_admin.kit.work import Database
from catalog_admin.promotions.commands.republishing import CLOCK
from rulestore.mirror import Mirrors
from tests.promotions.test_republishing import JANUARY, asked, by_itself, generation, publications, run, stands, sweep
from tests.publishing.conftest import committed, real_database, real_url
from tests.rules.author import predicate
from tests.rules.conftest import mirrors
from tests.rules.librarian import Librarian

__all__ = ["mirrors", "real_database", "real_url"]


@pytest.fixture
def library(real_database: Database, mirrors: Mirrors) -> Iterator[Librarian]:
    library = Librarian(committed(real_database), mirrors).begin()
    library.refer("heavies")
    by_itself(library.shop, "on_rule_change")
    yield library
    by_itself(library.shop, "none")  # or the next test would find it due


def events(library: Librarian, type: str) -> list[dict[str, object]]:
    with library.shop.work() as work:
        found = work.session.scalars(text("SELECT data FROM event WHERE type = :type ORDER BY at"), {"type": type})
        return list(found.all())


def test_a_channel_that_moved_is_published_from_what_was_published_last(library: Librarian) -> None:
    shop = library.shop
    before = shop.publish().version
    shop.replace("a", name={"en": "Not yet to be seen"})
    shop.rule("sensors", "weight < 1")
    assert sweep(shop) == 0
    commit = library.heavy("weight > 0")
    assert sweep(shop) == 1
    [job] = asked(shop)
    assert (job["created_by"], job["params"]) == (CLOCK, {"catalog": "shop", "rules": f"main {commit}"})
    assert [str(each.ref) for each in stands(shop).rules_moved] == ["predicates/heavy@main"]
    done = run(shop)
    assert done.status is JobStatus.SUCCEEDED
    assert done.result is not None
    assert done.result["trigger"] == "rule_change"
    assert shop.live().memberships > before.memberships
    content = shop.export(shop.live())
    assert b"Not yet" not in content
    assert b"weight < 1" not in content
    published = publications(shop)[0]
    assert (published.published_by, published.note) == (CLOCK, "as rules changed: predicates/heavy@main")
    assert [each.commit for each in published.rule_pins] == [commit]
    assert stands(shop).rules_moved == ()
    assert sweep(shop) == 0


def test_a_commit_that_leaves_the_condition_alone_is_looked_at_once(library: Librarian) -> None:
    shop = library.shop
    shop.publish()
    library.say(predicates__light=predicate("light", "weight < 1"))
    assert sweep(shop) == 1
    assert run(shop).result == {"done": False, "held": None, "unchanged": True}
    assert len(publications(shop)) == 1
    assert sweep(shop) == 0
    library.heavy("weight > 1")
    assert sweep(shop) == 1


def test_a_catalog_that_follows_time_alone_keeps_its_conditions(library: Librarian) -> None:
    shop = library.shop
    by_itself(shop, "on_time_boundary")
    shop.node("season")
    shop.stock("winter", effectiveTo="2026-02-01")
    shop.rule("season", "effectiveTo > today()")
    before = shop.publish(effective_from=JANUARY).version
    library.heavy("weight > 0")
    assert sweep(shop) == 1
    done = run(shop)
    assert done.result is not None
    assert done.result["trigger"] == "time_boundary"
    assert shop.live().memberships == before.memberships - 1
    assert [str(each.ref) for each in stands(shop).rules_moved] == ["predicates/heavy@main"]
    assert sweep(shop) == 0


def test_a_rollback_holds_it(library: Librarian) -> None:
    shop = library.shop
    shop.publish()
    shop.replace("b", name={"en": "Second"})
    shop.publish()
    library.heavy("weight > 0")
    assert sweep(shop) == 1
    back = shop.rollback().version
    assert run(shop).result == {"done": False, "held": "rolled_back"}
    assert sweep(shop) == 0
    assert (shop.live().digest, stands(shop).held) == (back.digest, "rolled_back")


def test_what_cannot_be_read_any_more_is_refused_told_and_tried_again(library: Librarian) -> None:
    shop = library.shop
    before, moves = shop.publish().version, generation(shop)
    commit = library.heavy("size > 1")
    sweep(shop)
    refused = run(shop)
    assert refused.status is JobStatus.FAILED
    assert refused.error is not None
    assert (refused.error["code"], refused.error["commit"]) == ("catalogs.broken_reference", commit)
    assert (shop.live().digest, generation(shop)) == (before.digest, moves)
    assert (stands(shop).held, stands(shop).refusal) == ("refused", refused.error)
    [event] = events(library, "AutoPublishRefused")
    assert (event["trigger"], event["problem"]) == ("rule_change", refused.error)
    assert sweep(shop) == 0
    library.heavy("weight > 0")
    assert sweep(shop) == 1  # another condition: nobody has to wait for the next attempt at the old one
    assert run(shop).status is JobStatus.SUCCEEDED


def test_both_may_be_followed(library: Librarian) -> None:
    by_itself(library.shop, "on_time_boundary_or_rule_change")
    library.shop.publish()
    library.heavy("weight > 0")
    assert sweep(library.shop) == 1
    assert run(library.shop).status is JobStatus.SUCCEEDED


def test_the_overview_says_that_rules_have_changed(library: Librarian) -> None:
    from catalog_admin.promotions.overview import overview

    library.shop.publish()
    library.heavy("weight > 0")
    with library.shop.reads() as reads:
        [glance] = overview(reads, limit=10).items
    assert (glance.draft_differs, glance.changed) == (None, ("rules",))
