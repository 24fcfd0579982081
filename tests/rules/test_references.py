"""The rule of a node names a condition of the tenant's repository, and says what that says."""

import json
import threading
from contextlib import suppress
from secrets import randbelow, token_hex
from typing import Any

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.catalogs import queries as drafts
from catalog_admin.catalogs.errors import BadReference, BadRuleset, BrokenReference, UnresolvedReference
from catalog_admin.catalogs.model.reference import Found, Reference
from catalog_admin.catalogs.referring import looked_up
from catalog_admin.kit.work import Database
from catalog_admin.products import commands as products
from catalog_admin.products.errors import AttributeInUse
from catalog_admin.publishing import differing
from catalog_admin.publishing import queries as versions
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.draft import draft_on, ground_of
from catalog_admin.publishing.pins import RulePin
from catalog_admin.publishing.restoring import RestoreWish, restore_draft
from catalog_admin.rules import commands, queries
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.errors import NothingChanged, StillReferred
from catalog_admin.rules.queries.references import UP_TO_DATE
from rulestore.mirror import Mirrors
from tests.publishing.conftest import shop
from tests.publishing.shop import ANY, Shop
from tests.rules.author import predicate
from tests.rules.librarian import CONTEXT, Librarian
from tests.world import plant

__all__ = ["shop"]


@pytest.fixture
def library(shop: Shop, mirrors: Mirrors) -> Librarian:
    return Librarian(shop, mirrors).begin()


def pins(shop: Shop) -> tuple[RulePin, ...]:
    with shop.reads() as reads:
        return versions.publications(reads, shop.key, limit=1).items[0].rule_pins


def in_full(shop: Shop) -> bytes:
    """From nothing, without looking at any version before."""
    with shop.reads() as reads:
        candidate = Candidate(draft_on(reads, ground_of(reads, shop.key), reads.now), Base())
        assert list(candidate.fresh())
        return candidate.digest


def rules_in(shop: Shop) -> list[dict[str, object]]:
    entries = map(orjson.loads, shop.export(shop.live()).splitlines())
    return [rule for each in entries if each.get("kind") == "ruleset" for rule in each["body"]["rules"]]


def test_a_rule_is_what_the_channel_says(library: Librarian) -> None:
    library.refer("heavies")
    shop = library.shop
    assert shop.publish().version.plans == 4
    [rule] = rules_in(shop)
    assert (rule["ref"], rule["text"]) == ("predicates/heavy@main", "weight > 10")
    [pin] = pins(shop)
    assert (pin.file, pin.at, pin.blob, pin.is_channel) == ("predicates/heavy.json", "main", rule["blob"], True)


def test_content_that_was_said_in_line_keeps_its_digest(library: Librarian) -> None:
    before = library.shop.publish().version
    assert pins(library.shop) == ()
    library.heavy("weight > 1")
    assert library.shop.publish().version.digest == before.digest


def test_a_channel_that_moved_is_another_version_and_an_increment_says_the_same_as_everything(
    library: Librarian,
) -> None:
    library.refer("heavies")
    before = library.shop.publish().version
    library.heavy("weight > 0")
    after = library.shop.publish().version
    assert after.plans == before.plans
    assert after.memberships > before.memberships
    assert in_full(library.shop) == after.digest


def test_commits_that_leave_the_file_alone_are_no_other_version(library: Librarian) -> None:
    library.refer("heavies")
    before = library.shop.publish().version
    commit = library.say(predicates__light=predicate("light", "weight < 1"))
    assert library.shop.publish().version.digest == before.digest
    assert pins(library.shop)[0].commit == commit


def test_a_commit_never_moves(library: Librarian) -> None:
    commit = library.heavy("weight > 12")
    library.refer("heavies", f"predicates/heavy@{commit[:9]}")
    before = library.shop.publish().version
    assert rules_in(library.shop)[0]["ref"] == f"predicates/heavy@{commit}"
    library.heavy("weight > 0")
    assert library.shop.publish().version.digest == before.digest
    assert not pins(library.shop)[0].is_channel


@pytest.mark.parametrize(
    ("ref", "refusal", "told"),
    [
        ("predicates/heavy", BadReference, "revision"),
        ("rulesets/heavy@main", BadReference, "no predicate"),
        ("predicates/../heavy@main", BadReference, "no predicate"),
        ("predicates/heavy@nowhere", UnresolvedReference, "no branch, tag or commit nowhere"),
        ("predicates/havy@main", UnresolvedReference, "no predicates/havy.json at main"),
        ("predicates/sized@main", UnresolvedReference, "size"),
    ],
)
def test_refuses_what_leads_nowhere_where_it_was_said(
    library: Librarian, ref: str, refusal: type[Exception], told: str
) -> None:
    library.say(predicates__sized=predicate("sized", "size > 1"))
    with pytest.raises(refusal, match=told) as refused:
        library.refer("heavies", ref)
    assert refused.value.pointer == "/rules/0/ref"  # type: ignore[attr-defined]


def test_a_file_of_quite_another_name_is_not_suggested(library: Librarian) -> None:
    with pytest.raises(UnresolvedReference) as refused:
        library.refer("heavies", "predicates/nope@main")
    assert refused.value.suggestion is None


def test_a_condition_may_be_repeated_but_not_otherwise(library: Librarian) -> None:
    library.refer("heavies", text="weight > 10")
    with pytest.raises(BadRuleset, match="something else"):
        library.refer("heavies", text="weight > 11")


def test_what_is_gone_from_the_channel_is_refused_and_never_an_older_one_taken(library: Librarian) -> None:
    library.refer("heavies")
    before = library.shop.publish().version
    commit = library.say(predicates__heavy=predicate("heavy", "size > 1"))
    with pytest.raises(BrokenReference, match="predicates/heavy") as refused:
        library.shop.publish()
    said = refused.value.facts
    assert (said["node"], said["rule"], said["ref"], said["commit"]) == (
        "heavies",
        "let-in",
        "predicates/heavy@main",
        commit,
    )
    assert library.shop.live().digest == before.digest


def test_the_draft_shows_what_the_channel_says_now(library: Librarian) -> None:
    library.refer("heavies")
    library.shop.publish()
    library.heavy("weight > 0")
    with library.shop.reads() as reads:
        found = drafts.ruleset_of(reads, library.shop.id_of("heavies"))
        assert found is not None
        assert found.rules[0].text == "weight > 0"
        changes = differing.of_draft(reads, library.shop.key, library.shop.live())
    assert changes.tally.total > 0


def test_a_broken_reference_is_shown_with_its_reason(library: Librarian) -> None:
    library.refer("heavies")
    library.say(predicates__heavy=predicate("heavy", "size > 1"))
    with library.shop.reads() as reads:
        found = drafts.ruleset_of(reads, library.shop.id_of("heavies"))
    assert found is not None
    assert found.rules[0].fault is not None
    assert "size" in found.rules[0].fault.detail


def test_days_in_force_are_boundaries_of_the_version(library: Librarian) -> None:
    library.heavy("weight > 10", effectiveFrom="2096-01-01", effectiveTo="2096-12-31")
    library.refer("heavies")
    library.shop.publish()
    with library.shop.reads() as reads:
        [published] = versions.publications(reads, library.shop.key, limit=1).items
    assert published.boundaries[0].year == 2096 or published.boundaries[-1].year == 2096
    assert not any(each["key"] == "heavy" for each in members(library.shop, "heavies"))


def members(shop: Shop, path: str) -> list[dict[str, object]]:
    node = str(shop.id_of(path))
    entries = map(orjson.loads, shop.export(shop.live()).splitlines())
    return [{"key": each["key"].partition("/")[2]} for each in entries if each.get("key", "").startswith(f"{node}/")]


def test_another_tenants_repository_is_never_reached(
    library: Librarian, database: Database, connection: Connection
) -> None:
    commit = library.heavy("weight > 12")
    stranger = Shop(database, plant(connection, "other-tenant")).open()
    stranger.declare()
    stranger.node("heavies")
    for ref in ("predicates/heavy@main", f"predicates/heavy@{commit}"):
        with pytest.raises(UnresolvedReference):
            Librarian(stranger, library.mirrors).refer("heavies", ref)


def test_what_a_draft_is_behind_is_told_in_commits_and_in_meaning(library: Librarian) -> None:
    library.refer("heavies")
    library.shop.publish()
    library.heavy("weight > 5")
    library.heavy("weight > 1")
    with library.shop.reads() as reads:
        [found] = queries.references_of(reads, library.mirrors, library.shop.key)
    assert (found.path, found.rule.text, found.behind.steps) == ("heavies", "weight > 1", 2)
    assert any("1" in sentence(each) for each in found.behind.changes)
    library.shop.publish()
    with library.shop.reads() as reads:
        [found] = queries.references_of(reads, library.mirrors, library.shop.key)
    assert found.behind == UP_TO_DATE


def test_nobody_takes_a_file_or_a_branch_away_under_a_rule(library: Librarian) -> None:
    library.refer("heavies")
    with library.work() as work:
        commands.create_branch(work, library.mirrors, "spring", "main")
    library.refer("sensors", "predicates/heavy@spring")
    with pytest.raises(StillReferred, match=r"shop/heavies in dev") as refused:
        library.say(predicates__heavy=None)
    assert refused.value.facts["count"] == 1
    with library.work() as work, pytest.raises(StillReferred, match="branch spring"):
        commands.delete_branch(work, library.mirrors, "spring", ANY)
    library.shop.rule("sensors", "weight > 1")
    with library.work() as work:
        commands.delete_branch(work, library.mirrors, "spring", ANY)
    library.shop.rule("heavies", "weight > 1")
    library.say(predicates__heavy=None)


def test_a_restored_draft_refers_as_it_was_said(library: Librarian) -> None:
    library.refer("heavies")
    then = library.shop.publish().version
    library.shop.rule("heavies", "weight > 1")
    library.shop.publish()
    restore(library.shop, then.hex)
    with library.shop.reads() as reads:
        found = drafts.ruleset_of(reads, library.shop.id_of("heavies"))
    assert found is not None
    assert str(found.rules[0].ref) == "predicates/heavy@main"
    assert library.shop.publish().version.digest == then.digest


def test_what_refers_to_a_branch_that_is_gone_is_told_with_all_others(library: Librarian) -> None:
    with library.work() as work:
        commands.create_branch(work, library.mirrors, "spring", "main")
    library.refer("heavies")
    library.refer("sensors", "predicates/heavy@spring")
    then = library.shop.publish().version
    library.shop.rule("sensors", "weight > 1")
    with library.work() as work:
        commands.delete_branch(work, library.mirrors, "spring", ANY)
    restore(library.shop, then.hex)
    with library.shop.reads() as reads:
        found = {each.path: each for each in queries.references_of(reads, library.mirrors, library.shop.key)}
    assert found["heavies"].behind == UP_TO_DATE
    assert found["sensors"].rule.fault is not None
    assert found["sensors"].behind.steps == 0


def restore(shop: Shop, version: str) -> None:
    world = shop.world
    wish = RestoreWish(shop.key, version, keep_draft=False)
    restore_draft(shop.database, world.actor, world.environment, wish, environment_key=shop.environment_key)


def test_an_attribute_that_a_condition_reads_is_in_use(library: Librarian) -> None:
    library.shop.rule("heavies", 'key == "heavy"')
    library.refer("sensors")
    for key in ("a", "b", "c", "heavy"):
        library.shop.replace(key, attributes={})
    with library.shop.work() as work, pytest.raises(AttributeInUse, match="let-in"):
        products.delete_attribute(work, "weight", ANY)


def test_many_are_looked_up_in_as_many_statements_as_one(library: Librarian, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repository is asked on the driver's own connection."""
    names = [f"heavy-{number}" for number in range(12)]
    library.say(**{f"predicates__{name}": predicate(name, "weight > 1") for name in names})
    asked: list[object] = []
    here = threading.get_ident()
    execute = psycopg.Connection.execute

    def note(self: psycopg.Connection, query: str, *said: Any, **more: Any) -> Any:
        if threading.get_ident() == here:  # what waits for notices asks as well
            asked.append(query)
        return execute(self, query, *said, **more)

    def statements(names: list[str]) -> int:
        with library.shop.reads() as reads:
            driver_of(reads)  # a new connection says who it is first
            asked.clear()
            found = looked_up(reads, {Reference(f"predicates/{name}.json", "main") for name in names})
        assert all(isinstance(each, Found) for each in found.values())
        return len(asked)

    monkeypatch.setattr(psycopg.Connection, "execute", note)
    assert statements(names) == statements(names[:1]) <= 8
    assert statements([]) == 0


STEPS = st.lists(
    st.sampled_from(["weight > 10", "weight > 0", "weight < 1", "in line", "a commit", "channel", "stock", "publish"]),
    min_size=2,
    max_size=6,
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_whatever_is_edited_and_moved_an_increment_says_what_everything_would(
    shop: Shop, mirrors: Mirrors, steps: list[str]
) -> None:
    library = Librarian(shop, mirrors, token_hex(4))
    library.say(schemas__context=json.dumps(CONTEXT), predicates__heavy=predicate("heavy", f"weight > {token()}"))
    library.refer("heavies")
    shop.publish()
    for step in steps:
        take(library, step)
        if step == "publish":
            assert shop.publish().version.digest == in_full(shop)
    assert shop.publish().version.digest == in_full(shop)


def token() -> str:
    return f"2.{randbelow(10**6)}1"


def take(library: Librarian, step: str) -> None:
    match step:
        case "in line":
            library.shop.rule("heavies", "weight > 3")
        case "a commit":
            library.refer("heavies", f"predicates/heavy@{library.at}")
        case "channel":
            library.refer("heavies")
        case "stock":
            library.shop.replace("a", attributes={"weight": "11"})
        case _ if step.startswith("weight"):
            with suppress(NothingChanged):
                library.heavy(step)
