"""A primary and a replica behind a running service: one is late or gone, then the other dies for good."""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Event

import httpx2 as httpx
import pytest
from sqlalchemy import text

from catalog_admin.cli.desk import find_doorplate
from catalog_admin.kit.failures import NotReplicated
from catalog_admin.organisation.model import steward
from tests.faults import shop
from tests.faults.checks import unique
from tests.faults.pair import Pair, ProgramWithReplica
from tests.faults.program import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120), pytest.mark.enable_socket]
LATE_SECONDS = "1.5"
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' LIMIT 1"


@pytest.fixture
def pair() -> Iterator[Pair]:
    place = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    place.chmod(0o711)
    both = Pair(place)
    try:
        yield both
    finally:
        both.end()
        shutil.rmtree(place)


@pytest.fixture
def program(pair: Pair, tmp_path: Path) -> Iterator[ProgramWithReplica]:
    program = ProgramWithReplica(tmp_path, pair, DATABASE_READ_LAG_SECONDS=LATE_SECONDS)
    try:
        program.start()
        program.found()
        shop.open_shop(program)
        yield program
    finally:
        program.end()


def ready(client: httpx.Client) -> tuple[str, str | None]:
    said = client.get("/readyz").json()
    return said["status"], said["reads"]


def publish(client: httpx.Client) -> str:
    shop.put_on_shelf(client, new := unique())
    assert shop.ended(client, shop.ask_to_publish(client))["status"] == "succeeded"
    return new


def shelf(client: httpx.Client) -> set[str]:
    said = shop.ok(client.post("/graphql", json={"query": shop.QUERY}))["data"]["node"]["ratePlans"]["edges"]
    return {edge["node"]["key"] for edge in said}


def test_readers_never_notice_and_nothing_acknowledged_is_lost(program: ProgramWithReplica, pair: Pair) -> None:
    with program.client() as client:
        until(lambda: ready(client) == ("ready", "replica"))
        check_a_late_replica_is_passed_over(client, pair)
        check_a_replica_that_is_gone_is_done_without(client, pair)
        check_what_the_replica_has_not_confirmed_is_not_acknowledged(program, pair)
        pair.wait_for_each_commit()
        check_a_dead_primary_is_survived(client, pair)


def check_a_late_replica_is_passed_over(client: httpx.Client, pair: Pair) -> None:
    pair.standby.one("SELECT pg_wal_replay_pause()")
    new = publish(client)
    assert new not in shelf(client)  # a little late is as good as what a cache may tell
    until(lambda: new in shelf(client), 10)
    assert ready(client) == ("ready", "primary")
    assert client.get("/readyz").json()["behindSeconds"] >= float(LATE_SECONDS)  # told to a tenth of a second
    pair.standby.one("SELECT pg_wal_replay_resume()")
    until(lambda: ready(client) == ("ready", "replica"), 10)
    assert new in shelf(client)


def check_a_replica_that_is_gone_is_done_without(client: httpx.Client, pair: Pair) -> None:
    with readers(client) as answers:
        pair.standby.kill()
        until(lambda: ready(client) == ("ready", "primary"), 10)
        assert publish(client) in shelf(client)
        pair.standby.start()
        until(lambda: ready(client) == ("ready", "replica"), 10)
    # A question that the replica dies over is asked again by who asked it; the next one finds the primary.
    assert Counter(answer.status_code for answer in answers)[503] <= READERS
    assert {answer.status_code for answer in answers} <= {200, 503}


def check_what_the_replica_has_not_confirmed_is_not_acknowledged(program: ProgramWithReplica, pair: Pair) -> None:
    """An administrator who cancels a COMMIT that waits for a replica in vain makes it succeed."""
    pair.primary.tell(synchronous_standby_names="nobody")
    until(lambda: pair.primary.one("SHOW synchronous_standby_names") == "nobody")
    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(rename, program)
        until(lambda: pair.primary.one(WAITING) is not None)
        pair.primary.one(f"SELECT pg_cancel_backend(({WAITING}))")
        with pytest.raises(NotReplicated):
            saving.result(10)
    pair.primary.tell(synchronous_standby_names="")


def rename(program: ProgramWithReplica) -> None:
    with closing(program.database()) as database:
        doorplate = find_doorplate(database, "acme")
        assert doorplate is not None
        with database.work(steward(doorplate)) as work:
            work.session.execute(text("UPDATE tenant SET name = 'Acme Ltd'"))


def check_a_dead_primary_is_survived(client: httpx.Client, pair: Pair) -> None:
    before = client.post("/graphql", json={"query": shop.QUERY})
    with readers(client) as answers, writer(client) as acknowledged:
        until(lambda: len(acknowledged) > 20)
        pair.primary.kill()
        until(lambda: ready(client) == ("reads only", "replica"), 10)
        refused = client.post("/commerce/products", json={"key": unique()})
        assert (refused.status_code, refused.json()["code"]) == (503, "kit.database_away")
        assert int(refused.headers["Retry-After"]) > 0
        assert shop.ok(client.get("/commerce/product-rate-plans"))["items"]
        time.sleep(0.5)
        written = len(acknowledged)
        assert pair.standby.one("SELECT pg_promote()")
        until(lambda: len(acknowledged) > written + 5, 20)
    assert [(answer.url.path, answer.text) for answer in answers if answer.status_code != 200] == []
    check_answers_are_whole([*answers, before])
    kept = pair.standby.one("SELECT count(*) FROM product WHERE key = ANY(%s)", acknowledged)
    assert kept == len(acknowledged)
    assert publish(client) in shelf(client)
    assert ready(client)[0] == "ready"


def check_answers_are_whole(answers: list[httpx.Response]) -> None:
    told = [answer for answer in answers if answer.request.url.path == "/graphql"]
    assert {answer.content for answer in told} == {told[-1].content}
    named = {(answer.headers["Catalog-Version"], answer.headers["Catalog-Generation"]) for answer in told}
    assert len(named) == 1


READERS = 2


@contextmanager
def readers(client: httpx.Client) -> Iterator[list[httpx.Response]]:
    """Of the storefront and of readiness, one question after the other while the block runs."""
    stop, answers = Event(), list[httpx.Response]()

    def read() -> None:
        while not stop.is_set():
            answers.append(client.post("/graphql", json={"query": shop.QUERY}))
            answers.append(client.get("/storefront/catalogs/shop/nodes"))
            answers.append(client.get("/readyz"))

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read) for _ in range(READERS)]
        try:
            yield answers
        finally:
            stop.set()
        for each in reading:
            each.result()


@contextmanager
def writer(client: httpx.Client) -> Iterator[list[str]]:
    """The keys of products whose creation was acknowledged."""
    stop, acknowledged, prefix = Event(), list[str](), unique()

    def write() -> None:
        for number in count():
            if stop.is_set():
                return
            key = f"{prefix}-{number}"
            if client.post("/commerce/products", json={"key": key}).status_code == 201:
                acknowledged.append(key)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            yield acknowledged
        finally:
            stop.set()
        writing.result()
