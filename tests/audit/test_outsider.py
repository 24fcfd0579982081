"""Somebody with an export and Python alone comes to the same verdict; and the trail over HTTP."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Role
from catalog_admin.kit.work import Database
from tests.world import World

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_audit.py"


@pytest.fixture
def exported(client: TestClient, database: Database, world: World) -> list[dict[str, Any]]:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        for number in range(5):
            audit.record(work, action="x.done", subject=f"node:{number}", detail={"Zürich": "ß"})
    entries: list[dict[str, Any]] = []
    after = None
    while True:
        page = client.get("/audit", params={"limit": 2} | ({"after": after} if after else {})).json()
        entries, after = entries + page["items"], page["next"]
        if after is None:
            return entries


def verdict(tmp_path: Path, entries: list[dict[str, Any]], *options: str) -> tuple[int, str]:
    file = tmp_path / "entries.ndjson"
    file.write_text("\n".join(map(json.dumps, entries)))
    done = subprocess.run([sys.executable, SCRIPT, file, *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def test_an_export_holds(tmp_path: Path, exported: list[dict[str, Any]]) -> None:
    head = exported[0]["hash"]
    assert verdict(tmp_path, exported, "--head", head) == (0, f"entries 1 to 5 hold; head {head}")


def test_an_export_that_was_changed_does_not(tmp_path: Path, exported: list[dict[str, Any]]) -> None:
    without = [entry for entry in exported if entry["seq"] != 3]
    assert verdict(tmp_path, without) == (1, "entry 3 is missing")
    assert verdict(tmp_path, exported, "--head", "00" * 32)[0] == 1
    exported[1]["body"] = exported[1]["body"].replace("tess", "eve")
    assert verdict(tmp_path, exported) == (1, "entry 4 is not what was hashed")
    assert verdict(tmp_path, []) == (1, "there is nothing to check")


@pytest.mark.parametrize(
    "lie",
    [
        {"actor": "user:eve"},
        {"action": "x.undone"},
        {"subject": "node:9"},
        {"at": "2020-01-01T00:00:00+00:00"},
        {"environment": None},
        {"requestId": "another"},
        {"afterDigest": "00" * 32},
        {"beforeDigest": "00" * 32},
        {"detail": {"Zürich": "Basel"}},
        {"reason": "because"},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_an_export_that_shows_something_else_than_was_hashed_does_not(
    tmp_path: Path, exported: list[dict[str, Any]], lie: dict[str, Any]
) -> None:
    exported[1] |= lie
    assert verdict(tmp_path, exported) == (1, f"entry 4 shows another {next(iter(lie))} than was hashed")


@pytest.mark.parametrize("file", ["/nope", "/", SCRIPT.parents[1] / "README.md"], ids=str)
def test_a_file_that_is_no_export_is_told_in_one_line(file: str) -> None:
    done = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("wrong", [{"seq": -1}, {"prevHash": "no hex"}, {"body": "[]"}], ids=str)
def test_an_entry_of_another_form_is_a_verdict(
    tmp_path: Path, exported: list[dict[str, Any]], wrong: dict[str, Any]
) -> None:
    assert verdict(tmp_path, [exported[-1] | wrong])[0] == 1


def test_the_whole_chain_is_exported_as_lines(
    tmp_path: Path, client: TestClient, exported: list[dict[str, Any]]
) -> None:
    answer = client.get("/audit/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert lines == [{**entry, "at": entry["at"].replace("Z", "+00:00")} for entry in reversed(exported)]
    assert verdict(tmp_path, lines)[0] == 0
    assert [json.loads(line)["seq"] for line in client.get("/audit/export?after=3").content.splitlines()] == [4, 5]


def test_one_entry_and_all_of_one_request(client: TestClient, exported: list[dict[str, Any]]) -> None:
    assert client.get("/audit/3").json() == exported[2]
    assert client.get("/audit/99").json()["code"] == "audit.entry_not_found"
    made = client.post("/environments", json={"key": "ut"}, headers={"X-Request-Id": "click-7"})
    assert made.headers["x-request-id"] == "click-7"
    [entry] = client.get("/audit", params={"requestId": "click-7"}).json()["items"]
    assert (entry["action"], entry["subject"]) == ("environments.created", "environment:ut")


def test_the_service_says_the_same(client: TestClient, exported: list[dict[str, Any]]) -> None:
    said = client.get("/audit/verify").json()
    assert said == {
        "whole": True,
        "complete": True,
        "checked": 5,
        "last": 5,
        "head": exported[0]["hash"],
        "brokenAt": None,
        "reason": None,
    }
    part = client.get("/audit/verify", params={"after": 1, "limit": 2}).json()
    assert (part["complete"], part["checked"], part["last"]) == (False, 2, 3)
    refused = client.get("/audit/verify", params={"after": 99})
    assert (refused.status_code, refused.json()["code"]) == (404, "audit.entry_not_found")


def test_filters_over_http(client: TestClient, exported: list[dict[str, Any]]) -> None:
    def numbers(**wanted: str) -> list[int]:
        return [entry["seq"] for entry in client.get("/audit", params=wanted).json()["items"]]

    assert numbers(subject="node:3") == [4]
    assert numbers(actor="user:tess", environment="dev", action="x.done") == [5, 4, 3, 2, 1]
    assert numbers(to="2020-01-01T00:00:00Z") == []
    assert len(numbers(**{"from": "2020-01-01T00:00:00Z"})) == 5
    for wrong in ({"from": "yesterday"}, {"from": "2020-01-01T00:00:00"}, {"after": "WyJ4Il0"}, {"limit": "1000"}):
        assert client.get("/audit", params=wrong).status_code == 422


def test_the_trail_is_for_those_who_look_after_it(client_as: Callable[..., TestClient]) -> None:
    for role, status in ((Role.OPERATOR, 200), (Role.APPROVER, 200), (Role.CATALOG_EDITOR, 403), (Role.VIEWER, 403)):
        assert client_as(role).get("/audit").status_code == status
    for role, status in ((Role.OPERATOR, 200), (Role.APPROVER, 403)):
        assert client_as(role).get("/audit/export").status_code == status
