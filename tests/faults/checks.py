"""Gates at which a job stands still until it is killed, and what must be true of the program afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx2 as httpx

from tests.faults import shop
from tests.faults.program import Program

WRITING_ROWS = "LOCK TABLE product IN SHARE MODE"
FREEZING = "LOCK TABLE lineage_ordinal IN SHARE MODE"
SEALING = "LOCK TABLE environment_move IN SHARE MODE"
AT_THE_VERY_END = "LOCK TABLE audit_entry IN SHARE MODE"  # the chain is appended right before COMMIT


@contextmanager
def standing_still(program: Program, ask: Callable[[], str], first: str, gate: str) -> Iterator[str]:
    """The job that was asked for, stopped at the gate; it waits at the first one until the other is closed."""
    with program.held(first) as start:
        job = ask()
        start.wait()
        if gate == first:
            yield job
            return
        with program.held(gate) as held:
            start.release()
            held.wait()
            yield job


def unique() -> str:
    return f"x{uuid4().hex[:12]}"


def counted(program: Program, prefix: str) -> tuple[int, int]:
    """Products and rate plans."""
    return (
        program.one("SELECT count(*) FROM product WHERE key LIKE %s", f"{prefix}-%"),
        program.one("SELECT count(*) FROM rate_plan WHERE key LIKE %s", f"{prefix}-%"),
    )


def check_next_import_changes_nothing(client: httpx.Client, file: bytes) -> None:
    again = shop.ended(client, shop.ask_to_import(client, file, "reject-everything"))["result"]
    assert (again["unchanged"], again["changedAnything"]) == (again["rows"], False)


def check_next_publish_works(client: httpx.Client, before: shop.Seen) -> None:
    shop.put_on_shelf(client, unique())
    assert shop.ended(client, shop.ask_to_publish(client))["status"] == "succeeded"
    assert shop.seen_by_readers(client).number == before.number + 1


def check_nothing_is_left(program: Program) -> None:
    assert program.one("SELECT count(*) FROM job WHERE status IN ('queued', 'running')") == 0
    assert program.one("SELECT count(*) FROM upload_chunk") == 0
    assert program.one("SELECT count(*) FROM lineage_ordinal WHERE sealed_at IS NULL") == 0
    assert program.is_audit_whole()
