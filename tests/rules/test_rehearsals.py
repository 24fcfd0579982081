"""Cases run for whoever is writing: of what is committed, and of what is not."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.artefacts.cases.model import SubjectId
from catalog_admin.rules.rehearsing import Asked, rehearse
from tests.rules.author import CONTEXT, predicate

CASES = [
    {"id": "at-the-edge", "context": {"discount": 10}, "expect": {"outcome": "NO_MATCH"}},
    {"id": "above", "context": {"discount": {"decimal": "10.01"}}, "expect": {"outcome": "MATCH"}},
]
FILES = {
    "schemas/context.json": json.dumps(CONTEXT),
    "predicates/high.json": predicate("high", "discount > 10"),
    "tests/high.json": json.dumps(
        {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": CASES}
    ),
}


@pytest.fixture(autouse=True)
def founded(client: TestClient) -> None:
    """The first change makes the repository of a tenant that was founded before there were any."""
    assert client.post("/rules/branches", json={"name": "draft"}).status_code == 201


def rehearsed(client: TestClient, files: dict[str, str | None], **more: Any) -> Any:
    said = [{"path": path, "content": content} for path, content in files.items()]
    answered = client.post("/rules/rehearsals", json={"files": said, **more})
    assert answered.status_code == 200, answered.text
    return answered.json()


def test_a_text_that_nobody_has_committed_is_tried_and_nothing_is_kept(client: TestClient) -> None:
    found = rehearsed(client, FILES)
    assert (found["asked"], found["run"], found["failed"], found["errors"]) == (2, 2, 0, [])
    assert [(each["part"], each["pointer"], each["yes"], each["no"]) for each in found["parts"]] == [
        ("rule", "/when", 1, 1),
        ("condition", "/when", 1, 1),
    ]
    assert client.get("/rules/files").json()["items"] == []
    assert client.get("/rules/test-runs", params={"branch": "main"}).json()["items"] == []


def test_a_case_that_fails_says_what_it_was_told_and_why(client: TestClient) -> None:
    found = rehearsed(client, FILES | {"predicates/high.json": predicate("high", "discount > 20")}, explain=True)
    failed, passed = found["cases"]
    assert (failed["id"], failed["passed"], passed["passed"]) == ("above", False, True)
    assert failed["differences"] == [{"member": "outcome", "expected": "MATCH", "told": "NO_MATCH"}]
    (reason,) = failed["reasons"]
    assert reason["condition"]["expression"] == "discount > 20"
    assert reason["condition"]["parts"][0]["value"] == {"decimal": "10.01"}


def test_only_the_cases_that_are_asked_for_are_run(client: TestClient) -> None:
    for asked, count in (
        ({"case": "above"}, 1),
        ({"test": "tests/high.json"}, 2),
        ({"test": "tests/other.json"}, 0),
        ({"subject": {"kind": "predicate", "id": "low"}}, 0),
    ):
        found = rehearsed(client, FILES, **asked)
        assert (found["asked"], found["cases"] and found["cases"][0]["reasons"]) == (count, None if count else [])


def test_files_that_do_not_hold_together_are_tried_as_far_as_they_can_be(client: TestClient) -> None:
    found = rehearsed(client, FILES | {"predicates/low.json": predicate("low", "discuont < 1")})
    assert [(each["file"], each["code"]) for each in found["errors"]] == [
        ("predicates/low.json", "predicates.unknown_name")
    ]
    assert (found["run"], found["failed"]) == (2, 0)
    without = rehearsed(client, FILES | {"predicates/high.json": None})
    assert [each["passed"] for each in without["cases"]] == [False, False]


def test_a_path_that_cannot_be_is_refused_with_its_place(client: TestClient) -> None:
    said = [{"path": "tests/../x.json", "content": "{}"}]
    refused = client.post("/rules/rehearsals", json={"files": said}).json()
    assert (refused["code"], refused["pointer"]) == ("rules.bad_name", "/files/0/path")


def test_when_time_is_over_it_says_how_many_were_run() -> None:
    files = {path: content.encode() for path, content in FILES.items()}
    found = rehearse(files, Asked(subject=SubjectId("predicate", "high")), seconds=0)
    assert (found.asked, len(found.played)) == (2, 0)
