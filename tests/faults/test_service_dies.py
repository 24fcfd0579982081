"""The service is killed in the middle of an import or a publish: nothing half-done is visible, and it goes on."""

import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx2 as httpx
import pytest

from tests.faults import shop
from tests.faults.checks import (
    AT_THE_VERY_END,
    FREEZING,
    WRITING_ROWS,
    check_next_import_changes_nothing,
    check_next_publish_works,
    check_nothing_is_left,
    counted,
    standing_still,
    unique,
)
from tests.faults.program import Program, until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300), pytest.mark.enable_socket]
CHUNK = 10_000


def test_an_import_of_everything_or_nothing_starts_again(program: Program) -> None:
    prefix, rows = unique(), 1_000
    file = shop.products(prefix, rows)
    with program.client() as client:
        before = shop.seen_by_readers(client)
        ask = partial(shop.ask_to_import, client, file, "reject-everything")
        with standing_still(program, ask, WRITING_ROWS, AT_THE_VERY_END) as job:
            program.end_with(signal.SIGKILL)
    with program.at_rest():
        assert counted(program, prefix) == (0, 0)
        assert program.is_audit_whole()

    program.start()
    with program.client() as client:
        done = shop.ended(client, job)
        assert (done["status"], done["result"]["created"], done["result"]["rows"]) == ("succeeded", rows, rows)
        assert counted(program, prefix) == (rows, rows)
        check_next_import_changes_nothing(client, file)
        assert shop.seen_by_readers(client) == before
    check_nothing_is_left(program)


def test_an_import_chunk_by_chunk_goes_on_behind_what_it_had_committed(program: Program) -> None:
    prefix, rows = unique(), CHUNK + 1_000
    file, late = shop.products(prefix, rows), f"{prefix}-{CHUNK + 500}"
    with program.client() as client:
        shop.ok(client.post("/commerce/products", json={"key": late, "name": {"en": "to be replaced"}}))
        second_chunk = f"SELECT FROM product WHERE key = '{late}' FOR UPDATE"
        ask = partial(shop.ask_to_import, client, file, "reject-failed-rows")
        with standing_still(program, ask, second_chunk, second_chunk) as job:
            assert counted(program, prefix) == (CHUNK + 1, CHUNK)
            program.end_with(signal.SIGKILL)
    with program.at_rest():
        assert counted(program, prefix) == (CHUNK + 1, CHUNK)
        assert program.is_audit_whole()

    program.start()
    with program.client() as client:
        result = shop.ended(client, job)["result"]
        assert (result["rows"], result["created"] + result["updated"], result["unchanged"]) == (rows, rows, 0)
        assert counted(program, prefix) == (rows, rows)
        check_next_import_changes_nothing(client, file)
    check_nothing_is_left(program)


@pytest.mark.parametrize("gate", [FREEZING, AT_THE_VERY_END])
def test_a_publish_is_served_as_before_until_it_is_done_again(program: Program, gate: str) -> None:
    with program.client() as client:
        shop.put_on_shelf(client, new := unique())
        before = shop.seen_by_readers(client)
        with standing_still(program, partial(shop.ask_to_publish, client), FREEZING, gate) as job:
            assert shop.seen_by_readers(client) == before
            program.end_with(signal.SIGKILL)
    with program.at_rest():
        for rows in ("FROM publication", "FROM version", "FROM environment_move"):
            assert program.one(f"SELECT count(*) {rows}") == len(before.versions)
        assert program.is_audit_whole()

    program.start()
    with program.client() as client:
        seen: list[shop.Seen] = []
        until(lambda: is_final(client, job, seen))
        after = shop.seen_by_readers(client)
        assert shop.ended(client, job)["result"]["version"] == after.live == after.versions[0]
        assert after.shelf == tuple(sorted((*before.shelf, new)))
        assert after.versions[1:] == before.versions
        for answers in zip(before, after, *seen, strict=True):  # one answer after the other, each old or new
            assert set(answers[2:]) <= set(answers[:2])
        check_next_publish_works(client, after)
    check_nothing_is_left(program)


def test_a_request_in_flight_is_finished_before_the_end(program: Program) -> None:
    key = unique()
    with program.client() as client, ThreadPoolExecutor(1) as pool, program.held(WRITING_ROWS) as held:
        asked = pool.submit(client.post, "/commerce/products", json={"key": key})
        held.wait()
        assert program.process is not None
        program.process.send_signal(signal.SIGTERM)
        until(lambda: not program.listens())
        held.release()
        assert asked.result().status_code == 201
    assert program.process.wait(60) == 0
    with program.at_rest():
        assert program.one("SELECT count(*) FROM product WHERE key = %s", key) == 1
        assert program.is_audit_whole()


def is_final(client: httpx.Client, job: str, seen: list[shop.Seen]) -> bool:
    seen.append(shop.seen_by_readers(client))
    return shop.ok(client.get(f"/jobs/{job}"))["status"] in shop.FINAL
