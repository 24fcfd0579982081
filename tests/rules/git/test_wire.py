"""What is no git client is refused in the words of the API."""

import gzip
import os
from base64 import b64encode
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from structlog.testing import CapturingLogger

from catalog_admin.access.cookies import SESSION
from catalog_admin.kit import requests
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.rules.git import api
from rulestore.packets import FLUSH, packet
from tests.rules.git.served import Clone, Tenant, client
from tests.rules.git.wires import client_of, half_a_push

pytestmark = pytest.mark.enable_socket


KNOCK = {"Content-Type": "application/x-git-receive-pack-request"}


@pytest.fixture
def http(tenant: Tenant) -> Iterator[httpx.Client]:
    with client_of(tenant) as http:
        yield http


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


def test_a_push_that_says_it_is_too_large_is_not_read(tenant: Tenant) -> None:
    with half_a_push(tenant, length=1 << 30) as line:
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
