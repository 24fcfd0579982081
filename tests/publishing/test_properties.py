"""Random edits, publishes and rollbacks: the digest always is that of the content, and versions never change."""

from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Database
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.draft import draft_on, ground_of
from catalog_admin.publishing.verify import verify_lines
from tests.publishing.shop import Shop
from tests.world import plant

PATHS = ("x", "y", "x.m", "y.m", "x.m.k", "z")
PLANS = ("p", "q", "r")
paths, plans = st.sampled_from(PATHS), st.sampled_from(PLANS)
Step = tuple[Callable[..., Any], tuple[Any, ...]]


def step(verb: Callable[..., Any], *values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(verb), st.tuples(*values))


STEPS = st.one_of(
    step(Shop.node, paths),
    step(Shop.delete, paths),
    step(Shop.move, paths, st.sampled_from(("", *PATHS))),
    step(Shop.assign, paths, plans),
    step(Shop.unassign, paths, plans),
    step(lambda shop, path, pin: shop.assign(path, "p", pin=pin), paths, st.integers(1, 3)),
    step(lambda shop, key, weight: shop.replace(key, attributes={"weight": weight}), plans, st.sampled_from("123")),
    step(lambda shop, path, least: shop.rule(path, f"weight > {least}"), paths, st.sampled_from("012")),
    step(lambda shop, path, name: shop.change(path, meta={"displayName": name}), paths, st.sampled_from("ab")),
    step(Shop.publish),
    step(Shop.publish),
    step(Shop.rollback),
)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=25))
def test_the_digest_is_that_of_the_content_whatever_happened(
    database: Database, connection: Connection, steps: list[Step]
) -> None:
    shop = Shop(database, plant(connection, f"t-{token_hex(6)}")).open()
    shop.declare()
    shop.stock(*PLANS)
    exports: dict[str, bytes] = {}
    for verb, values in [*steps, (Shop.publish, ())]:
        with suppress(Refusal):
            verb(shop, *values)
        if verb is Shop.publish:
            version = shop.live()
            content = shop.export(version)
            assert verify_lines(content.splitlines(keepends=True)).digest == version.digest
            assert full_digest(shop) == version.digest
            assert exports.setdefault(version.hex, content) == content
    for digest, content in exports.items():
        with suppress(Refusal):
            shop.rollback(digest)
        assert shop.live().hex == digest
        assert shop.export(shop.live()) == content


def full_digest(shop: Shop) -> bytes:
    """From nothing, without looking at any version before."""
    with shop.reads() as reads:
        candidate = Candidate(draft_on(reads, ground_of(reads, shop.key), reads.now), Base())
        assert all(not entry.is_entry_known for entry in candidate.fresh())
        return candidate.digest


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(st.sampled_from(PATHS), min_size=1, max_size=6), first=st.permutations(PLANS))
def test_the_same_content_has_one_name_in_every_environment(
    database: Database, connection: Connection, steps: list[str], first: list[str]
) -> None:
    """Whoever built it, in which order, in which tenant."""
    digests = set()
    for order in (first, sorted(first)):
        shop = Shop(database, plant(connection, f"t-{token_hex(6)}")).open()
        shop.declare()
        shop.stock(*order)
        for path in sorted(set(steps)):
            with suppress(Refusal):
                shop.node(path, sort_key=1)
                shop.assign(path, *order)
        digests.add(shop.publish().version.digest)
    assert len(digests) == 1
