"""The database is killed under the running service: readers and writers are asked to wait, then all goes on."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import httpx2 as httpx
import pytest

from tests.faults import shop
from tests.faults.checks import (
    AT_THE_VERY_END,
    FREEZING,
    SEALING,
    WRITING_ROWS,
    check_next_import_changes_nothing,
    check_next_publish_works,
    check_nothing_is_left,
    counted,
    standing_still,
    unique,
)
from tests.faults.program import POOL, Program, until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300), pytest.mark.enable_socket]
FLOOD = 60
STANDING = "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"


def asked_all_the_time(program: Program, stop: Event) -> list[httpx.Response]:
    """A reader of the storefront, a reader of the draft and a writer, one after the other, until told to stop."""
    answers = []
    with program.client() as client:
        while not stop.is_set():
            answers.append(client.post("/graphql", json={"query": shop.QUERY}))
            answers.append(client.get("/commerce/product-rate-plans"))
            answers.append(client.post("/commerce/products", json={"key": unique()}))
            answers.append(client.get("/readyz"))
    return answers


def kill_the_database(program: Program) -> None:
    """Returns when the service has another one and says so."""
    killed = program.postmaster()
    os.kill(killed, signal.SIGKILL)
    until(lambda: program.has_database_other_than(killed) and program.is_ready())


def check_only_waits(answers: list[httpx.Response]) -> None:
    for answer in answers:
        assert answer.status_code in (200, 201, 503), answer.text
        if answer.status_code == 503 and answer.request.url.path != "/readyz":
            assert answer.json()["code"] == "kit.database_away"
            assert int(answer.headers["Retry-After"]) > 0
        elif answer.request.url.path == "/graphql":
            assert "errors" not in answer.json()
    assert {200, 201} <= {answer.status_code for answer in answers[-4:]}


def test_an_import_survives_its_database(program: Program) -> None:
    prefix, rows = unique(), 1_000
    file, stop = shop.products(prefix, rows), Event()
    with program.client() as client, ThreadPoolExecutor(2) as pool:
        ask = partial(shop.ask_to_import, client, file, "reject-everything")
        with standing_still(program, ask, WRITING_ROWS, AT_THE_VERY_END) as job:
            writing = pool.submit(client.post, "/commerce/products", json={"key": unique()})
            until(lambda: program.one(STANDING) == 2)
            asking = pool.submit(asked_all_the_time, program, stop)
            kill_the_database(program)
        assert writing.result().status_code == 503
        done = shop.ended(client, job)
        assert (done["status"], done["result"]["created"]) == ("succeeded", rows)
        stop.set()
        check_only_waits([writing.result(), *asking.result()])
        assert counted(program, prefix) == (rows, rows)
        check_next_import_changes_nothing(client, file)
    check_nothing_is_left(program)


def test_a_publish_survives_its_database(program: Program) -> None:
    with program.client() as client:
        shop.put_on_shelf(client, new := unique())
        before = shop.seen_by_readers(client)
        with standing_still(program, partial(shop.ask_to_publish, client), FREEZING, SEALING) as job:
            kill_the_database(program)
        assert shop.ended(client, job)["status"] == "succeeded"
        after = shop.seen_by_readers(client)
        assert after.shelf == tuple(sorted((*before.shelf, new)))
        assert after.versions[1:] == before.versions
        check_next_publish_works(client, after)
    check_nothing_is_left(program)


def test_more_requests_than_connections_wait_for_their_turn(program: Program) -> None:
    keys = [unique() for _ in range(FLOOD)]
    with program.client() as client, ThreadPoolExecutor(FLOOD) as pool:
        with program.held(WRITING_ROWS) as held:
            asked = [pool.submit(client.post, "/commerce/products", json={"key": key}) for key in keys]
            until(lambda: program.connections() >= FLOOD)
            held.wait(POOL)
            assert client.get("/healthz").json() == {"status": "alive"}
        assert {answer.result().status_code for answer in asked} == {201}
    check_nothing_is_left(program)
