"""Archives on their way: a few at once, for a bounded time, and nothing is left of one that nobody takes."""

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect

from catalog_admin.kit.failures import Busy, TookTooLong
from catalog_admin.kit.streams import in_time, patience
from catalog_admin.rules.api import files

Message = dict[str, Any]


@pytest.fixture
def spooled(monkeypatch: pytest.MonkeyPatch) -> list[BinaryIO]:
    """The files that archives were packed into."""
    made: list[BinaryIO] = []

    def temporary() -> BinaryIO:
        made.append(tempfile.TemporaryFile())  # noqa: SIM115 - whether it is closed is what is asked
        return made[-1]

    monkeypatch.setattr(files, "TemporaryFile", temporary)
    return made


def test_a_file_that_was_sent_is_closed(begun: TestClient, spooled: list[BinaryIO]) -> None:
    assert begun.get("/rules/export", params={"at": "draft/one"}).status_code == 200
    assert begun.get("/rules/export", params={"at": "nowhere"}).status_code == 404
    assert [each.closed for each in spooled] == [True, True]


@pytest.mark.parametrize("taken", [0, 1, 2])
async def test_a_file_is_closed_when_its_reader_has_gone(
    begun: TestClient, spooled: list[BinaryIO], taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it begins, and in the middle of it; then the next one has its turn."""
    monkeypatch.setattr(files, "PIECE_BYTES", 100)
    app: Any = begun.app
    sent: list[Message] = []

    async def send(message: Message) -> None:
        if len(sent) == taken:
            raise OSError("the reader has gone")
        sent.append(message)

    with pytest.raises((OSError, ClientDisconnect)):
        await app(asked(begun, "/rules/export", b"at=draft/one"), nothing_more, send)
    assert len(sent) == taken
    assert [each.closed for each in spooled] == [True]
    assert begun.get("/rules/export", params={"at": "draft/one"}).status_code == 200


def test_who_reads_too_slowly_is_cut_off() -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"1", b"2")

    assert [*in_time(60, pieces())] == [b"1", b"2"]
    with pytest.raises(TookTooLong):
        next(in_time(-1, pieces()))


def test_readers_of_archives_hold_up_no_exports_from_the_database(begun: TestClient) -> None:
    """Who waits for an archive in vain is told so, and not that the database is away."""
    app: Any = begun.app
    assert app.state.spool_turns is not app.state.stream_turns
    with pytest.raises(Busy, match="archives"):
        raise app.state.spool_turns.refusal()


@pytest.mark.parametrize(("size", "seconds"), [(0, 60), (32 * 1024 * 60, 120), (1 << 40, 900)])
def test_a_reader_has_time_by_the_size_of_the_file(size: int, seconds: float) -> None:
    assert patience(900, size) == seconds


def asked(client: TestClient, path: str, query: bytes) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"testserver"), *((n.encode(), v.encode()) for n, v in client.headers.items())],
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
        "state": {},
    }


async def nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
