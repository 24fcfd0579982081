"""A rule author's whole change with nothing but HTTP: branch, edit, compare, merge, take back."""

import json
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from tests.journeys.test_the_program import Program, program
from tests.rules.author import CONTEXT, predicate

__all__ = ["program"]
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300), pytest.mark.enable_socket]
HIGH = "/rules/files/predicates/high.json"


def test_a_change_goes_from_a_branch_to_main_and_back(program: Program, tmp_path: Path) -> None:
    with program.serving() as client:
        program.command("tenant", "create", "demo")
        _as(client, program, "rule-author")
        _ok(client.post("/rules/branches", json={"name": "pricing/discounts"}))
        begun = {
            "schemas/context.json": json.dumps(CONTEXT),
            "predicates/high.json": predicate("high", "discount > 10"),
        }
        edits = [{"path": path, "content": content, "seen": None} for path, content in begun.items()]
        _ok(client.post("/rules/commits", json={"branch": "pricing/discounts", "message": "Begin", "edits": edits}))
        seen = client.get(HIGH, params={"at": "pricing/discounts"}).headers["ETag"]
        changed = _put(client, "discount > 25", seen)
        assert _put(client, "discount > 30", seen, code=412)["code"] == "rules.file_changed"
        assert _put(client, "discuont > 30", "*", code=422)["errors"][0]["suggestion"]

        asked = {"from": f"{changed['before']}", "to": "pricing/discounts"}
        [meant] = _ok(client.get("/rules/difference/meaning", params=asked))["items"]
        assert meant["sentence"].endswith("discount > 10 became discount > 25")
        merge = {"source": "pricing/discounts", "target": "main"}
        assert client.post("/rules/merges", json=merge).status_code == 403
        _as(client, program, "publisher")
        _ok(client.post("/rules/merges", json=merge))

        _as(client, program, "rule-author")
        _ok(client.post("/rules/branches", json={"name": "undo", "at": "main"}))
        _ok(client.post("/rules/reverts", json={"commit": changed["head"], "branch": "undo"}))
        _as(client, program, "publisher")
        _ok(client.post("/rules/merges", json={"source": "undo", "target": "main"}))
        past = _log(client)
        assert "10" in _ok(client.get(HIGH))["content"]

    with program.serving() as client:
        _as(client, program, "viewer")
        assert _log(client) == past
        # Git keeps seconds: of commits of the same second that do not follow each other, either may come first.
        assert {each["message"].partition("\n")[0] for each in past} == {
            "Merge undo into main",
            'Revert "Change predicates/high.json"',
            "Merge pricing/discounts into main",
            "Change predicates/high.json",
            "Begin",
            "The rule repository begins",
        }
    assert "hold" in program.command("audit", "verify")


def _as(client: httpx.Client, program: Program, role: str) -> None:
    client.headers["Authorization"] = f"Bearer {program.command('token', '--role', role).strip()}"


def _put(client: httpx.Client, when: str, seen: str, code: int = 200) -> dict[str, Any]:
    body = {"content": predicate("high", when)}
    answer = client.put(HIGH, params={"branch": "pricing/discounts"}, json=body, headers={"If-Match": seen})
    assert answer.status_code == code, answer.text
    return dict(answer.json())


def _log(client: httpx.Client) -> list[dict[str, Any]]:
    return list(_ok(client.get("/rules/commits"))["items"])


def _ok(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()
