"""Where each log is, told outside the database: whoever forges a log there is found out here."""

import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2 as httpx
import psycopg
import pytest

from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.outgoing import Outgoing
from catalog_admin.kit.secret_references import SecretReference
from catalog_admin.organisation.model import steward
from catalog_admin.rules import queries
from catalog_admin.rules.anchoring.heads import told_of
from catalog_admin.rules.anchoring.places import SIGNATURE, AtAnAddress, InAFile
from catalog_admin.rules.anchoring.telling import Telling
from rulestore.verifying import Verdict
from tests.database import libpq
from tests.rules.git.served import Clone, Tenant
from tests.rulestore.test_invariants import forge

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heads.ndjson"


@pytest.fixture
def telling(file: Path) -> Telling:
    return Telling({"file": InAFile(file)}, 0)


def pushed(clone: Clone) -> None:
    clone.write({"README.md": clone.head()})
    clone.git("push", "-q", "origin", "draft")


def verified(tenant: Tenant, file: Path) -> Verdict:
    with tenant.served.database.reads(steward(tenant.doorplate)) as reads:
        return queries.verify_log(reads, told=told_of(file, queries.log_of(reads)))


def transactions(tenant: Tenant, file: Path) -> list[int]:
    lines = map(json.loads, file.read_text().splitlines())
    return [line["transaction"] for line in lines if line["tenant"] == tenant.key]


def test_a_file_is_told_of_what_has_moved_since(clone: Clone, tenant: Tenant, file: Path, telling: Telling) -> None:
    telling(tenant.served.database)
    telling(tenant.served.database)
    pushed(clone)
    telling(tenant.served.database)
    assert transactions(tenant, file) == [2, 3]
    assert oct(file.stat().st_mode & 0o777) == "0o640"
    found = verified(tenant, file)
    assert (found.fault, found.at.txn_no, found.checked) == (None, 3, 3)


def test_half_a_line_that_a_full_disk_has_left_spoils_no_other(
    clone: Clone, tenant: Tenant, file: Path, telling: Telling
) -> None:
    telling(tenant.served.database)
    with file.open("a") as lines:
        lines.write('{"tenantId": "01')
    pushed(clone)
    telling(tenant.served.database)
    found = verified(tenant, file)
    assert (found.fault, found.at.txn_no) == (None, 3)
    assert [line[0] + line[-1] for line in file.read_text().splitlines()].count("{}") == len(
        file.read_text().splitlines()
    ) - 1


def test_a_log_that_was_forged_as_a_whole_is_found_out(
    clone: Clone, tenant: Tenant, file: Path, telling: Telling
) -> None:
    pushed(clone)
    telling(tenant.served.database)
    pushed(clone)
    pushed(clone)
    telling(tenant.served.database)
    with psycopg.connect(libpq(tenant.served.owner)) as owner:
        forge(owner, tenant.doorplate.id, from_txn=5)
    telling(tenant.served.database)  # what is told of the forged one convinces nobody
    found = verified(tenant, file)
    assert found.fault is not None
    assert found.fault.txn_no == 4
    assert "transaction 5 was told outside with another chain; up to 3 it is" in found.fault.reason


def test_heads_are_compared_over_http(clone: Clone, tenant: Tenant, file: Path, telling: Telling) -> None:
    telling(tenant.served.database)
    pushed(clone)
    [told] = [line for line in map(json.loads, file.read_text().splitlines()) if line["tenant"] == tenant.key]
    headers = {"Authorization": f"Bearer {tenant.token(Grant(Role.OPERATOR))}"}

    def verdict(*heads: str, **asked: int) -> dict[str, Any]:
        params = [("head", head) for head in heads] + [*asked.items()]
        answer = httpx.get(f"{tenant.served.origin}/rules/verify", params=params, headers=headers)
        body: dict[str, Any] = answer.json()
        return body

    true = f"{told['transaction']}:{told['chain']}"
    assert verdict(true) | {"chain": ""} == {
        "whole": True, "complete": True, "checked": 3, "transaction": 3, "chain": "", "fault": None
    }  # fmt: skip
    assert verdict(true, f"3:{'0' * 64}")["fault"]["transaction"] == 3
    assert verdict(after=1, limit=1) | {"chain": ""} == {
        "whole": True, "complete": False, "checked": 1, "transaction": 2, "chain": "", "fault": None
    }  # fmt: skip
    assert verdict(after=9)["code"] == "rules.revision_not_found"
    assert verdict("nonsense")["status"] == 422


class Listener:
    """Takes what it is told, and answers as it is set to."""

    def __init__(self) -> None:
        self.status, self.told = 204, list[tuple[str, bytes]]()


@pytest.fixture
def listener() -> Iterator[tuple[Listener, str]]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.told.append((self.headers[SIGNATURE], body))
            self.send_response(heard.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield heard, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_told_by_signed_lines_and_again_if_it_did_not_take_them(
    clone: Clone, tenant: Tenant, listener: tuple[Listener, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, url = listener
    monkeypatch.setenv("SIGN", "a secret of both")
    telling = Telling({"url": AtAnAddress(url, SecretReference("env://SIGN"), Outgoing(["127.0.0.1"]))}, 0)
    heard.status = 500
    telling(tenant.served.database)
    heard.status = 204
    telling(tenant.served.database)
    telling(tenant.served.database)
    (_, first), (signature, body) = heard.told
    assert {json.loads(line)["tenant"] for line in first.splitlines()} >= {tenant.key}
    assert len(first.splitlines()) == len(body.splitlines())
    instant, sign = (part.partition("=")[2] for part in signature.split(","))
    assert sign == hmac.new(b"a secret of both", f"{instant}.".encode() + body, sha256).hexdigest()
    pushed(clone)
    telling(tenant.served.database)
    assert [json.loads(line)["transaction"] for line in heard.told[-1][1].splitlines()] == [3]
