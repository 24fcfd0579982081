"""Serving the console: its files, its pages, and nothing else below /console."""

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalog_admin.front.console import PLACE, Console

PAGE, SCRIPT = "<!doctype html><title>console</title>", "export const one = 1;\n"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "assets").mkdir()
    for name, words in {"index.html": PAGE, "assets/index-abc.js": SCRIPT}.items():
        (tmp_path / name).write_text(words)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(words.encode()))
    (tmp_path / ".stamp").write_text("secret")
    app = FastAPI()
    app.mount(PLACE, Console(tmp_path))
    return TestClient(app)


@pytest.mark.parametrize("path", ["", "dev", "dev/catalogs/global?node=1", "dev/products/rate-plans/a.b"])
def test_every_address_is_a_page(client: TestClient, path: str) -> None:
    answer = client.get(f"/console/{path}")
    assert (answer.text, answer.headers["cache-control"]) == (PAGE, "no-cache")


@pytest.mark.parametrize("path", ["assets/gone-123.js", "boot.js", "assets/", "dev/app.css"])
def test_a_file_that_is_not_there_is_no_page(client: TestClient, path: str) -> None:
    assert client.get(f"/console/{path}").status_code == 404


@pytest.mark.parametrize("path", [".stamp", "assets/../.stamp", "assets/%2e%2e/.stamp", "..%2f..%2fetc/passwd"])
def test_nothing_outside_of_what_was_built_is_told(client: TestClient, path: str) -> None:
    assert "secret" not in client.get(f"/console/{path}").text


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_files_named_by_their_content_are_kept_for_ever(client: TestClient, coding: str) -> None:
    answer = client.get("/console/assets/index-abc.js", headers={"Accept-Encoding": coding})
    assert answer.text == SCRIPT
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers.get("content-encoding", "identity") == coding


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/console/").headers["etag"]
    assert client.get("/console/", headers={"If-None-Match": tag}).status_code == 304


def test_no_script_but_ours_runs(client: TestClient) -> None:
    policy = client.get("/console/dev").headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["script-src"] == "'self'"
    assert (rules["default-src"], rules["object-src"], rules["frame-ancestors"]) == ("'self'", "'none'", "'none'")


def test_pages_are_read_only(client: TestClient) -> None:
    assert client.post("/console/dev").status_code == 405
