"""Eight processes at one branch: nobody's commit is lost, and what is counted is counted once."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import pytest

from rulestore.log import entries
from rulestore.reading import log
from rulestore.verifying import verify
from tests.database import fresh_database
from tests.rulestore.conftest import committed
from tests.rulestore.desk import MAIN, Desk
from tests.rulestore.real import Real
from tests.rulestore.writers import heard, start

PROCESSES, COMMITS = 8, 5


@pytest.fixture
def real(server_url: str, tmp_path: Path) -> Iterator[Real]:
    name = f"rulestore_race_{os.getpid()}_{token_hex(3)}"
    with fresh_database(server_url, name) as url, closing(committed(url, tmp_path)) as real:
        yield real


def test_no_commit_is_lost(real: Real, tmp_path: Path) -> None:
    desk = Desk(real.store())
    desk.write(first="1")
    writers: list[subprocess.Popen[str]] = [start(real, f"w{nr}", COMMITS) for nr in range(PROCESSES)]
    landed = [commit for each in writers for commit in heard(each)]
    assert [each.returncode for each in writers] == [0] * PROCESSES

    files = desk.files()
    assert files.pop("first.json") == "1"
    assert files == {f"w{w}/{nr:05}.json": f"w{w} {nr}\n" for w in range(PROCESSES) for nr in range(COMMITS)}
    logged = desk.store.ask(MAIN, lambda graph, tip: log(graph, tip, limit=1000))
    assert {each.oid.hex() for each in logged} >= set(landed)
    assert len(logged) == PROCESSES * COMMITS + 1
    with desk.store.reading() as connection:
        moves = list(entries(connection, desk.store.repo))
        assert verify(connection, desk.store.repo).fault is None
    assert [move.txn_no for move in moves] == list(range(1, len(logged) + 1))
    assert [move.old for move in moves] == [None, *(move.new for move in moves[:-1])]
    desk.export(tmp_path / "export.git")
