"""The real program as a process: first start, the main job over HTTP, a stop, a second start, commands beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300), pytest.mark.enable_socket]
PROGRAM = (sys.executable, "-m", "catalog_admin.cli")


@dataclass
class Program:
    """One data directory and one port; started and stopped as people do."""

    data_dir: Path
    port: int
    process: subprocess.Popen[str] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        told = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DEMO": "false", "LOG_FORMAT": "json"}
        self.environment = {**kept, **told}

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        self.process = subprocess.Popen(
            [*PROGRAM, "serve"], env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60) as client:
                self._wait(client)
                yield client
            self.process.send_signal(signal.SIGTERM)
            _, said = self.process.communicate(timeout=60)
            assert self.process.returncode == 0, said
            assert said.rstrip().endswith("stopped")
        finally:
            self.process.kill()
            sys.stderr.write(self.process.communicate()[1][-4000:])

    def _wait(self, client: httpx.Client) -> None:
        assert self.process is not None
        for _ in range(600):
            assert self.process.poll() is None, self.process.communicate()[1]
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError("not ready after two minutes")

    def command(self, *words: str, code: int = 0) -> str:
        ended = subprocess.run([*PROGRAM, *words], env=self.environment, text=True, capture_output=True, timeout=120)
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout if code == 0 else ended.stderr


@pytest.fixture
def program(tmp_path: Path) -> Program:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Program(tmp_path / "data", port)


BUNDLE = """apiVersion: catalog-admin/v1
kind: Attributes
items: [{key: discountPercent, type: decimal}]
---
apiVersion: catalog-admin/v1
kind: Products
items:
- key: gps
  status: active
  ratePlans:
  - {key: RP-1, sku: GPS-1, status: active, attributes: {discountPercent: 10}}
  - {key: RP-2, sku: GPS-2, status: active, attributes: {discountPercent: 0}}
"""


def test_the_main_job_over_http_survives_a_restart(program: Program, tmp_path: Path) -> None:
    (tmp_path / "stock.yaml").write_text(BUNDLE)
    with program.serving() as client:
        # Commands reach the database of the running service by its data directory.
        program.command("tenant", "create", "demo")
        program.command("bundle", "apply", str(tmp_path / "stock.yaml"))
        client.headers["Authorization"] = f"Bearer {program.command('token', '--role', 'tenant-admin').strip()}"
        top = _build(client)
        first = _published(client)
        assert _top_shelf(client) == ["RP-1"]
        _ok(client.put(f"/commerce/nodes/{top}/rule", json=_rule("discountPercent >= 0"), headers={"If-Match": '"r1"'}))
        second = _published(client)
        assert second != first
        assert _top_shelf(client) == ["RP-1", "RP-2"]
        taken = program.command("serve", code=1)
        assert taken.startswith("cli.port_taken: ")
        assert len(taken.strip().splitlines()) == 1

    with program.serving() as client:
        client.headers["Authorization"] = f"Bearer {program.command('token', '--role', 'tenant-admin').strip()}"
        assert _top_shelf(client) == ["RP-1", "RP-2"]
        _ok(client.post("/commerce/catalogs/global/rollback", json={"to": "previous"}, headers=_now(client)))
        assert _top_shelf(client) == ["RP-1"]
        assert "catalog-admin" in client.get("/", follow_redirects=True).text
        assert client.get("/healthz").json() == {"status": "alive"}
    assert "hold" in program.command("audit", "verify")


def _build(client: httpx.Client) -> str:
    """The id of the dynamic node."""
    _ok(client.post("/commerce/catalogs", json={"key": "global", "locales": ["en"]}))
    hardware, top = (
        _ok(client.post("/commerce/nodes", json={"catalogId": "global", "path": path, "type": kind}))["id"]
        for path, kind in (("Hardware", "category"), ("Top", "dynamicCategory"))
    )
    _ok(client.put(f"/commerce/nodes/{top}/rule", json=_rule("discountPercent > 0")))
    _ok(client.put(f"/commerce/nodes/{hardware}/product-rate-plans/RP-2", json={}))
    return str(top)


def _rule(expression: str) -> dict[str, Any]:
    return {"rules": [{"key": "discounted", "effect": "include", "expression": expression}]}


def _now(client: httpx.Client) -> dict[str, str]:
    return {"If-Match": "*"}


def _published(client: httpx.Client) -> str:
    job = _ok(client.post("/commerce/catalogs/global/publish", json={}, headers=_now(client)))
    for _ in range(300):
        found = _ok(client.get(f"/jobs/{job['id']}"))
        if found["status"] in ("succeeded", "failed", "cancelled"):
            assert found["status"] == "succeeded", found
            return str(found["result"]["version"])
        time.sleep(0.2)
    raise AssertionError("the publish did not end within a minute")


def _top_shelf(client: httpx.Client) -> list[str]:
    query = '{ node(catalog: "global", path: "Top") { ratePlans { edges { node { key } } } } }'
    found = _ok(client.post("/graphql", json={"query": query}))
    assert "errors" not in found, found
    return [edge["node"]["key"] for edge in found["data"]["node"]["ratePlans"]["edges"]]


def _ok(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()
