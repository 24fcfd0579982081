"""Imports and jobs over HTTP: sent as a stream, asked for once, watched, cancelled, explained."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import uploads
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.work import Database
from tests.world import World

ROWS = b'{"key": "a"}\n{"key": "b", "tags": 7}\n'
ASK = "/commerce/imports?format=ndjson&policy=reject-failed-rows"


@pytest.fixture
def finish(database: Database, world: World) -> Callable[[Any], None]:
    def run(answer: Any) -> None:
        jobs.run_now(database, world.actor, UUID(answer.json()["id"]))

    return run


def left(database: Database, world: World) -> int:
    with database.work(world.actor) as work:
        return int(work.session.scalar(text("SELECT count(*) FROM upload_chunk")) or 0)


def test_a_file_is_taken_and_its_job_can_be_watched(
    client: TestClient, finish: Any, database: Database, world: World
) -> None:
    answer = client.post(ASK, content=ROWS)
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    finish(answer)
    job = client.get(answer.headers["Location"])
    assert job.json()["status"] == "succeeded"
    assert job.json()["progress"] == 100
    assert {name: job.json()["result"][name] for name in ("rows", "created", "rejected")} == {
        "rows": 2,
        "created": 1,
        "rejected": 1,
    }
    assert job.headers["ETag"] != answer.headers["ETag"]
    assert left(database, world) == 0
    assert client.get("/jobs").json()["items"][0]["id"] == answer.json()["id"]


def test_wrong_rows_can_be_downloaded(client: TestClient, finish: Any) -> None:
    answer = client.post(ASK, content=ROWS)
    finish(answer)
    where = f"/commerce/imports/{answer.json()['id']}/errors"
    [error] = [json.loads(line) for line in client.get(where).text.splitlines()]
    assert (error["line"], error["key"], error["pointer"], error["code"]) == (2, "b", "/tags", "products.wrong_type")
    lines = client.get(where, params={"format": "csv"}).text.splitlines()
    assert lines[0] == "line,key,pointer,code,detail,suggestion,column,value"
    assert lines[1].startswith("2,b,/tags,products.wrong_type,")


def test_a_rejected_import_fails_with_a_code_and_its_report(client: TestClient, finish: Any) -> None:
    answer = client.post("/commerce/imports?format=ndjson", content=ROWS)
    finish(answer)
    job = client.get(answer.headers["Location"]).json()
    assert (job["status"], job["error"]["code"]) == ("failed", "jobs.everything_rejected")
    assert (job["result"]["rejected"], job["result"]["created"]) == (1, 0)
    assert client.get("/commerce/products/a").status_code == 404


def test_a_job_tells_its_steps_and_how_it_stands_with_the_last(client: TestClient, finish: Any) -> None:
    answer = client.post("/commerce/imports?format=ndjson", content=ROWS)
    waiting = client.get(answer.headers["Location"]).json()
    finish(answer)
    job = client.get(answer.headers["Location"]).json()
    assert (waiting["steps"], job["status"]) == ([], "failed")
    assert [(each["name"][-4:], each["state"]) for each in job["steps"]] == [("read", "failed")]
    assert all(each["seconds"] >= 0 and each["startedAt"] for each in job["steps"])


def test_a_job_whose_worker_died_says_that_it_began_anew(
    client: TestClient, database: Database, world: World, finish: Any
) -> None:
    answer = client.post("/commerce/imports?format=ndjson", content=ROWS)
    waiting = client.get(answer.headers["Location"]).json()
    with database.work(world.actor) as work:
        work.session.execute(text("UPDATE job SET attempt = 1"))
    finish(answer)
    again = client.get(answer.headers["Location"]).json()
    assert [(job["attempt"], job["mostAttempts"]) for job in (waiting, again)] == [(0, 3), (2, 3)]


def test_the_same_request_again_is_the_same_job(client: TestClient, database: Database, world: World) -> None:
    headers = {"Idempotency-Key": "nightly-1"}
    first = client.post(ASK, content=ROWS, headers=headers)
    again = client.post(ASK, content=ROWS, headers=headers)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert left(database, world) == 1
    other = client.post(ASK, content=ROWS + b"\n", headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "kit.idempotency_key_reused")
    assert left(database, world) == 1


def test_an_empty_or_too_large_file_leaves_nothing(
    client: TestClient, database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post(ASK, content=b"").json()["code"] == "jobs.upload_empty"
    monkeypatch.setattr(client.app.state.settings, "max_upload_bytes", 1024)
    declared = client.post(ASK, content=b"x" * 2000)
    assert (declared.status_code, declared.json()["code"]) == (413, "jobs.upload_too_large")
    streamed = client.post(ASK, content=(b"x" * 100 for _ in range(100)))
    assert (streamed.status_code, streamed.json()["code"]) == (413, "jobs.upload_too_large")
    assert left(database, world) == 0


def test_a_file_larger_than_other_bodies_is_taken(client: TestClient, finish: Any) -> None:
    rows = b"".join(b'{"key": "p%d", "name": {"en": "%s"}}\n' % (n, b"x" * 900) for n in range(10_000))
    assert len(rows) > client.app.state.settings.max_body_bytes
    answer = client.post("/commerce/imports?format=ndjson", content=rows)
    finish(answer)
    assert client.get(answer.headers["Location"]).json()["result"]["created"] == 10_000


def test_a_queued_job_is_cancelled_at_once_and_only_once(client: TestClient, database: Database, world: World) -> None:
    where = client.post(ASK, content=ROWS).headers["Location"]
    assert client.post(f"{where}/cancel").json()["status"] == "cancelled"
    assert left(database, world) == 0
    assert client.post(f"{where}/cancel").json()["code"] == "jobs.already_finished"


def test_anothers_job_is_cancelled_by_operators_only(
    client: TestClient, client_as: Callable[..., TestClient], database: Database, world: World
) -> None:
    with database.work(world.actor, world.environment) as work:
        work.actor = type(work.actor)(**{**vars(work.actor), "subject": "user:other"})
        job = jobs.enqueue(work, "products.import", {})
    assert client_as(Role.VIEWER).post(f"/jobs/{job}/cancel").status_code == 403
    assert client_as(Role.OPERATOR).post(f"/jobs/{job}/cancel").status_code == 200


def test_an_unknown_or_anothers_job_is_not_found(
    client: TestClient, client_as: Callable[..., TestClient], other_world: World, world: World, database: Database
) -> None:
    with database.work(world.actor, world.environment) as work:
        job = jobs.enqueue(work, "products.import", {})
    theirs = client_as(Role.TENANT_ADMIN, of=other_world)
    assert theirs.get(f"/jobs/{job}").status_code == 404
    assert theirs.get(f"/commerce/imports/{job}/errors").status_code == 404
    assert client.get(f"/jobs/{uuid4()}").json()["code"] == "jobs.no_such_job"


def test_viewers_may_not_import(client_as: Callable[..., TestClient]) -> None:
    assert client_as(Role.VIEWER).post(ASK, content=ROWS).status_code == 403


def test_a_role_in_one_catalog_imports_nothing_and_is_told_before_the_file_is_read(
    client_as: Callable[..., TestClient], database: Database, world: World
) -> None:
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, catalog="global"),))
    for address in (ASK, "/commerce/prices/imports?format=ndjson"):
        refused = limited.post(address, content=ROWS)
        assert (refused.status_code, refused.json()["code"]) == (403, "access.not_permitted")
    assert left(database, world) == 0


@pytest.mark.parametrize("query", ["", "?format=xml", "?format=csv&policy=maybe", "?format=csv&map=nonsense"])
def test_an_unclear_order_is_refused(client: TestClient, query: str) -> None:
    assert client.post(f"/commerce/imports{query}", content=ROWS).status_code == 422


def test_chunks_are_small_enough_for_the_database() -> None:
    assert uploads.CHUNK_BYTES <= 1024 * 1024
