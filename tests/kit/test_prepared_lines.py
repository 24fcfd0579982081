"""Lines that are worked out once say no less, and obey nothing that stands in them."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from catalog_admin.kit import logs
from catalog_admin.kit.prepared_lines import RequestLine
from tests.kit.test_logs import configured


def test_a_line_says_what_stands_in_it_and_no_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with configured("json", monkeypatch):
        RequestLine("POST", "/graphql", {"actor": 'a 100 %(s)s "quoted"\n\x1b'}).write("id-1", 304, 0.123)
    said = json.loads(capsys.readouterr().err)
    assert said["actor"] == 'a 100 %(s)s "quoted"\n\x1b'
    assert (said["request_id"], said["status"], said["ms"], said["level"]) == ("id-1", 304, 0.1, "info")
    assert abs(datetime.fromisoformat(said["timestamp"]) - datetime.now(UTC)) < timedelta(seconds=10)


def test_nothing_is_written_where_nobody_wants_to_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert not logs.is_heard(logging.INFO)
    RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
    assert capsys.readouterr().err == ""


class Watched:
    """Standard error, which tells how often it was written to."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    with configured("json", monkeypatch):
        stream = Watched()
        monkeypatch.setattr(type(logs._lines), "stream", property(lambda _: stream))
        yield stream


def ids(text: str) -> list[str]:
    return [json.loads(each)["request_id"] for each in text.splitlines()]


def test_lines_of_several_turns_leave_together_and_in_order(watched: Watched) -> None:
    line = RequestLine("POST", "/graphql", {})

    async def turns() -> None:
        line.write("id-1", 200, 1.0)
        await asyncio.sleep(0)
        line.write("id-2", 200, 1.0)
        assert watched.written == []
        await asyncio.sleep(2 * logs.LONGEST_WAIT_SECONDS)
        assert len(watched.written) == 1
        line.write("id-3", 200, 1.0)
        await asyncio.sleep(2 * logs.LONGEST_WAIT_SECONDS)

    asyncio.run(turns())
    assert [ids(text) for text in watched.written] == [["id-1", "id-2"], ["id-3"]]


def test_what_is_said_otherwise_does_not_overtake_lines_that_wait(watched: Watched) -> None:
    async def turn() -> None:
        RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
        logging.getLogger("somebody").warning("else")

    asyncio.run(turn())
    assert ids(watched.written[0]) == ["id-1"]
    assert json.loads("".join(watched.written[1:]))["event"] == "else"


@pytest.mark.parametrize("gone", [BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_that_nobody_reads_any_more_fails_nobody_who_says_something(
    gone: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise gone

    async def turn() -> None:
        RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
        logging.getLogger("somebody").warning("else")

    with configured("json", monkeypatch):
        monkeypatch.setattr(type(logs._lines), "stream", property(lambda _: Closed()))
        monkeypatch.setattr(logging, "raiseExceptions", False)
        asyncio.run(turn())


def test_a_line_says_when_it_was_said_and_not_when_it_left(watched: Watched) -> None:
    async def turns() -> None:
        RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
        said.append(datetime.now(UTC))
        await asyncio.sleep(2 * logs.LONGEST_WAIT_SECONDS)

    said: list[datetime] = []
    asyncio.run(turns())
    assert datetime.fromisoformat(json.loads(watched.written[0])["timestamp"]) <= said[0]


def test_a_turn_that_does_not_end_keeps_no_more_than_so_many_lines(watched: Watched) -> None:
    line = RequestLine("POST", "/graphql", {})

    async def one_turn() -> int:
        for _ in range(3 * logs.MOST_WAITING):
            line.write("id-1", 200, 1.0)
        return len(watched.written)

    assert asyncio.run(one_turn()) == 3
    assert sum(text.count("\n") for text in watched.written) == 3 * logs.MOST_WAITING


def test_a_loop_that_ends_in_the_middle_of_its_turn_keeps_no_line_for_long(watched: Watched) -> None:
    line, loop = RequestLine("POST", "/graphql", {}), asyncio.new_event_loop()
    loop.call_soon(line.write, "id-1", 200, 1.0)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    assert watched.written == []

    async def turn() -> None:
        line.write("id-2", 200, 1.0)

    asyncio.run(turn())
    logs._write_waiting()
    assert [text.count("\n") for text in watched.written] == [2]


def test_what_waits_when_the_process_ends_is_written() -> None:
    said = "import asyncio; from catalog_admin.kit import logs; loop = asyncio.new_event_loop()\n"
    said += "loop.call_soon(logs.write, str, 'the last line'); loop.call_soon(loop.stop); loop.run_forever()"
    ended = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stderr == "the last line\n"


def test_a_stamp_is_an_instant_of_now(watched: Watched) -> None:
    before = datetime.now(UTC)
    for _ in range(100):
        RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
    stamps = [datetime.fromisoformat(json.loads(text)["timestamp"]) for text in watched.written]
    told = [before - timedelta(milliseconds=1), *stamps, datetime.now(UTC)]
    assert told == sorted(told)
