"""Two imports at once, and one request sent twice at the same moment."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pydantic import BaseModel
from sqlalchemy import create_engine, text

from catalog_admin.jobs.imports import run
from catalog_admin.jobs.imports.model import Counts, Format, ImportReport, Policy
from catalog_admin.jobs.model import Cancelled
from catalog_admin.kit.idempotency import Reply, idempotent
from catalog_admin.kit.work import Database
from catalog_admin.products.imports import Of, ProductIntake, import_file
from tests.database import fresh_database, service_url
from tests.world import World, plant


@pytest.fixture
def real(server_url: str) -> Iterator[Database]:
    with fresh_database(server_url, f"race_imports_{os.getpid()}") as url:
        database = Database(service_url(url))
        yield database
        database.close()


@pytest.fixture
def planted(real: Database) -> World:
    engine = create_engine(real.engine.url)
    with engine.begin() as connection:
        world = plant(connection, "acme")
    engine.dispose()
    return world


@pytest.mark.parametrize("policy", list(Policy))
def test_two_imports_of_the_same_rows_in_other_order_both_end(
    real: Database, planted: World, tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    rows = [json.dumps({"key": f"p{n}", "ratePlans": [{"key": f"plan{n}"}]}) for n in range(2_000)]
    (tmp_path / "up").write_text("\n".join(rows))
    (tmp_path / "down").write_text("\n".join(reversed(rows)))
    together = Barrier(2)

    def bring(name: str) -> ImportReport:
        together.wait()
        path = tmp_path / name
        return import_file(
            real, planted.actor, planted.environment, path, of=Of.PRODUCTS, format=Format.NDJSON, policy=policy
        )

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(bring, ["up", "down"])
    assert one.errors == two.errors == []
    assert one.counts.created + two.counts.created == 2_000
    assert one.counts.unchanged + two.counts.unchanged == 2_000


class StopAfter:
    """Somebody cancels when so many chunks are through."""

    def __init__(self, chunks: int) -> None:
        self.left = chunks

    def progress(self, percent: int, step: str) -> None:
        self.left -= 1

    def check_cancelled(self) -> None:
        if self.left <= 0:
            raise Cancelled


@pytest.mark.parametrize(("policy", "kept"), [(Policy.REJECT_EVERYTHING, 0), (Policy.REJECT_FAILED_ROWS, 1_000)])
def test_a_cancelled_import_leaves_what_its_policy_says(
    real: Database, planted: World, tmp_path: Path, policy: Policy, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    path = tmp_path / "rows"
    path.write_text("\n".join(json.dumps({"key": f"p{n}"}) for n in range(2_000)))

    def transaction() -> object:
        return real.work(planted.actor, planted.environment)

    order = run.Order(Format.NDJSON, policy)
    with path.open("rb") as file, pytest.raises(Cancelled) as cancelled:
        run.Import(ProductIntake(), file, path.stat().st_size, order, transaction=transaction, steps=StopAfter(2)).run()
    assert cancelled.value.report["created"] == kept
    with real.work(planted.actor, planted.environment) as work:
        assert work.session.scalar(text("SELECT count(*) FROM product")) == kept


def test_an_attempt_after_a_crash_counts_what_the_first_one_wrote(
    real: Database, planted: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    path = tmp_path / "rows"
    path.write_text("\n".join(json.dumps({"key": f"p{n}"}) for n in range(2_000)))
    checkpoints: list[dict[str, object]] = []
    steps = StopAfter(2)

    def attempt(checkpoint: dict[str, object] | None) -> ImportReport:
        with path.open("rb") as file:
            return run.Import(
                ProductIntake(),
                file,
                path.stat().st_size,
                run.Order(Format.NDJSON, Policy.REJECT_FAILED_ROWS),
                transaction=lambda: real.work(planted.actor, planted.environment),
                steps=steps,
                checkpoint=checkpoint,
                on_commit=lambda _, state: checkpoints.append(state),
            ).run()

    with pytest.raises(Cancelled):
        attempt(None)
    steps.left = 100
    assert attempt(checkpoints[-1]).counts == Counts(rows=2_000, created=2_000)


class Answer(BaseModel):
    number: int


def test_the_same_request_at_the_same_moment_is_done_once(real: Database, planted: World) -> None:
    together, made = Barrier(4), []

    def ask(number: int) -> bytes:
        together.wait()
        with real.work(planted.actor, planted.environment) as work:
            return bytes(idempotent(work, "key", b"x" * 32, lambda: make(number)).body)

    def make(number: int) -> Reply:
        made.append(number)
        return Reply(Answer(number=number))

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(ask, range(4)))
    assert len(made) == 1
    assert answers == {b'{"number":%d}' % made[0]}


class Killed(BaseException):
    """The process is gone: nothing runs after it, not even what always runs at the end."""


def test_an_import_that_dies_between_its_chunks_is_in_the_trail(
    real: Database, planted: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    (tmp_path / "rows").write_text("\n".join(json.dumps({"key": f"p{n}"}) for n in range(1_000)))
    monkeypatch.setattr(run.Import, "_finish", lambda importing, work: None)

    def dies(percent: int, step: str) -> None:
        if step.startswith("1,000"):
            raise Killed

    with pytest.raises(Killed):
        import_file(
            real,
            planted.actor,
            planted.environment,
            tmp_path / "rows",
            of=Of.PRODUCTS,
            format=Format.NDJSON,
            policy=Policy.REJECT_FAILED_ROWS,
            request_id="r-7",
            on_progress=dies,
        )
    with real.reads(planted.actor, planted.environment) as reads:
        assert reads.session.scalar(text("SELECT count(*) FROM product")) == 500
        entries = [json.loads(body) for body in reads.session.scalars(text("SELECT body FROM audit_entry"))]
    assert [(entry["action"], entry["requestId"]) for entry in entries] == [("products.import_begun", "r-7")]
