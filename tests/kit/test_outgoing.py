"""The way out: no private network, no metadata service, no endless answers."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from typing import Any

import pytest

from catalog_admin.kit.outgoing import LARGEST_ANSWER, AddressRefused, Outgoing, PartnerAway, _is_public, _is_reachable


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def outgoing() -> Iterator[Outgoing]:
    """The operator vouches for 127.0.0.1."""
    outgoing = Outgoing(["127.0.0.1"], timeout_seconds=1)
    yield outgoing
    outgoing.close()


def test_reads_json_exactly(outgoing: Outgoing) -> None:
    with serving(lambda handler: reply(handler, 200, b'{"a": 0.10}')) as url:
        assert str(outgoing.get_json(url)["a"]) == "0.10"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "http://example.com/",
        "https://user:secret@example.com/",
        "https://",
        "https://[::1",
        "https://example.com:99999/",
        "//example.com",
        "",
    ],
)
def test_refuses_what_is_not_a_plain_https_address(url: str) -> None:
    with pytest.raises(AddressRefused):
        Outgoing().get_json(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
        "[fd00::1]",
    ],
)
def test_refuses_private_addresses_however_they_are_written(host: str) -> None:
    with pytest.raises(AddressRefused, match="do not go"):
        Outgoing(timeout_seconds=1).get_json(f"https://{host}:9/")


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::",
    ],
)
def test_knows_what_is_not_public(address: str) -> None:
    assert not _is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::93.184.216.34"])
def test_knows_what_is_public(address: str) -> None:
    assert _is_public(ip_address(address))


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254"])  # noqa: S104
def test_never_goes_to_the_metadata_service_whoever_vouches(address: str) -> None:
    assert not _is_reachable(ip_address(address))


def test_a_name_is_resolved_once_and_its_address_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up, which a hostile name server would answer differently, never happens."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host == "partner.example":
            asked.append(host)
            return real("127.0.0.1", port, *rest, **more)
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with serving(lambda handler: reply(handler, 200, b"1")) as url:
        address = url.replace("127.0.0.1", "partner.example")
        assert Outgoing(["partner.example"]).get_json(address) == 1
        with pytest.raises(AddressRefused):
            Outgoing().get_json(address.replace("http:", "https:"))
    assert asked == ["partner.example"] * 2


def test_does_not_follow_redirects(outgoing: Outgoing) -> None:
    with (
        serving(lambda handler: reply(handler, 302, b"", Location="http://127.0.0.1:1/")) as url,
        pytest.raises(PartnerAway, match="302"),
    ):
        outgoing.get_json(url)


def test_stops_reading_an_endless_answer(outgoing: Outgoing) -> None:
    with (
        serving(lambda handler: reply(handler, 200, b"1" * (LARGEST_ANSWER + 1))) as url,
        pytest.raises(PartnerAway, match="more than"),
    ):
        outgoing.get_json(url)


def test_does_not_wait_for_a_drip(outgoing: Outgoing) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        try:
            for _ in range(30):
                handler.wfile.write(b"1")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    with serving(drip) as url, pytest.raises(PartnerAway, match="slowly"):
        outgoing.get_json(url)


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff"])
def test_refuses_an_answer_that_is_not_json(outgoing: Outgoing, body: bytes) -> None:
    with serving(lambda handler: reply(handler, 200, body)) as url, pytest.raises(PartnerAway, match="JSON"):
        outgoing.get_json(url)


def test_says_so_when_nobody_is_there(outgoing: Outgoing) -> None:
    with serving(lambda handler: reply(handler, 200, b"1")) as url:
        pass
    with pytest.raises(PartnerAway, match="does not answer"):
        outgoing.get_json(url)
