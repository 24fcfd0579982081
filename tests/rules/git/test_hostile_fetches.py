"""What git's own client would never ask for: it gets what anybody may have, or nothing, and soon."""

import re
import socket
from collections.abc import Iterator

import httpx2 as httpx
import pytest

from rulestore.packets import FLUSH, packet
from tests.rules.git.served import Served, Tenant, cloned
from tests.rules.git.wires import asked, client_of, connected

pytestmark = pytest.mark.enable_socket
SECOND = "Git-Protocol: version=2"
NOBODYS = b"want " + b"1" * 40


@pytest.fixture(scope="module")
def tenant(service: Served, tmp_path_factory: pytest.TempPathFactory) -> Tenant:
    """For all of these: they change nothing."""
    tenant = service.tenant()
    clone = cloned(tenant.url(), tmp_path_factory.mktemp("hostile") / "clone")
    clone.write({"README.md": "1", "filter.md": "*"})
    clone.git("push", "-q", "origin", "HEAD:refs/heads/draft")
    return tenant


@pytest.fixture(scope="module")
def http(tenant: Tenant) -> Iterator[httpx.Client]:
    with client_of(tenant) as http:
        yield http


@pytest.fixture(scope="module")
def want(http: httpx.Client) -> bytes:
    listed = told(http, command(b"ls-refs"))
    return next(b"want " + line[4:44] for line in listed.splitlines() if line.endswith(b" refs/heads/draft"))


def command(name: bytes, *said: bytes, speaks: tuple[bytes, ...] = (b"object-format=sha1",)) -> bytes:
    lines = (b"command=" + name, *speaks)
    return b"".join(map(packet, lines)) + b"0001" + b"".join(map(packet, said)) + FLUSH


def told(http: httpx.Client, sent: bytes, version: int = 2) -> bytes:
    answer = http.post("git-upload-pack", content=sent, headers={"Git-Protocol": f"version={version}"})
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.parametrize(
    "sent",
    [
        command(b"evil"),
        command(b"bundle-uri"),
        command(b"ls-refs", speaks=(b"object-format=sha256",)),
        command(b"fetch", b"want-ref refs/heads/../x", b"done"),
        packet(b"command=fetch\n") + b"0001" + packet(NOBODYS),
    ],
    ids=["unknown", "bundle", "sha256", "want-ref", "no end"],
)
def test_commands_that_are_not_known_bring_nothing(http: httpx.Client, sent: bytes) -> None:
    assert re.search(rb"PACK|refs/", told(http, sent)) is None


@pytest.mark.parametrize(
    "depth",
    [b"deepen 99999999999999999999", b"deepen -1", b"deepen-since 99999999999999999999", b"deepen-not refs/heads/none"],
)
def test_depths_that_make_no_sense_bring_nothing(http: httpx.Client, want: bytes, depth: bytes) -> None:
    assert b"PACK" not in told(http, command(b"fetch", want, depth, b"done"))


@pytest.mark.parametrize(
    ("allowed", "filtered"),
    [
        (True, b"tree:0"),
        (True, b"blob:none"),
        (True, b"combine:" + b"+".join([b"tree:3"] * 500)),
        (False, b"sparse:oid=refs/heads/draft:filter.md"),
        (False, b"combine:tree:3+sparse:oid=refs/heads/draft%3Afilter.md"),
        (False, b"sparse:path=/etc/passwd"),
        (False, b"\x1b[31m" + b"x" * 6000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_some_filters_are_for_everybody(http: httpx.Client, want: bytes, allowed: bool, filtered: bytes) -> None:
    assert (b"PACK" in told(http, command(b"fetch", want, b"filter " + filtered, b"done"))) is allowed


@pytest.mark.parametrize("version", [0, 2])
def test_another_tenants_objects_are_not_there(http: httpx.Client, service: Served, version: int) -> None:
    """Not even by their names, for who knows them."""
    rival = service.tenant()
    with client_of(rival) as others:
        listed = told(others, command(b"ls-refs"))
    want = b"want " + listed[4:44]
    asks = [packet(each + b"\n") + FLUSH + packet(b"done\n") for each in (want, NOBODYS)]
    if version == 2:
        asks = [command(b"fetch", each, b"done") for each in (want, NOBODYS)]
    his, nobodys = (told(http, each, version) for each in asks)
    assert his.replace(want[5:], NOBODYS[5:]) == nobodys
    assert b"not our ref" in nobodys


def test_thousands_of_lines_are_read_and_come_to_little(http: httpx.Client, want: bytes) -> None:
    many = [b"have %040x" % nr for nr in range(20_000)]
    assert b"PACK" in told(http, command(b"fetch", *([want] * 20_000), *many, b"done"))
    assert len(told(http, command(b"ls-refs", *(b"ref-prefix %d" % nr for nr in range(20_000)), b"symrefs"))) < 1000


LIST = command(b"ls-refs")
CHUNK = b"%x\r\n" % len(LIST) + LIST + b"\r\n0\r\n"


def heard(line: socket.socket) -> bytes:
    return line.recv(4096).partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("headers", "sent", "status"),
    [
        (["Transfer-Encoding: chunked"], CHUNK + b"\r\n", b"200 OK"),
        (["Transfer-Encoding: chunked", "Trailer: X-Sum"], CHUNK + b"X-Sum: 1\r\n\r\n", b"200 OK"),
        (["Transfer-Encoding: chunked"], CHUNK + b"Content-Length: 5\r\n\r\n", b"400 Bad Request"),
        (["Transfer-Encoding: chunked", "Content-Length: 3"], CHUNK + b"\r\n", b"400 Bad Request"),
        (["Transfer-Encoding: chunked"], b"-5\r\nxxxxx\r\n", b"400 Bad Request"),
        (["Transfer-Encoding: chunked"], b"ffffffffffffffffff\r\nx\r\n", b"400 Bad Request"),
    ],
    ids=["chunks", "trailer", "length behind", "length before", "negative", "endless"],
)
def test_bodies_in_chunks_end_where_they_say(tenant: Tenant, headers: list[str], sent: bytes, status: bytes) -> None:
    with connected(tenant) as line:
        line.sendall(asked(tenant, "git-upload-pack", SECOND, *headers) + sent)
        assert heard(line).startswith(b"HTTP/1.1 " + status)


def test_who_asks_first_is_told_to_go_on(tenant: Tenant) -> None:
    with connected(tenant) as line:
        headers = [SECOND, f"Content-Length: {len(LIST)}", "Expect: 100-continue"]
        line.sendall(asked(tenant, "git-upload-pack", *headers))
        assert heard(line) == b"HTTP/1.1 100 Continue"
        line.sendall(LIST)
        assert heard(line) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize(("length", "spoilt", "status"), [(4, "Bearer x", b"401"), (1 << 31, "Bearer ", b"413")])
def test_who_asks_first_is_spared_the_body_of_a_refusal(
    tenant: Tenant, length: int, spoilt: str, status: bytes
) -> None:
    with connected(tenant) as line:
        headers = asked(tenant, "git-receive-pack", f"Content-Length: {length}", "Expect: 100-continue")
        line.sendall(headers.replace(b"Bearer ", spoilt.encode()))
        assert heard(line).startswith(b"HTTP/1.1 " + status)
