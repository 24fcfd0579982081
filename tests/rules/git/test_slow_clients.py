"""Who takes or sends slowly holds no seat, and is ended below the least rate; others clone and push meanwhile."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from catalog_admin.rules.git import answering, seats
from catalog_admin.rules.git.seats import Places
from catalog_admin.rules.git.shares import Shares
from tests.rules.git.served import Tenant, client, cloned
from tests.rules.git.wires import (
    Large,
    at_work,
    client_of,
    half_a_push,
    pack_of,
    rest_of,
    slow_clone,
    until,
)

pytestmark = pytest.mark.enable_socket

Bound = Callable[..., None]


@pytest.fixture
def bound(places: Places, monkeypatch: pytest.MonkeyPatch) -> Bound:
    """For what comes from now on."""
    return lambda **bounds: monkeypatch.setattr(places, "bounds", replace(places.bounds, **bounds))


@pytest.fixture
def one_seat(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "seats", Shares(1, queue=10))


def others_are_served(tenant: Tenant, place: Path) -> None:
    clone = cloned(tenant.url(), place)
    clone.git("switch", "-q", "-c", "meanwhile")
    clone.write({"README.md": "meanwhile"})
    clone.git("push", "-q", "origin", "meanwhile")
    assert "refs/heads/meanwhile" in client("ls-remote", tenant.url()).stdout


def slowly(line: socket.socket, step: Callable[[], object]) -> None:
    """A step now and then, until the other side has had enough."""
    try:
        while step():
            time.sleep(0.01)
    except OSError:
        line.close()


@pytest.mark.usefixtures("one_seat")
def test_slow_readers_hold_no_seat(large: Large, places: Places, tenant: Tenant, tmp_path: Path) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(slow_clone(large)) for _ in range(4)]
        until(lambda: places.seats.taken_now == 0)
        assert at_work(large.tenant) == []
        assert places.lines.taken_now == 4
        others_are_served(tenant, tmp_path / "other")
        assert all(len(pack_of(line)) > 10 * 1024 * 1024 for line in lines)


@pytest.mark.usefixtures("one_seat")
def test_no_more_is_kept_for_a_slow_reader_than_may_be(
    large: Large, places: Places, tenant: Tenant, tmp_path: Path, bound: Bound
) -> None:
    """Nor is the seat: git waits for who reads, without one, and goes on with one."""
    bound(spool_bytes=100_000)
    with slow_clone(large) as line:
        until(lambda: places.seats.taken_now == 0)
        assert at_work(large.tenant)
        others_are_served(tenant, tmp_path / "other")
        assert len(pack_of(line)) > 10 * 1024 * 1024
    until(lambda: not at_work(large.tenant))


@pytest.mark.usefixtures("one_seat")
def test_time_that_the_reader_takes_is_not_the_programs(
    large: Large, places: Places, bound: Bound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PROGRAM_SECONDS", 2.0)
    bound(spool_bytes=100_000)
    with slow_clone(large) as line:
        until(lambda: places.seats.taken_now == 0)
        time.sleep(2.2)  # a rest that is longer than the program may take
        assert len(pack_of(line)) > 10 * 1024 * 1024


def test_a_program_that_takes_too_long_is_ended(large: Large, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "PROGRAM_SECONDS", 0.0)
    with slow_clone(large) as line:
        assert not rest_of(line).endswith(b"0\r\n\r\n")
    assert {"reason": "too_much_work"} in [about for _, about in places.ended_so_far()]
    until(lambda: not at_work(large.tenant))


def test_no_more_programs_rest_than_may(
    large: Large, places: Places, bound: Bound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each keeps its memory: the next one keeps its seat as well, until it is read."""
    monkeypatch.setattr(places, "rests", Shares(1, queue=0))
    bound(spool_bytes=100_000)
    with slow_clone(large) as first:
        until(lambda: (places.seats.taken_now, places.rests.taken_now) == (0, 1))
        with slow_clone(large) as second:
            until(lambda: len(at_work(large.tenant)) == 2)
            assert (places.seats.taken_now, places.rests.taken_now) == (1, 1)
            for line in (second, first):
                assert len(pack_of(line)) > 10 * 1024 * 1024


@pytest.mark.parametrize("spool_bytes", [1, 32 * 1024 * 1024])
def test_who_takes_nothing_is_ended(large: Large, places: Places, bound: Bound, spool_bytes: int) -> None:
    bound(patience_seconds=0.2, spool_bytes=spool_bytes)
    with capture_logs() as said, slow_clone(large) as line:
        until(lambda: places.lines.taken_now == 0)
        assert not rest_of(line).endswith(b"0\r\n\r\n")  # as an answer ends that is whole
    assert at_work(large.tenant) == []
    assert [each["reason"] for each in said if each["event"] == "git.cut_off"] == ["too_slow"]
    assert {"reason": "too_slow"} in [about for _, about in places.ended_so_far()]


def test_who_takes_little_by_little_is_ended(large: Large, places: Places, bound: Bound) -> None:
    bound(patience_seconds=0.2, least_bytes_per_second=2.0**40)
    with slow_clone(large) as line:
        taking = threading.Thread(target=slowly, args=(line, lambda: line.recv(512)))
        taking.start()
        until(lambda: places.lines.taken_now == 0)
        line.shutdown(socket.SHUT_RDWR)
        taking.join()
    assert at_work(large.tenant) == []


def test_a_clone_takes_no_longer_than_it_may(large: Large, places: Places, bound: Bound) -> None:
    bound(longest_seconds=2.0)
    with slow_clone(large) as line:
        until(lambda: places.lines.taken_now == 0)
        assert not rest_of(line).endswith(b"0\r\n\r\n")
    until(lambda: not at_work(large.tenant))


def test_who_hangs_up_in_the_middle_of_a_clone_leaves_no_program_at_work(large: Large, bound: Bound) -> None:
    bound(spool_bytes=1)
    with slow_clone(large):
        assert at_work(large.tenant)
    until(lambda: not at_work(large.tenant))


@pytest.mark.usefixtures("one_seat")
def test_who_sends_slowly_holds_no_seat(places: Places, tenant: Tenant, large: Large, tmp_path: Path) -> None:
    with half_a_push(large.tenant, length=5_000_000), half_a_push(large.tenant, length=5_000_000):
        until(lambda: places.lines.taken_now == 2)
        assert places.seats.taken_now == 0
        others_are_served(tenant, tmp_path / "other")


@pytest.mark.parametrize("bounds", [{"patience_seconds": 0.2}, {"longest_seconds": 0.2}])
def test_who_stops_sending_is_told_so_and_leaves_nothing(
    places: Places, tenant: Tenant, bound: Bound, bounds: dict[str, float]
) -> None:
    before = client("ls-remote", tenant.url()).stdout
    bound(**bounds)
    with half_a_push(tenant, length=5_000_000) as line:
        told = rest_of(line)  # up to where the other side hangs up
    assert told.startswith(b"HTTP/1.1 422 ")
    assert b"rules.body_too_slow" in told
    until(lambda: places.lines.taken_now == 0)
    bound(patience_seconds=120.0, longest_seconds=3600.0)
    assert client("ls-remote", tenant.url()).stdout == before
    assert list(tenant.served.mirrors.rglob(".push-*")) == []


def test_who_sends_little_by_little_is_ended(places: Places, tenant: Tenant, bound: Bound) -> None:
    bound(patience_seconds=0.2, least_bytes_per_second=2.0**40)
    with half_a_push(tenant, length=5_000_000) as line:
        sending = threading.Thread(target=slowly, args=(line, lambda: line.send(b"x")))
        sending.start()
        until(lambda: places.lines.taken_now == 0)
        sending.join(15)
        assert not sending.is_alive()


def test_who_hangs_up_in_the_middle_of_a_push_has_pushed_nothing(places: Places, tenant: Tenant) -> None:
    before = client("ls-remote", tenant.url()).stdout
    with capture_logs() as said:
        with half_a_push(tenant, length=5_000_000):
            until(lambda: places.lines.taken_now == 1)
        until(lambda: places.lines.taken_now == 0)
    assert "git.cut_off" not in [each["event"] for each in said]
    assert client("ls-remote", tenant.url()).stdout == before
    assert list(tenant.served.mirrors.rglob(".push-*")) == []


def test_who_finds_no_line_is_told_to_come_again(
    places: Places, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "lines", Shares(2, queue=2))
    monkeypatch.setattr(seats, "LONGEST_WAIT_SECONDS", 0.05)
    with half_a_push(tenant, length=5_000_000), client_of(tenant) as http:
        until(lambda: places.lines.taken_now == 1)
        told = http.get("info/refs", params={"service": "git-upload-pack"})
        assert (told.status_code, told.json()["code"]) == (429, "rules.git_busy")
        assert int(told.headers["retry-after"]) > 0
        assert "rules.git_busy: as many clones" in client("ls-remote", tenant.url()).stderr
        assert client("ls-remote", tenant.served.tenant().url()).returncode == 0
    until(lambda: places.lines.taken_now == 0)
