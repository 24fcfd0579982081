"""What the slow lane answered is given again without a statement, byte for byte, while nothing it stands on changes."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal
from uuid import uuid4

import psycopg
import pytest

from catalog_admin.access import commands as access
from catalog_admin.kit import logs
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.notices import RIGHTS, Notice
from catalog_admin.kit.requests import HEADERS
from catalog_admin.kit.work import Database
from catalog_admin.main import gate_of
from catalog_admin.settings import Settings
from catalog_admin.storefront.lane import seats
from catalog_admin.storefront.lane.ready import FRAME_BYTES, Ready, ReadyAnswers
from catalog_admin.storefront.lane.seats import Seats, seat_of
from catalog_admin.storefront.standing import Standing
from tests.database import libpq, service_url
from tests.kit.test_logs import configured
from tests.storefront.conftest import NobodysGate, Shop, _viewer
from tests.storefront.factory import Plan, Shelf
from tests.storefront.lane import Road, road
from tests.world import FixedGate

NAMES = '{catalog(key: "global") {lane: nodes {path}}}'
LARGE = f'{{catalog(key: "global") {{{" ".join(f"a{n}: nodes {{path displayName type}}" for n in range(12))}}}}}'
TOKEN = {"Authorization": "Bearer of-vic", "X-Request-Id": "mine-1"}
PLACE = (TenantId(uuid4()), EnvironmentId(uuid4()))


@pytest.fixture(scope="module")
def highway(shop: Shop, shop_url: str) -> Iterator[Road]:
    with road(service_url(shop_url), FixedGate(_viewer(shop.world), shop.world)) as here:
        yield here


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("query", [NAMES, LARGE])
@pytest.mark.parametrize("held", ["", "*", 'W/"other"'])
def test_both_lanes_say_the_same(highway: Road, method: str, encoding: str, query: str, held: str) -> None:
    headers = TOKEN | {"Accept-Encoding": encoding} | ({"If-None-Match": held} if held else {})

    def said() -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        answer = highway.ask(query, method, headers)
        return answer.status_code, answer.headers.raw, answer.content

    highway.app.lane._answers = ReadyAnswers()
    before = highway.slow
    slow = said()
    assert highway.slow == before + 1
    plain = {name: value for name, value in headers.items() if name != "If-None-Match"}
    highway.is_soon(lambda: highway.is_fast(query=query, method=method, headers=plain))
    before = highway.slow
    fast = said()
    assert highway.slow == before
    assert fast == slow
    assert slow[0] == (304 if held == "*" else 200)
    assert dict(HEADERS).items() <= dict(fast[1]).items()
    assert (b"x-request-id", b"mine-1") in fast[1]


def test_asks_the_database_nothing(highway: Road) -> None:
    highway.is_soon(lambda: highway.is_fast(query=NAMES, headers=TOKEN))
    assert not highway.is_fast(query='{catalog(key: "global") {other: key}}', headers=TOKEN)


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "session=1"},
        {"Authorization": "Bearer of-somebody-else"},
        {"X-Environment": "dev"},
        {"X-Tenant": "other"},
        {"Content-Type": "text/plain"},
        {"Accept-Encoding": "gzip"},
    ],
)
def test_who_asks_otherwise_takes_the_slow_lane(highway: Road, headers: dict[str, str]) -> None:
    query = NAMES.replace("lane", f"lane{''.join(filter(str.isalpha, str(headers)))}")
    plain = TOKEN | {"Accept-Encoding": "identity"}
    highway.ask(query, headers=plain)
    assert highway.is_fast(query=query, headers=plain)
    assert not highway.is_fast(query=query, headers=plain | headers)


def test_an_answer_with_errors_is_never_given_again(highway: Road) -> None:
    wrong = '{catalog(key: "nowhere") {key}}'
    assert [highway.is_fast(query=wrong, headers=TOKEN) for _ in range(3)] == [False] * 3


@pytest.mark.parametrize("named", ['tag: "spring"', 'version: "1"', 'asOf: "2020-06-01T00:00:00Z"'])
def test_what_is_not_live_is_looked_up_each_time(highway: Road, named: str) -> None:
    """A tag moves without its environment."""
    query = f'{{catalog(key: "global", {named}) {{key}}}}'
    assert [highway.is_fast(query=query, headers=TOKEN) for _ in range(3)] == [False] * 3


def test_a_move_shows_within_a_second_and_never_half(highway: Road, shop: Shop) -> None:
    """Told by the database's own trigger: the mover is not this process."""
    query = '{catalog(key: "weekly") {generation version {digest} nodes {path}}}'
    told: dict[int, set[str]] = {}

    def now() -> tuple[int, str]:
        said = highway.ask(query, headers=TOKEN).json()["data"]["catalog"]
        told.setdefault(said["generation"], set()).add(json.dumps(said))
        return said["generation"], said["nodes"][1]["path"]

    for day in ("Monday", "Tuesday", "Monday"):
        shop.press.publish("weekly", [Shelf(""), Shelf(day)], [Plan("bread", [day])])
        moved = time.monotonic()
        highway.is_soon(lambda day=day: now()[1] == day)  # type: ignore[misc]
        assert time.monotonic() - moved < 1
        assert highway.is_fast(query=query, headers=TOKEN)
    assert len(told) >= 3
    assert all(len(said) == 1 for said in told.values())


def test_who_cannot_hear_asks_the_database(highway: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    highway.is_soon(lambda: highway.is_fast(query=NAMES, headers=TOKEN))
    monkeypatch.setattr(highway.app.lane.pointers, "are_fresh", lambda now: False)
    assert not highway.is_fast(query=NAMES, headers=TOKEN)


def test_a_cut_connection_is_replaced(highway: Road, shop_url: str) -> None:
    """And everybody has to be let in anew: what was said meanwhile, nobody heard."""
    highway.ask(NAMES, headers=TOKEN)
    with psycopg.connect(libpq(shop_url), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE '%live_generations(%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
    highway.is_soon(lambda: not highway.app.lane._seats._seats)
    highway.is_soon(lambda: highway.app.lane.pointers.are_fresh(time.monotonic()))
    highway.is_soon(lambda: highway.is_fast(query=NAMES, headers=TOKEN))


def test_a_token_that_is_taken_back_opens_nothing_a_second_later(shop: Shop, shop_url: str, tmp_path: Any) -> None:
    """By another process."""
    settings = Settings(demo=False, dev_issuer=False, data_dir=tmp_path)
    elsewhere = Database(service_url(shop_url), pool_size=1)
    with road(service_url(shop_url), gate_of(settings, elsewhere)) as here:
        with elsewhere.work(shop.world.actor) as work:
            token, text = access.create_token(
                work, name="shop", grants=(Grant(Role.VIEWER),), environments=None, lives=timedelta(days=1)
            )
        mine = {"Authorization": f"Bearer {text}"}
        assert here.ask(NAMES, headers=mine).status_code == 200
        assert here.is_fast(query=NAMES, headers=mine)
        with psycopg.connect(libpq(shop_url), autocommit=True) as owner:
            owner.execute("UPDATE api_token SET revoked_at = now() WHERE id = %s", [token.id])
        revoked = time.monotonic()
        here.is_soon(lambda: here.ask(NAMES, headers=mine).status_code == 401)
        assert time.monotonic() - revoked < 1
    elsewhere.close()


def test_nobody_known_takes_the_fast_lane_too(shop: Shop, shop_url: str) -> None:
    with road(service_url(shop_url), NobodysGate(_viewer(shop.world), shop.world)) as here:
        first = here.ask(NAMES, headers={"X-Tenant": "acme"})
        assert first.headers["cache-control"].startswith("public")
        assert here.is_fast(query=NAMES, headers={"X-Tenant": "acme"})
        assert not here.is_fast(query=NAMES, headers={"X-Tenant": "globex"})


def standing(**other: Any) -> Standing:
    return replace(Standing(b"asker", PLACE, 3, time.monotonic(), time.monotonic() + 60), **other)


def somebody(**other: Any) -> dict[str, Any]:
    return {"actor": Actor("user:vic", PLACE[0], "acme", **other), "environment": "dev"}


def test_nobody_stays_longer_than_his_token() -> None:
    now = time.monotonic()
    assert seat_of(standing(), somebody()).until - now == pytest.approx(seats.SECONDS, abs=1)
    assert seat_of(standing(), somebody(proven_until=time.time() + 5)).until - now == pytest.approx(5, abs=1)


def test_who_was_let_in_before_rights_changed_has_to_come_again() -> None:
    """The change may have been heard while he was on his way."""
    taken = Seats()
    before = taken.changes
    taken.forget(PLACE[0])
    taken.keep(b"late", seat_of(standing(), somebody()), changes=before)
    assert taken.get(b"late", time.monotonic()) is None
    taken.keep(b"in time", seat_of(standing(), somebody()), changes=taken.changes)
    taken.forget(TenantId(uuid4()))
    assert taken.get(b"in time", time.monotonic()) is not None
    taken.forget(PLACE[0])
    assert taken.get(b"in time", time.monotonic()) is None


def test_rights_of_one_tenant_are_nothing_to_another(highway: Road) -> None:
    highway.ask(NAMES, headers=TOKEN)
    highway.app.lane.hear(Notice(RIGHTS, TenantId(uuid4())))
    assert highway.is_fast(query=NAMES, headers=TOKEN)
    highway.app.lane.hear(Notice("a kind of tomorrow", TenantId(uuid4()), "words"))
    assert highway.is_fast(query=NAMES, headers=TOKEN)


def test_seats_and_answers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "MOST", 10)
    taken, answers = Seats(), ReadyAnswers(most_bytes=10 * FRAME_BYTES)
    for number in range(100):
        taken.keep(bytes([number]), seat_of(standing(), somebody()), changes=0)
        answers.keep((b"asker", bytes([number]), False), Ready(standing(), '"e"', [], [], b"{}", None))
    assert len(taken._seats) <= 10
    assert answers.bytes <= answers.most_bytes
    assert len(answers._ready) > 5


@pytest.mark.parametrize("form", ["json", "console"])
def test_both_lanes_write_the_same_line(
    highway: Road,
    form: Literal["json", "console"],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    highway.app.lane._seats.forget()
    with configured(form, monkeypatch):
        highway.ask(NAMES, headers=TOKEN)
        capsys.readouterr()
        highway.app.lane._seats.forget()
        highway.ask(NAMES, headers=TOKEN)
        highway.ask(NAMES, headers=TOKEN)
    logs._write_waiting()
    slow, fast = capsys.readouterr().err.splitlines()
    assert mended(slow) == mended(fast)
    assert "mine-1" in fast


def mended(line: str) -> str:
    """Without when, and how long it took."""
    return re.sub(r'\d{4}-\d\d-\d\dT[\d:.]+Z|(?<=ms=)[\d.]+|(?<="ms": )[\d.]+', "", line)


def test_a_seat_remembers_its_lines() -> None:
    seat = seat_of(standing(), somebody())
    assert seat.line("GET") is seat.line("GET")
