"""A publish after a small change looks at that alone, and comes to what looking at everything would have come to."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.jobs.imports.model import Format
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Database, Reads
from catalog_admin.products import commands as products
from catalog_admin.products.imports import Of, import_file
from catalog_admin.publishing import by_hand, filling, increment, merkle, store, tip
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.deletions import is_remembered
from catalog_admin.publishing.draft import draft_on, ground_of
from catalog_admin.publishing.freezing import freeze_draft
from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.layout import STAGES, derived_rows
from catalog_admin.publishing.naming import version_at
from tests.publishing.shop import ANY, WEIGHT, Shop, plan
from tests.world import plant


@contextmanager
def found(shop: Shop, at: datetime | None = None) -> Iterator[Increment | None]:
    """What a publish would go on from the newest version with."""
    with shop.reads() as reads:
        place = store.newest_sealed_of(reads, shop.key)
        assert place is not None
        yield increment.worked_out(reads, ground_of(reads, shop.key), at or reads.now, version_at(reads, *place))


def looked_at(shop: Shop) -> set[str] | None:
    """The keys of the rate plans that a publish would look at; None for everything."""
    with found(shop) as little:
        return None if little is None else set(little.plans.values())


def whole(reads: Reads, shop: Shop) -> Candidate:
    """From nothing, without looking at any version before."""
    candidate = Candidate(draft_on(reads, ground_of(reads, shop.key), reads.now), Base())
    assert all(not entry.is_entry_known for entry in candidate.fresh())
    return candidate


def agrees(shop: Shop) -> None:
    """The newest version, its derived rows and its tip are what a look at everything makes them."""
    with shop.reads() as reads:
        place = store.newest_sealed_of(reads, shop.key)
        assert place is not None
        version, candidate = version_at(reads, *place), whole(reads, shop)
        assert version.digest == candidate.digest
        assert (version.entries, version.nodes) == (candidate.leaves.count, candidate.nodes)
        assert (version.plans, version.memberships) == (candidate.plans, candidate.memberships)
        for table, wanted in derived_rows(candidate).items():
            assert store.open_rows(reads, STAGES[table], *place) == wanted
        stands = tip.find(reads, *place)
        if stands is not None:
            hidden = by_hand.beside(reads, ground_of(reads, shop.key).catalog_id, candidate.draft.population)
            assert stands.by_hand_hash == sha256(hidden).digest()
            assert stands.rules_hold_until == next(iter(candidate.draft.boundaries), None)
            assert tip.leaves(reads, place[0], range(65_536)) == candidate.leaf_contents
            assert tip.twigs(reads, place[0], range(256)) == merkle.by_twig(candidate.leaf_hashes)
            assert tip.middles(reads, place[0]) == merkle.middles_of(candidate.leaf_hashes)
            assert +tip.tally(reads, place[0]) == candidate.tally


def unpublish(shop: Shop, key: str) -> None:
    with shop.work() as work:
        products.delete_rate_plan(work, key, ANY)


def put_back(shop: Shop, key: str) -> None:
    with shop.work() as work:
        products.restore_rate_plan(work, key, ANY)


def bring_in(shop: Shop, key: str, weight: str) -> None:
    """By an import, and one more with it."""
    with NamedTemporaryFile(suffix=".ndjson") as file:
        rows = (plan(each, attributes={"weight": weight}) for each in (key, f"beside-{key}"))
        file.write(b"\n".join(map(orjson.dumps, rows)))
        file.flush()
        shop_of = (shop.database, shop.world.actor, shop.world.environment)
        import_file(*shop_of, Path(file.name), of=Of.RATE_PLANS, format=Format.NDJSON, environment_key="dev")


def keep_out_always(shop: Shop, path: str) -> None:
    """By a rule that beats hands."""
    node = shop.id_of(path)
    with shop.work() as work:
        rule = SaidRule("never", "exclude", "weight == 3", "/rules/0", mandatory=True)
        catalogs.put_ruleset(work, node, [rule], [], ANY)


def no_rules(shop: Shop, path: str) -> None:
    node = shop.id_of(path)
    with shop.work() as work:
        catalogs.delete_ruleset(work, node, ANY)


def keep_out(shop: Shop, path: str, key: str) -> None:
    node = shop.id_of(path)
    with shop.work() as work:
        catalogs.assign(work, node, key, Wanted(effect="exclude"), ANY)


def label(shop: Shop, said: str) -> None:
    with shop.work() as work:
        products.put_attribute(work, replace(WEIGHT, label={"en": said}), ANY)


def give_up(shop: Shop) -> None:
    """A publish that is stopped before it seals."""

    class Stopped(Exception):
        pass

    def stop(percent: int, step: str) -> None:
        if step == "sealing":
            raise Stopped

    with suppress(Stopped):
        freeze_draft(
            shop.database, shop.world.actor, shop.world.environment, shop.key, environment_key="dev", on_progress=stop
        )


EDITS: dict[str, tuple[Callable[[Shop], object], set[str]]] = {
    "a rate plan says something else": (lambda shop: shop.replace("a", name={"en": "A"}), {"a"}),
    "a rate plan is new": (lambda shop: shop.stock("new"), {"new"}),
    "a rate plan is deleted": (lambda shop: unpublish(shop, "c"), {"c"}),
    "a product says something else": (
        lambda shop: shop.change_product(name={"en": "Else"}),
        {"a", "b", "c", "heavy"},
    ),
    "a plan is put on a shelf": (lambda shop: shop.assign("heavies", "b"), {"b"}),
    "a plan is pinned": (lambda shop: shop.assign("sensors.gps", "b", pin=1), {"b"}),
    "a plan is taken off a shelf": (lambda shop: shop.unassign("sensors", "c"), {"c"}),
    "a plan is kept out by hand": (lambda shop: keep_out(shop, "heavies", "heavy"), {"heavy"}),
    "a plan meets a rule": (lambda shop: shop.replace("a", attributes={"weight": "90"}), {"a"}),
    "a plan meets a rule no more": (lambda shop: shop.replace("heavy", attributes={"weight": "1"}), {"heavy"}),
    "the last plan with an attribute loses it": (
        lambda shop: [shop.replace(key, attributes={"weight": "1"}) for key in ("a", "b", "c", "heavy")],
        {"a", "b", "c", "heavy"},
    ),
    "nothing": (lambda shop: None, set()),
    "a node is new": (lambda shop: shop.node("new", meta={"slug": {"en": "new"}}), set()),
    "a node with rate plans is new": (lambda shop: [shop.node("sensors.new"), shop.assign("sensors.new", "a")], {"a"}),
    "a node is called otherwise": (lambda shop: shop.change("sensors", meta={"slug": {"en": "probes"}}), set()),
    "a node is moved": (lambda shop: shop.move("sensors.gps", "heavies"), {"a", "b"}),
    "a node is deleted": (lambda shop: shop.delete("sensors.gps", cascade=True), {"a", "b"}),
    "a node with rules is deleted": (lambda shop: shop.delete("heavies"), {"heavy"}),
    "a rule is new": (lambda shop: shop.rule("sensors", "weight > 1"), {"heavy"}),
    "a rule says something else": (lambda shop: shop.rule("heavies", "weight < 1"), {"a", "b", "c", "heavy"}),
    "a rule comes to the same": (lambda shop: shop.rule("heavies", "weight > 11"), set()),
    "a rule keeps out below": (lambda shop: shop.rule("sensors", 'key == "a"', "exclude"), set()),
    "a rule moves under one that keeps out": (
        lambda shop: [shop.rule("sensors", "weight > 12", "exclude"), shop.move("heavies", "sensors")],
        {"heavy"},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_only_what_changed_is_looked_at(real_shop: Shop, edit: str) -> None:
    real_shop.publish()
    change, plans = EDITS[edit]
    change(real_shop)
    assert looked_at(real_shop) == plans
    real_shop.publish()
    agrees(real_shop)
    assert looked_at(real_shop) == set()


def test_what_stands_behind_all_entries_makes_it_look_at_everything(real_shop: Shop) -> None:
    real_shop.publish()
    label(real_shop, "Weight of all")
    assert looked_at(real_shop) is None
    real_shop.publish()
    agrees(real_shop)
    assert looked_at(real_shop) == set()


def test_an_edit_that_runs_beside_is_in_the_next_publish(real_shop: Shop) -> None:
    """It began before the publish read the draft, and ended after."""
    with real_shop.work() as work:
        products.delete_rate_plan(work, "b", ANY)
        real_shop.publish()
    assert looked_at(real_shop) == {"b"}
    real_shop.publish()
    agrees(real_shop)


def test_an_edit_that_is_taken_back_is_none(real_shop: Shop) -> None:
    real_shop.publish()
    with suppress(ZeroDivisionError), real_shop.work() as work:
        products.delete_rate_plan(work, "b", ANY)
        raise ZeroDivisionError
    assert looked_at(real_shop) == set()


def test_a_rule_that_looks_at_the_clock_holds_until_it_would_answer_differently(real_shop: Shop) -> None:
    real_shop.rule("heavies", "effectiveFrom <= today()")
    real_shop.publish()
    at = datetime(2027, 1, 1, tzinfo=UTC)
    with found(real_shop, at - timedelta(seconds=1)) as little:
        assert little is not None
    with found(real_shop, at) as little:
        assert little is None


def test_what_was_judged_as_of_later_does_not_hold_before(real_shop: Shop) -> None:
    real_shop.publish()
    with found(real_shop, datetime(2020, 1, 1, tzinfo=UTC)) as little:
        assert little is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tip_twig SET leaves = set_byte(leaves, 5, get_byte(leaves, 5) # 1)",
        "UPDATE tip_middle SET hash = set_byte(hash, 5, get_byte(hash, 5) # 1)",
        "UPDATE tip_leaf SET pairs = set_byte(pairs, 40, get_byte(pairs, 40) # 1)",
        "UPDATE tip_tally SET plans = plans + 1",
        "UPDATE lineage_tip SET by_hand_hash = ground",
        "DELETE FROM tip_leaf",
        "DELETE FROM tip_twig",
        "DELETE FROM tip_middle",
        "UPDATE lineage_tip SET read_as = '1 ' || split_part(read_as, ' ', 2)",
    ],
)
def test_a_tip_that_does_not_lead_to_the_digest_is_not_believed(real_shop: Shop, damage: str) -> None:
    real_shop.publish()
    with real_shop.work() as work:
        work.session.execute(text(damage))
    real_shop.replace("a", name={"en": "A"})
    assert looked_at(real_shop) is None
    real_shop.publish()
    agrees(real_shop)
    real_shop.replace("a", name={"en": "B"})
    assert looked_at(real_shop) == {"a"}


def test_content_that_is_known_is_not_written_again(real_shop: Shop) -> None:
    """Back to what was published first: the lineage's newest ordinal stays where it is, and is gone on from later."""
    first = real_shop.publish().version
    real_shop.replace("a", name={"en": "A"})
    real_shop.publish()
    real_shop.replace("a")
    assert real_shop.publish().version.digest == first.digest
    real_shop.replace("b", name={"en": "B"})
    assert looked_at(real_shop) == {"a", "b"}
    real_shop.publish()
    agrees(real_shop)


def test_what_was_taken_away_is_forgotten_once_every_lineage_knows(real_shop: Shop) -> None:
    def remembered() -> int:
        with real_shop.work() as work:
            return int(work.session.scalar(text("SELECT count(*) FROM draft_deletion")) or 0)

    other = replace(real_shop, key="other").open()
    real_shop.publish()
    other.publish()
    real_shop.unassign("sensors", "c")
    real_shop.publish()
    assert remembered() == 1
    other.node("x")
    assert looked_at(other) == set()
    other.publish()
    real_shop.replace("a", name={"en": "A"})
    real_shop.publish()
    assert remembered() == 0


def test_whoever_read_the_draft_before_what_is_forgotten_looks_at_everything(real_shop: Shop) -> None:
    """A first publish has no tip that would keep lines for it: they may be gone before it is sealed."""
    real_shop.publish()
    with real_shop.reads() as reads:
        old = Snapshot.of(reads)
    real_shop.unassign("sensors", "c")
    real_shop.publish()
    real_shop.replace("a", name={"en": "A"})
    real_shop.publish()
    with real_shop.reads() as reads:
        assert not is_remembered(reads, old)
        assert is_remembered(reads, Snapshot.of(reads))


def test_more_than_so_many_changed_rate_plans_are_no_little_change(
    real_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increment, "MOST_PLANS", 2)
    real_shop.publish()
    real_shop.replace("a", name={"en": "A"})
    real_shop.replace("b", name={"en": "B"})
    assert looked_at(real_shop) == {"a", "b"}
    real_shop.replace("c", name={"en": "C"})
    assert looked_at(real_shop) is None


def test_products_without_rate_plans_hide_nobody_who_changed_after_them(
    real_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increment, "MOST_PLANS", 4)
    real_shop.publish()
    for number in range(5):
        with real_shop.work() as work:
            products.create_product(work, {"key": f"bare-{number}", "name": {"en": "Bare"}, "status": "active"})
        if not number:
            assert looked_at(real_shop) == set()
    real_shop.change_product(name={"en": "Else"})
    assert looked_at(real_shop) is None
    real_shop.publish()
    agrees(real_shop)


def test_a_rule_may_concern_more_rate_plans_than_may_have_changed(
    real_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increment, "MOST_PLANS", 2)
    real_shop.publish()
    real_shop.rule("heavies", "weight < 1")
    assert looked_at(real_shop) == {"a", "b", "c", "heavy"}
    monkeypatch.setattr(increment, "MOST_LOOKED_AT", 3)
    assert looked_at(real_shop) is None


def test_of_rate_plans_that_a_rule_lets_in_nothing_is_read_but_where_they_stand(real_shop: Shop) -> None:
    """Unless they stand nowhere else: `b` is on a shelf by hand, `heavy` on none."""
    real_shop.stock("d", attributes={"weight": "2"})
    real_shop.publish()
    real_shop.rule("heavies", "weight < 3")
    with found(real_shop) as little:
        assert little is not None
        assert set(little.plans.values()) == {"a", "b", "c", "d", "heavy"}
        assert set(little.read.values()) == {"d", "heavy"}
    real_shop.publish()
    agrees(real_shop)


PATHS = ("x", "y", "x.m", "y.m", "x.m.k", "z")
PLANS = ("p", "q", "r")
paths, plans = st.sampled_from(PATHS), st.sampled_from(PLANS)
Step = tuple[Callable[..., Any], tuple[Any, ...]]


def step(verb: Callable[..., Any], *values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(verb), st.tuples(*values))


SMALL = (
    step(Shop.assign, paths, plans),
    step(Shop.unassign, paths, plans),
    step(keep_out, paths, plans),
    step(lambda shop, path, pin: shop.assign(path, "p", pin=pin), paths, st.integers(1, 3)),
    step(lambda shop, key, weight: shop.replace(key, attributes={"weight": weight}), plans, st.sampled_from("123")),
    step(lambda shop, key, day: shop.replace(key, effectiveTo=f"203{day}-01-01"), plans, st.sampled_from("123")),
    step(lambda shop, key: shop.stock(key), plans),
    step(unpublish, plans),
    step(put_back, plans),
    step(bring_in, plans, st.sampled_from("123")),
    step(lambda shop, name: shop.change_product(name={"en": name}), st.sampled_from("ab")),
    step(Shop.publish),
    step(Shop.publish),
    step(Shop.publish),
    step(give_up),
    step(Shop.rollback),
)
LARGE = (
    step(label, st.sampled_from("ab")),
    step(Shop.node, paths),
    step(Shop.delete, paths),
    step(Shop.move, paths, st.sampled_from(("", *PATHS))),
    step(lambda shop, path, least: shop.rule(path, f"weight > {least}"), paths, st.sampled_from("012")),
    step(lambda shop, path: shop.rule(path, "weight == 2", "exclude"), paths),
    step(keep_out_always, paths),
    step(no_rules, paths),
    step(lambda shop, path, name: shop.change(path, meta={"displayName": name}), paths, st.sampled_from("ab")),
    step(lambda shop: shop.rule("z", "effectiveTo > today()")),
)


def test_whatever_happens_an_increment_comes_to_the_whole(
    real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: Counter[bool] = Counter()
    really = increment.worked_out

    def counted(*said: Any) -> Increment | None:
        little = really(*said)
        taken[little is not None] += 1
        return little

    monkeypatch.setattr(filling.increment, "worked_out", counted)

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(steps=st.lists(st.one_of(*SMALL, *SMALL, *LARGE), min_size=5, max_size=16))
    def run(steps: list[Step]) -> None:
        with real_database.engine.begin() as connection:
            world = plant(connection, f"t-{token_hex(6)}")
        shop = Shop(real_database, world).open()
        shop.declare()
        shop.stock(*PLANS)
        for path in PATHS:
            shop.node(path)
        shop.rule("z", "weight > 1")
        shop.publish()
        for verb, values in [*steps, (Shop.publish, ())]:
            with suppress(Refusal):
                verb(shop, *values)
            if verb is Shop.publish and not values:
                with shop.reads() as reads:
                    assert shop.live().digest == whole(reads, shop).digest
        shop.stock(token_hex(4), attributes={"weight": "90"})
        shop.publish()
        agrees(shop)

    run()
    assert taken[True] > 6, taken
