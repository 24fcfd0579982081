"""Live pointers: known for certain, or not at all."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from catalog_admin.environments.moves import Move, move_in
from catalog_admin.kit import notices
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.notices import Notice
from catalog_admin.storefront import pointers
from catalog_admin.storefront.model import DatedNode, Terms, Version, moment
from catalog_admin.storefront.pointers import BOUND_SECONDS, FORGOTTEN_SECONDS, Place, Pointers

HERE: Place = (TenantId(uuid4()), EnvironmentId(uuid4()))


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[Place, int]:
    """What the database would say."""
    said: dict[Place, int] = {}
    monkeypatch.setattr(
        pointers, "generations", lambda _, places: {place: said[place] for place in places if place in said}
    )
    return said


def known(generation: int = 3) -> Pointers:
    one: Any = None
    it = Pointers()
    it.look(one)
    it.learn(HERE, generation, time.monotonic())
    return it


def test_what_nobody_confirms_is_unknown_a_second_later(found: dict[Place, int]) -> None:
    it, now, connection = known(), time.monotonic(), SimpleNamespace()
    assert it.generation(HERE, now) == 3
    assert it.generation(HERE, now + BOUND_SECONDS + 0.1) is None
    found[HERE] = 4
    it.look(connection)  # type: ignore[arg-type]
    assert it.generation(HERE, time.monotonic()) == 4
    assert it.generation((HERE[0], EnvironmentId(uuid4())), now) is None


def test_a_pointer_never_goes_back(found: dict[Place, int]) -> None:
    """A replica may be behind, and a notice late."""
    it = known(5)
    it.hear(HERE[0], Move(HERE[1], 4))
    it.learn(HERE, 2, time.monotonic())
    found[HERE] = 3
    it.look(SimpleNamespace())  # type: ignore[arg-type]
    assert it.generation(HERE, time.monotonic()) == 5
    it.hear(HERE[0], Move(HERE[1], 6))
    assert it.generation(HERE, time.monotonic()) == 6


def test_hearing_of_a_move_confirms_nothing(found: dict[Place, int]) -> None:
    """Only who looked knows that there was no later one."""
    it = Pointers()
    it.look(SimpleNamespace())  # type: ignore[arg-type]
    it.learn(HERE, 3, time.monotonic() - BOUND_SECONDS - 1)
    it.hear(HERE[0], Move(HERE[1], 4))
    assert it.generation(HERE, time.monotonic()) is None


def test_forgets_what_is_gone_or_nobody_asks_for(found: dict[Place, int]) -> None:
    it = known()
    it.look(SimpleNamespace())  # type: ignore[arg-type]
    assert not it._known
    it, found[HERE] = known(), 3
    it._known[HERE].asked_at -= FORGOTTEN_SECONDS + 1
    it.look(SimpleNamespace())  # type: ignore[arg-type]
    assert not it._known


def test_reads_its_own_notices_and_leaves_those_of_tomorrow() -> None:
    notice = notices.read(f"environment {HERE[0]} {HERE[1]} 12")
    assert notice == Notice("environment", HERE[0], f"{HERE[1]} 12")
    assert move_in(notice) == Move(HERE[1], 12)
    assert notices.read("something else") is None
    assert move_in(Notice("rights", HERE[0])) is None


def test_an_answer_holds_until_a_season_or_the_day_ends() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    version = Version(b"d" * 32, 1, 1, 1, "global", noon, 1, is_live=True)

    def until(*dated: DatedNode) -> datetime:
        return moment(version, noon, dated, Terms({}, {})).holds_until

    assert until() == datetime(2026, 3, 2, tzinfo=UTC)
    soon, later = noon + timedelta(minutes=1), noon + timedelta(days=3)
    assert until(DatedNode("a.", noon - timedelta(days=1), soon)) == soon
    assert until(DatedNode("a.", soon, None), DatedNode("b.", None, later)) == soon
    assert until(DatedNode("a.", noon - timedelta(days=2), noon)) == datetime(2026, 3, 2, tzinfo=UTC)
