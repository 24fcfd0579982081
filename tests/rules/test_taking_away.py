"""Who takes a file away in a commit of many says which state of it was seen."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "predicates/high.json"


def commit(client: TestClient, *edits: dict[str, Any]) -> Any:
    return client.post("/rules/commits", json={"branch": "draft/one", "message": "away", "edits": edits})


@pytest.mark.parametrize("seen", [{}, {"seen": None}])
def test_what_was_not_seen_is_not_taken_away(begun: TestClient, seen: dict[str, None]) -> None:
    new = {"path": "README.md", "content": "x"}
    refused = commit(begun, new, {"path": PATH, "content": None, **seen})
    said = refused.json()
    assert (refused.status_code, said["code"], said["pointer"]) == (422, "rules.bad_etag", "/edits/1/seen")
    assert "`seen`, or *" in said["suggestion"]


def test_what_was_seen_is_taken_away(begun: TestClient) -> None:
    blob = begun.get(f"/rules/files/{PATH}", params={"at": "draft/one"}).json()["blob"]
    made = commit(begun, {"path": PATH, "content": None, "seen": blob})
    assert made.status_code == 201, made.text
    assert made.json()["files"] == [{"path": PATH, "before": blob, "after": None}]
