"""What a publish tells of itself: each step once, and percentages that only grow."""

from collections.abc import Callable

import pytest

from catalog_admin.jobs import commands as jobs
from tests.publishing.shop import Shop
from tests.races.publishes import ask_to_publish


def first(shop: Shop) -> None:
    """Nothing has been published."""


def compared(shop: Shop) -> None:
    shop.publish()
    shop.forget_tips()
    shop.delete("sensors", cascade=True)


def little(shop: Shop) -> None:
    shop.publish()
    shop.delete("sensors", cascade=True)


STEPS = {
    first: ["reading the draft", "working out and writing", "hashing", "counting", "writing"],
    compared: ["reading the draft", "comparing", "hashing", "counting", "writing"],
    little: ["reading the draft", "working out what changed", "writing what changed"],
}


@pytest.mark.parametrize("before", STEPS)
def test_a_publish_tells_each_thing_once(real_shop: Shop, before: Callable[[Shop], None]) -> None:
    before(real_shop)
    told: list[tuple[int, str]] = []
    job = ask_to_publish(real_shop)
    done = jobs.run_now(real_shop.database, real_shop.world.actor, job, on_progress=lambda *said: told.append(said))
    assert done is not None
    names = [step.name for step in done.steps if step.name != "gathering statistics"]
    assert names == [*STEPS[before], "sealing", "serving"]
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)


def test_rate_plans_take_most_of_a_first_publish(real_shop: Shop) -> None:
    """Each is read and put together; of its memberships twenty are made in that time."""
    told: list[tuple[int, str]] = []
    job = ask_to_publish(real_shop)
    jobs.run_now(real_shop.database, real_shop.world.actor, job, on_progress=lambda *said: told.append(said))
    [looked_at] = [percent for percent, step in told if step == "working out and writing: plan rows"]
    assert looked_at > 70
