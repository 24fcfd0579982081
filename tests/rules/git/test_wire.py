"""What is no git client, or one that goes away: refused in the words of the API, and nothing is left at work."""

import gzip
import os
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2 as httpx
import psutil
import pytest
from structlog.testing import CapturingLogger, capture_logs

from catalog_admin.access.cookies import SESSION
from catalog_admin.kit import requests
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.rules.git import answering, api, bodies, seats
from rulestore.packets import FLUSH, packet
from tests.rules.git.served import Clone, Served, Tenant, client, cloned

pytestmark = pytest.mark.enable_socket


@dataclass(frozen=True)
class Large:
    tenant: Tenant
    commit: str

    def want(self) -> bytes:
        """What a clone asks for."""
        return packet(f"want {self.commit} side-band-64k\n".encode()) + FLUSH + packet(b"done\n")


KNOCK = {"Content-Type": "application/x-git-receive-pack-request"}


@pytest.fixture
def http(tenant: Tenant) -> Iterator[httpx.Client]:
    with client_of(tenant) as http:
        yield http


@pytest.fixture(scope="module")
def large(service: Served, tmp_path_factory: pytest.TempPathFactory) -> Large:
    """More lies in it than fits between two programs."""
    tenant = service.tenant()
    clone = cloned(tenant.url(), tmp_path_factory.mktemp("large") / "clone")
    for nr in range(10):
        (clone.path / f"{nr}.md").write_bytes(os.urandom(1024 * 1024))
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "large")
    clone.git("push", "-q", "origin", "HEAD:refs/heads/draft")
    return Large(tenant, clone.head())


def client_of(tenant: Tenant) -> httpx.Client:
    headers = {"Authorization": f"Bearer {tenant.token()}"}
    return httpx.Client(base_url=f"{tenant.address}/", headers=headers, timeout=30)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def at_work(tenant: Tenant) -> list[str]:
    """git's programs under this process, and what they are about."""
    found = []
    for each in psutil.Process(os.getpid()).children(recursive=True):
        try:
            found.append(" ".join(each.cmdline()))
        except psutil.Error:
            continue
    return [each for each in found if str(tenant.served.mirrors) in each]


def test_who_only_knocks_is_let_in(http: httpx.Client) -> None:
    """As git does before it sends something large."""
    knocked = http.post("git-receive-pack", content=FLUSH, headers=KNOCK)
    assert (knocked.status_code, knocked.content) == (200, b"")


@pytest.mark.parametrize("sent", [b"zzzz", b"0005", packet(b"nothing") + FLUSH, b"\x00" * 500])
def test_what_git_would_never_send_is_a_problem(http: httpx.Client, sent: bytes) -> None:
    told = http.post("git-receive-pack", content=sent)
    assert (told.status_code, told.json()["code"]) == (422, "rules.push_garbled")


@pytest.mark.parametrize("sent", [b"", b"zzzz", b"0005", packet(b"want nothing\n") + FLUSH, os.urandom(4000)])
@pytest.mark.parametrize("version", ["", "version=2"])
def test_whatever_a_fetch_asks_for_is_answered(http: httpx.Client, sent: bytes, version: str) -> None:
    headers = {"Git-Protocol": version, "Content-Type": "application/x-git-upload-pack-request"}
    assert http.post("git-upload-pack", content=sent, headers=headers).status_code == 200


def test_a_small_body_does_not_unpack_to_a_large_one(http: httpx.Client) -> None:
    bomb, headers = gzip.compress(bytes(100 * 1024 * 1024)), {"Content-Encoding": "gzip"}
    for service in ("git-upload-pack", "git-receive-pack"):
        told = http.post(service, content=bomb, headers=headers)
        assert (told.status_code, told.json()["code"]) == (413, "rules.body_too_large")


@pytest.mark.parametrize(("encoding", "sent"), [("gzip", b"not packed"), ("br", b"")])
def test_what_is_packed_otherwise_is_a_problem(http: httpx.Client, encoding: str, sent: bytes) -> None:
    told = http.post("git-upload-pack", content=sent, headers={"Content-Encoding": encoding})
    assert (told.status_code, told.json()["code"]) == (422, "rules.push_garbled")


def test_a_push_that_says_it_is_too_large_is_not_read(http: httpx.Client, tenant: Tenant) -> None:
    with half_a_push(http, tenant, length=1 << 30) as line:
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_who_is_nobody_is_asked_for_a_password(tenant: Tenant) -> None:
    told = httpx.get(f"{tenant.address}/info/refs", params={"service": "git-upload-pack"})
    assert told.status_code == 401
    assert told.headers["www-authenticate"].startswith('Basic realm="rules')
    assert told.json()["code"] == "access.credentials_missing"


@pytest.mark.parametrize(
    "authorization",
    ["Basic", "Basic !!!", "Basic " + b64encode(b"nocolon").decode(), "Basic " + b64encode(b"a:").decode()],
)
def test_half_a_password_is_none(tenant: Tenant, authorization: str) -> None:
    asked = {"service": "git-upload-pack"}
    told = httpx.get(f"{tenant.address}/info/refs", params=asked, headers={"Authorization": authorization})
    assert told.status_code == 401


def test_a_password_opens_nothing_else(tenant: Tenant) -> None:
    """A browser would send it along with whatever another site makes it ask for."""
    password = httpx.BasicAuth("whoever", tenant.token(Grant(Role.VIEWER)))
    assert httpx.get(f"{tenant.served.origin}/tenant", auth=password).status_code == 401


def test_no_cookie_opens_this(tenant: Tenant) -> None:
    asked = {"service": "git-upload-pack"}
    told = httpx.get(f"{tenant.address}/info/refs", params=asked, cookies={SESSION: f"{'0' * 32}.{'0' * 64}"})
    assert told.json()["code"] == "access.credentials_missing"


def test_no_line_of_the_log_holds_a_token(clone: Clone, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    token, lines = tenant.token(), CapturingLogger()
    monkeypatch.setattr(requests, "log", lines)
    clone.write({"README.md": "1"})
    clone.git("push", "-q", tenant.address.replace("://", f"://whoever:{token}@"), "draft")
    clone.refused("push", "-q", tenant.address.replace("://", f"://{token}:{token[:-1]}@"), "draft")
    said = repr(lines.calls)
    assert "git-receive-pack" in said
    assert token[-60:-1] not in said


def test_a_machine_without_git_says_so(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "is_there", lambda: False)
    assert "rules.git_missing: this machine has no git" in client("ls-remote", tenant.url()).stderr


@contextmanager
def half_a_push(http: httpx.Client, tenant: Tenant, length: int) -> Iterator[socket.socket]:
    """Says that so much will come, sends some of it, and hangs up in the end."""
    with socket.create_connection(("127.0.0.1", tenant.served.port), timeout=20) as line:
        path = f"/rules/git/{tenant.key}.git/git-receive-pack"
        said = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: {http.headers['authorization']}"]
        line.sendall("\r\n".join([*said, f"Content-Length: {length}", "", ""]).encode() + b"0094" + b"x" * 70_000)
        yield line


def test_who_hangs_up_in_the_middle_of_a_push_has_pushed_nothing(http: httpx.Client, tenant: Tenant) -> None:
    places, before = tenant.served.app.state.git_seats, client("ls-remote", tenant.url()).stdout
    with capture_logs() as lines:
        with half_a_push(http, tenant, length=5_000_000):
            until(lambda: places.taken_now == 1)
        until(lambda: places.taken_now == 0)
    assert lines == []
    assert client("ls-remote", tenant.url()).stdout == before
    assert list(tenant.served.mirrors.rglob(".push-*")) == []


def test_who_sends_too_slowly_gives_the_seat_back(
    http: httpx.Client, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LONGEST_SECONDS", 0.2)
    with half_a_push(http, tenant, length=5_000_000) as line:
        assert b"rules.body_too_slow" in line.recv(4096)
        until(lambda: tenant.served.app.state.git_seats.taken_now == 0)


@contextmanager
def slow_clone(large: Large) -> Iterator[socket.socket]:
    """Has taken a few bytes of what it asked for, and takes no more."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(20)
        line.connect(("127.0.0.1", large.tenant.served.port))
        path, body = f"/rules/git/{large.tenant.key}.git/git-upload-pack", large.want()
        said = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {large.tenant.token()}"]
        line.sendall("\r\n".join([*said, f"Content-Length: {len(body)}", "", ""]).encode() + body)
        assert line.recv(64).startswith(b"HTTP/1.1 200 ")
        assert at_work(large.tenant)
        yield line


def test_who_finds_no_seat_is_told_to_come_again(
    http: httpx.Client, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = tenant.served.app.state.git_seats
    monkeypatch.setattr(places, "_most_of_one", 1)
    monkeypatch.setattr(seats, "LONGEST_WAIT_SECONDS", 0.05)
    with half_a_push(http, tenant, length=5_000_000):
        until(lambda: places.taken_now == 1)
        told = http.get("info/refs", params={"service": "git-upload-pack"})
        assert (told.status_code, told.json()["code"]) == (429, "rules.git_busy")
        assert int(told.headers["retry-after"]) > 0
        assert "rules.git_busy: as many clones" in client("ls-remote", tenant.url()).stderr
        assert client("ls-remote", tenant.served.tenant().url()).returncode == 0
    until(lambda: places.taken_now == 0)


def test_who_hangs_up_in_the_middle_of_a_clone_leaves_no_program_at_work(large: Large) -> None:
    with slow_clone(large):
        pass
    until(lambda: not at_work(large.tenant))


def test_who_reads_too_slowly_is_cut_off(large: Large, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LONGEST_SECONDS", 1.0)
    with slow_clone(large) as line:
        until(lambda: not at_work(large.tenant))
        *_, last = iter(lambda: line.recv(1 << 16), b"")
    assert not last.endswith(b"0\r\n\r\n")  # as an answer ends that is whole
