"""Two services and two workers over one database: what one is asked another does, and who dies is stood in for."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx2 as httpx
import pytest

from catalog_admin.kit.postgres.cluster import ensure_cluster
from tests.faults import shop
from tests.faults.checks import FREEZING, SEALING, check_nothing_is_left, standing_still, unique
from tests.faults.pair import ProgramOver, Server
from tests.faults.program import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180), pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    place = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    place.chmod(0o711)
    server = Server(place / "a")
    ensure_cluster(server.home, server.programs, durable=False)
    server.start()
    yield server
    server.end()
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def services(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[ProgramOver]]:
    """Neither has a worker inside."""
    place = tmp_path_factory.mktemp("several")
    both = [ProgramOver(place, server, WORKER_CONCURRENCY="0") for _ in range(2)]
    for each in both:
        each.start()
    both[0].found()
    yield both
    for each in both:
        each.end()


@pytest.fixture(scope="module")
def workers(services: list[ProgramOver]) -> Iterator[list[subprocess.Popen[bytes]]]:
    both = [services[0].worker() for _ in range(2)]
    shop.open_shop(services[0])
    yield both
    for each in both:
        each.kill()
        each.wait(30)


def test_two_catalogs_are_published_side_by_side_and_every_service_serves_them(
    services: list[ProgramOver], workers: list[subprocess.Popen[bytes]]
) -> None:
    with services[0].client() as asking, services[1].client() as reading:
        assert all(each.poll() is None for each in workers)
        shop.ok(asking.post("/commerce/catalogs", json={"key": (other := unique()), "locales": ["en"]}))
        before = shop.seen_by_readers(reading)
        shop.put_on_shelf(asking, new := unique())
        with services[0].held(FREEZING) as held:
            jobs = [shop.ask_to_publish(asking), _asked(asking, other)]
            held.wait(2)
            assert {shop.ok(reading.get(f"/jobs/{job}"))["status"] for job in jobs} == {"running"}
        assert {shop.ended(reading, job)["status"] for job in jobs} == {"succeeded"}
        after = [shop.seen_by_readers(client) for client in (reading, asking)]
        assert after[0] == after[1]
        assert after[0].shelf == tuple(sorted((*before.shelf, new)))
        assert shop.ok(reading.get(f"/storefront/catalogs/{other}"))["version"]["isLive"]
    check_nothing_is_left(services[1])


def test_a_killed_workers_publish_is_done_by_the_next_one(
    services: list[ProgramOver], workers: list[subprocess.Popen[bytes]]
) -> None:
    """Both are killed, because nobody but the queue knows which of them has it."""
    with services[1].client() as client:
        shop.put_on_shelf(client, new := unique())
        before = shop.seen_by_readers(client)
        with standing_still(services[0], partial(shop.ask_to_publish, client), FREEZING, SEALING) as job:
            for each in workers:
                each.send_signal(signal.SIGKILL)
                each.wait(30)
        assert shop.seen_by_readers(client) == before
        # A minute without a pulse is what it takes; here it is over.
        services[0].one("UPDATE job SET heartbeat_at = now() - interval '2 minutes' WHERE id = %s RETURNING 1", job)
        workers[:] = [services[0].worker(), services[1].worker()]
        assert shop.ended(client, job)["status"] == "succeeded"
        until(lambda: new in shop.seen_by_readers(client).shelf)
        assert shop.seen_by_readers(client).versions[1:] == before.versions
    check_nothing_is_left(services[1])


def _asked(client: httpx.Client, catalog: str) -> str:
    return str(shop.ok(client.post(f"/commerce/catalogs/{catalog}/publish", json={}, headers={"If-Match": "*"}))["id"])
