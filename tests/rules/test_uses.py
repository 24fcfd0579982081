"""Who uses a file: other files of the repository, rules in drafts, what environments serve; and who is told of it."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.paging import BadCursor
from catalog_admin.promotions import commands as promotions
from catalog_admin.rules import commands, queries
from catalog_admin.rules.errors import RevisionNotFound
from catalog_admin.rules.queries.uses import Uses
from rulestore.mirror import Mirrors
from tests.publishing.conftest import shop
from tests.publishing.shop import ANY, Shop
from tests.rules.librarian import Librarian
from tests.world import plant

__all__ = ["shop"]

HEAVY = "predicates/heavy.json"
CASE = {"id": "light", "context": {"weight": 1}, "expect": {"outcome": "NO_MATCH"}}
CASES = json.dumps(
    {"subject": {"kind": "predicate", "id": "heavy"}, "instant": "2026-01-01T00:00:00Z", "cases": [CASE]}
)


@pytest.fixture
def library(shop: Shop, mirrors: Mirrors) -> Librarian:
    return Librarian(shop, mirrors).begin()


def uses(library: Librarian, called: str = HEAVY, at: str = "main", actor: Actor | None = None, **page: object) -> Uses:
    with library.shop.database.reads(actor or library.shop.world.actor) as reads:
        return queries.uses(reads, library.mirrors, called, at, **page)  # type: ignore[arg-type]


def test_rules_of_drafts_are_told_with_the_channel_that_they_say(library: Librarian) -> None:
    commit = library.at
    library.refer("heavies")
    library.refer("sensors", f"predicates/heavy@{commit}")
    found = uses(library)
    assert [(use.environment, use.catalog, use.path, use.rule, use.at) for use in found.rules.items] == [
        ("dev", "shop", "heavies", "let-in", "main"),
        ("dev", "shop", "sensors", "let-in", commit),
    ]
    assert found.rules.items[0].node_id == library.shop.id_of("heavies")
    assert uses(library, "predicates/other.json").rules.items == []


def test_what_is_served_is_told_with_where_it_was_pinned(library: Librarian) -> None:
    library.refer("heavies")
    library.shop.publish()
    pinned = library.at
    assert [each.has_moved for each in uses(library).published] == [False]
    library.heavy("weight > 0")
    [served] = uses(library).published
    assert (served.environment, served.catalog, served.pin.commit, served.has_moved) == ("dev", "shop", pinned, True)


def test_what_was_published_once_and_is_served_no_more_is_not_told(library: Librarian) -> None:
    library.refer("heavies")
    first = library.shop.publish()
    library.shop.rule("heavies", "weight > 3")
    library.shop.publish()
    assert uses(library).published == []
    with library.shop.work() as work:
        promotions.rollback(work, library.shop.key, first.version.hex, reason="it was better", expected=ANY)
    assert [each.pin.at for each in uses(library).published] == ["main"]


def test_files_that_use_it_are_those_of_the_revision_that_is_asked(library: Librarian) -> None:
    before = library.at
    library.say(tests__heavy=CASES)
    assert [(each.path, each.pointer) for each in uses(library).files] == [("tests/heavy.json", "/subject/id")]
    assert uses(library, at=before).files == []
    # What says no context of its own reads the default one.
    assert [each.path for each in uses(library, "schemas/context.json").files] == [HEAVY]
    with pytest.raises(RevisionNotFound):
        uses(library, at="nowhere")


@pytest.mark.parametrize("called", [HEAVY, "predicates/heavy", "heavy"])
def test_a_predicate_is_found_by_its_path_with_or_without_ending_and_by_its_id(library: Librarian, called: str) -> None:
    library.refer("heavies")
    found = uses(library, called)
    assert (found.file, found.count) == (HEAVY, 1)


def test_a_page_goes_on_where_the_one_before_ended(library: Librarian) -> None:
    for path in ("heavies", "sensors", "sensors.gps"):
        library.refer(path)
    seen, after = [], None
    while True:
        found = uses(library, limit=1, after=after)
        assert found.count == 3
        seen += [each.path for each in found.rules.items]
        after = found.rules.next
        if after is None:
            break
    assert seen == ["heavies", "sensors", "sensors.gps"]
    with pytest.raises(BadCursor):
        uses(library, after="bm90IG91cnM")


def unlet(library: Librarian) -> Iterator[Actor]:
    """Who is let into another environment only, and who reads another catalog only."""
    yield replace(library.shop.world.actor, environments=frozenset({"prod"}))
    yield replace(library.shop.world.actor, grants=(Grant(Role.VIEWER, "another"),))


def test_of_catalogs_that_somebody_may_not_read_only_their_number_is_told(library: Librarian) -> None:
    library.refer("heavies")
    library.refer("sensors")
    library.shop.publish()
    for actor in unlet(library):
        found = uses(library, actor=actor)
        assert (found.count, found.rules.items, found.published) == (0, [], [])
        assert (found.untold, found.published_untold) == (2, 1)


def test_another_tenant_is_told_nothing_not_even_a_number(library: Librarian, connection: Connection) -> None:
    library.refer("heavies")
    library.shop.publish()
    stranger = plant(connection, "other-tenant").actor
    with library.shop.database.work(stranger) as work:
        commands.found_repository(work)
        found = queries.uses(work, library.mirrors, HEAVY, "main")
    assert (found.count, found.untold, found.published, found.published_untold) == (0, 0, [], 0)


def test_what_is_deleted_uses_nothing(library: Librarian) -> None:
    library.refer("heavies")
    library.shop.delete("heavies", cascade=True)
    assert uses(library).count == 0
