"""Who wrote a line, told by whoever looks back, and that a long past was not looked through to its end."""

import pytest
from fastapi.testclient import TestClient

from catalog_admin.rules.queries import past
from tests.rules.over_http import put

BLAME = "/rules/blame/predicates/high.json"


def test_lines_are_blamed_on_commits(begun: TestClient) -> None:
    put(begun, "discount > 20", If_Match="*")
    items = begun.get(BLAME, params={"at": "draft/one"}).json()["items"]
    assert [each["isOlder"] for each in items] == [False] * len(items)
    assert {each["commit"]["message"] for each in items} == {"begin", "Change predicates/high.json"}


def test_a_past_that_is_too_long_is_said_to_be(begun: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    put(begun, "discount > 20", If_Match="*")
    monkeypatch.setattr(past, "BLAMED_SECONDS", 0.0)
    [lines] = begun.get(BLAME, params={"at": "draft/one"}).json()["items"]
    assert (lines["first"], lines["isOlder"]) == (1, True)
    assert lines["commit"]["message"] == "Change predicates/high.json"
