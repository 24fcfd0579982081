"""What was published last, judged as of another instant: nothing of what people have edited since."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.catalogs.errors import BrokenRule
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Database
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products import queries as goods
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.promotions.commands.publishing import seal_and_serve
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import store
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.draft import Draft, draft_on, ground_of
from catalog_admin.publishing.errors import InputsUnknown
from catalog_admin.publishing.filling import Frozen
from catalog_admin.publishing.foreground import Foreground
from catalog_admin.publishing.freezing import freeze_draft
from catalog_admin.publishing.naming import version_at
from tests.publishing.conftest import committed
from tests.publishing.shop import ANY, COLOUR, Shop
from tests.publishing.test_increment import LARGE, SMALL, Step, agrees, whole
from tests.world import plant

JANUARY, FEBRUARY, MARCH = (datetime(2026, month, 15, tzinfo=UTC) for month in (1, 2, 3))


def again(shop: Shop, at: datetime) -> Frozen:
    """Published from what was published last, as of this instant."""
    world = shop.world
    desk = Foreground(shop.database, world.actor, world.environment, shop.environment_key)
    with publishing.queue(desk, shop.key):
        frozen = publishing.freeze_as_published(desk, shop.key, at)
        with desk.work() as work:
            seal_and_serve(work, frozen, PublishWish(shop.key), {"trigger": "test"})
    return frozen


def remembered(shop: Shop, at: datetime) -> Draft:
    """The draft as it is now, as of an instant, in memory: edits do not reach it."""
    with shop.reads() as reads:
        draft = draft_on(reads, ground_of(reads, shop.key), at)
        cards = {card["id"]: card for some in goods.cards(reads) for card in some}
    return replace(draft, cards=lambda ids: iter([[cards[each] for each in ids]]))


def digest_of(draft: Draft, *, without: frozenset[str] = frozenset()) -> bytes:
    population = draft.population.filter(~pl.col("plan_id").is_in(list(without)))
    candidate = Candidate(replace(draft, population=population), Base())
    assert all(not entry.is_entry_known for entry in candidate.fresh())
    return candidate.digest


def the_draft_is_next(shop: Shop) -> None:
    """Whoever publishes goes on from there, and comes to what the draft says."""
    shop.publish()
    with shop.reads() as reads:
        live, place = shop.live(), store.newest_sealed_of(reads, shop.key)
        assert live.digest == whole(reads, shop).digest
    if place == (live.lineage_id, live.ordinal):  # or it was frozen before
        agrees(shop)


@pytest.fixture
def seasonal(real_database: Database) -> Shop:
    """`winter` is sold until February, `spring` from then on; a rule has both on a shelf, and goes by the date."""
    shop = committed(real_database)
    shop.stock("winter", effectiveTo="2026-02-01")
    shop.stock("spring", effectiveFrom="2026-02-01")
    shop.node("season")
    shop.rule("season", "effectiveTo > today() || effectiveFrom <= today()")
    shop.publish(effective_from=JANUARY)
    return shop


def test_edits_of_the_draft_do_not_come_along(seasonal: Shop) -> None:
    expected = digest_of(remembered(seasonal, FEBRUARY))
    seasonal.stock("fresh", effectiveFrom="2026-01-01")
    seasonal.replace("a", name={"en": "Renamed"})
    seasonal.assign("sensors", "fresh")
    seasonal.unassign("sensors", "c")
    seasonal.rule("heavies", "weight > 0")
    seasonal.move("sensors.gps", "heavies")
    seasonal.change("season", meta={"displayName": {"en": "Another name"}})
    seasonal.change_product(name={"en": "Another product"})
    frozen = again(seasonal, FEBRUARY)
    assert seasonal.live().digest == frozen.digest != expected  # the product changed: of spring nothing was published
    assert frozen.left_out == 2
    assert b'"spring"' not in seasonal.export(seasonal.live())
    for never in (b"Renamed", b"Another", b'"fresh"'):
        assert never not in seasonal.export(seasonal.live())


def test_what_was_never_on_a_shelf_comes_as_it_is_unless_it_has_changed(seasonal: Shop) -> None:
    expected = digest_of(remembered(seasonal, FEBRUARY))
    seasonal.replace("a", name={"en": "Renamed"})
    frozen = again(seasonal, FEBRUARY)
    assert (frozen.digest, frozen.left_out) == (expected, 0)
    assert b'"spring"' in seasonal.export(seasonal.live())


def test_what_left_by_time_comes_back_by_time_as_it_was_published(real_database: Database) -> None:
    shop = committed(real_database)
    shop.node("season")
    shop.stock("hats", effectiveFrom="2026-02-01", effectiveTo="2026-03-01")
    shop.rule("season", "effectiveFrom > today() || effectiveTo <= today()")
    january = shop.publish(effective_from=JANUARY).version
    shop.replace("hats", name={"en": "Renamed"})
    assert again(shop, FEBRUARY).plans == january.plans - 1
    assert again(shop, MARCH).digest == january.digest


def test_an_attribute_says_what_was_published_of_it(seasonal: Shop) -> None:
    expected = digest_of(remembered(seasonal, FEBRUARY))
    with seasonal.work() as work:
        products.put_attribute(work, replace(COLOUR, label={"en": "Hue"}, searchable=False), ANY)
    assert again(seasonal, FEBRUARY).digest == expected
    the_draft_is_next(seasonal)


def test_a_draft_that_was_frozen_since_is_no_input(seasonal: Shop) -> None:
    expected = digest_of(remembered(seasonal, FEBRUARY))
    seasonal.replace("a", name={"en": "Renamed"})
    world = seasonal.world
    freeze_draft(seasonal.database, world.actor, world.environment, seasonal.key, environment_key="dev")
    assert again(seasonal, FEBRUARY).digest == expected
    the_draft_is_next(seasonal)


def test_what_was_never_published_is_not_published_again(real_database: Database) -> None:
    shop = committed(real_database)
    with pytest.raises(InputsUnknown):
        again(shop, FEBRUARY)


def test_a_rule_that_the_registry_no_longer_bears_is_told(real_database: Database) -> None:
    shop = committed(real_database)
    with shop.work() as work:
        products.put_attribute(work, AttributeDefinition("until", Type(Kind.DATE), {"en": "Until"}), ANY)
    shop.node("season")
    shop.rule("season", "until > today()")
    before = shop.publish(effective_from=JANUARY).version
    shop.rule("season", "weight > 1")
    with shop.work() as work:
        products.delete_attribute(work, "until", ANY)
    with pytest.raises(BrokenRule, match="let-in of season"):
        again(shop, FEBRUARY)
    assert shop.live().digest == before.digest


PATHS, PLANS = ("x", "y", "x.m", "y.m", "x.m.k", "z"), ("p", "q", "r")
months = st.sampled_from((*"1234", None))


def seasons(shop: Shop, key: str, begins: str | None, ends: str | None) -> None:
    shop.replace(key, effectiveFrom=_day(begins), effectiveTo=_day(ends))


def _day(month: str | None) -> str | None:
    return None if month is None else f"2026-0{month}-01"


def by_season(shop: Shop, path: str, effect: Any) -> None:
    shop.rule(path, "effectiveTo > today() && weight > 0", effect)


BEFORE: tuple[st.SearchStrategy[Step], ...] = (
    st.tuples(st.just(seasons), st.tuples(st.sampled_from(PLANS), months, months)),
    st.tuples(st.just(by_season), st.tuples(st.sampled_from(PATHS), st.sampled_from(("include", "exclude")))),
    st.tuples(st.just(Shop.assign), st.tuples(st.sampled_from(PATHS), st.sampled_from(PLANS))),
)
NEVER: tuple[Callable[..., Any], ...] = (Shop.publish, Shop.rollback)


def do(shop: Shop, steps: list[Step]) -> None:
    for verb, values in steps:
        if verb not in NEVER:
            with suppress(Refusal):
                verb(shop, *values)


def test_whatever_is_edited_since_it_comes_to_what_was_published(real_database: Database) -> None:
    edits = st.lists(st.one_of(*SMALL, *LARGE, *BEFORE), max_size=5)

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(before=st.lists(st.one_of(*BEFORE), min_size=3, max_size=8), since=edits, later=edits)
    def run(before: list[Step], since: list[Step], later: list[Step]) -> None:
        with real_database.engine.begin() as connection:
            world = plant(connection, f"t-{token_hex(6)}")
        shop = Shop(real_database, world).open()
        shop.declare()
        shop.stock(*PLANS, "anchor", attributes={"weight": "2", "colour": "noir"})
        for path in PATHS:
            shop.node(path)
        shop.assign("x", "anchor")  # what is said of attributes is published from the beginning
        shop.rule("z", "effectiveFrom <= today() || weight > 5")
        do(shop, before)
        shop.publish(effective_from=JANUARY)
        for at, edited in ((FEBRUARY, since), (MARCH, later)):
            if at is FEBRUARY:
                then = {each: remembered(shop, each) for each in (FEBRUARY, MARCH)}
            do(shop, edited)
            gone = left_out(shop)
            frozen = again(shop, at)
            assert frozen.digest == digest_of(then[at], without=gone)
            with shop.reads() as reads:
                place = store.newest_sealed_of(reads, shop.key)
                assert place is not None
                assert version_at(reads, *place).digest == frozen.digest
        the_draft_is_next(shop)

    run()


def left_out(shop: Shop) -> frozenset[str]:
    from catalog_admin.publishing.as_published import as_published

    with shop.reads() as reads:
        then = as_published(reads, shop.key)
        return then.changed - then.kept.keys()
