"""Authors who change one repository at the same moment, in transactions that truly commit."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import text

from catalog_admin.kit.etags import Expected
from catalog_admin.kit.failures import Busy, refusal_of
from catalog_admin.kit.work import Database, Patience
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import BranchNotFound, BranchProtected, DemandsChanged, FileChanged
from catalog_admin.rules.etags import etag_of_demands
from catalog_admin.rules.model import Demands
from rulestore.exporting import export
from rulestore.mirror import Mirrors
from rulestore.verifying import verify
from tests.database import WAITING, fresh_database, service_url
from tests.rules.author import CONTEXT, predicate
from tests.rulestore.desk import git
from tests.world import World, plant

AUTHORS = 4
HIGH = "predicates/high.json"


class Office:
    """A tenant whose authors have a branch `draft`."""

    def __init__(self, database: Database, place: Path) -> None:
        with database.engine.begin() as connection:
            self.world: World = plant(connection, f"t-{token_hex(6)}")
        self.database, self.mirrors = database, Mirrors(place)

    def begin(self) -> None:
        with self.database.work(self.world.actor) as work:
            commands.create_branch(work, self.mirrors, "draft", "main")
        self.write({"schemas/context.json": json.dumps(CONTEXT), HIGH: predicate("high", "discount > 10")})

    def write(self, files: dict[str, str], seen: str = "*") -> str:
        edits = [FileEdit(path, content.encode(), Expected(seen)) for path, content in files.items()]
        with self.database.work(self.world.actor) as work:
            return commands.commit_files(work, self.mirrors, "draft", edits, "a change").head

    def blob(self) -> str:
        with self.database.reads(self.world.actor) as reads:
            return queries.file(reads, self.mirrors, "draft", HIGH).blob

    def paths(self) -> set[str]:
        with self.database.reads(self.world.actor) as reads:
            return {each.path for each in queries.listed(reads, self.mirrors, "draft", limit=100).items}

    def demand(self, demands: Demands, seen: str) -> Demands:
        with self.database.work(self.world.actor) as work:
            return commands.demand(work, self.mirrors, "draft", demands, Expected(seen))

    def wait_for_who_waits(self) -> None:
        waiting = text(WAITING)
        with self.database.engine.connect() as connection:
            for _ in range(200):
                if connection.scalar(waiting):
                    return
                time.sleep(0.05)
        raise AssertionError("nobody waits")

    def check(self, place: Path) -> None:
        """The chain of moves holds, git finds nothing wrong, and the trail tells of each commit."""
        with self.database.reads(self.world.actor) as reads, reading(reads, self.mirrors) as store:
            with store.reading() as connection:
                assert verify(connection, store.repo).fault is None
            export(store.reading, store.repo, place)
            assert git(place, "fsck", "--full", "--strict", "--no-dangling") == ""
            told = "SELECT count(*) FROM event WHERE type = 'RulesCommitted'"
            commits = git(place, "rev-list", "--count", "draft")
            assert reads.session.scalar(text(told)) == int(commits) - 1


@pytest.fixture(scope="module")
def database(server_url: str) -> Iterator[Database]:
    with fresh_database(server_url, f"race_rules_{os.getpid()}") as url:
        database = Database(service_url(url), pool_size=AUTHORS)
        yield database
        database.close()


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path / "mirrors")


def together(act: Callable[[int], object]) -> list[object]:
    barrier = Barrier(AUTHORS)

    def one(nr: int) -> object:
        barrier.wait()
        return act(nr)

    with ThreadPoolExecutor(AUTHORS) as authors:
        return list(authors.map(one, range(AUTHORS)))


def test_of_those_who_edited_one_file_one_wins_and_the_others_are_told(office: Office, tmp_path: Path) -> None:
    office.begin()
    seen = f'"{office.blob()}"'

    def edit(nr: int) -> str:
        try:
            return office.write({HIGH: predicate("high", f"discount > {20 + nr}")}, seen)
        except FileChanged as refused:
            return str(refused.facts["current"])

    answers = together(edit)
    now = f'"{office.blob()}"'
    assert answers.count(now) == AUTHORS - 1
    office.check(tmp_path / "export.git")


def test_those_who_edit_different_files_all_land(office: Office, tmp_path: Path) -> None:
    office.begin()
    heads = together(lambda nr: office.write({f"predicates/p{nr}.json": predicate(f"p{nr}", "discount > 1")}))
    assert len(set(heads)) == AUTHORS
    assert office.paths() >= {f"predicates/p{nr}.json" for nr in range(AUTHORS)}
    office.check(tmp_path / "export.git")


def test_the_repository_of_a_tenant_is_made_once(office: Office) -> None:
    def first(nr: int) -> None:
        with office.database.work(office.world.actor) as work:
            commands.create_branch(work, office.mirrors, f"b{nr}", "main")

    together(first)
    with office.database.reads(office.world.actor) as reads:
        names = [each.name for each in queries.branches(reads, office.mirrors).items]
    assert names == ["b0", "b1", "b2", "b3", "main"]


def test_what_is_rolled_back_after_it_has_landed_was_never_there(office: Office, tmp_path: Path) -> None:
    office.begin()
    was = office.blob()
    with pytest.raises(RuntimeError), office.database.work(office.world.actor) as work:
        edit = FileEdit(HIGH, predicate("high", "discount > 99").encode())
        lost = commands.commit_files(work, office.mirrors, "draft", [edit], "lost")
        raise RuntimeError("something else goes wrong")
    assert office.blob() == was
    office.write({HIGH: predicate("high", "discount > 11")})
    with office.database.reads(office.world.actor) as reads:
        known = {each.id for each in queries.log(reads, office.mirrors, "draft").items}
    assert lost.head not in known
    office.check(tmp_path / "export.git")


def test_who_commits_while_somebody_protects_the_branch_is_told(office: Office) -> None:
    """He has looked before it was protected, and lands after."""
    office.begin()
    with ThreadPoolExecutor(1) as elsewhere:
        with office.database.work(office.world.actor) as work:
            commands.change_branch(work, office.mirrors, "draft", is_protected=True)
            late = elsewhere.submit(office.write, {HIGH: predicate("high", "discount > 11")})
            office.wait_for_who_waits()
        with pytest.raises(BranchProtected):
            late.result()


def test_who_demands_while_somebody_else_does_is_told(office: Office) -> None:
    office.begin()
    seen, first = etag_of_demands(Demands()), Demands(cases_pass=True)
    with ThreadPoolExecutor(1) as elsewhere:
        with office.database.work(office.world.actor) as work:
            commands.demand(work, office.mirrors, "draft", first, Expected(seen))
            late = elsewhere.submit(office.demand, Demands(rule_percent=80), seen)
            office.wait_for_who_waits()
        with pytest.raises(DemandsChanged):
            late.result()
    with office.database.reads(office.world.actor) as reads:
        assert queries.demands(reads, office.mirrors, "draft") == first


def test_nothing_is_demanded_of_a_branch_that_somebody_deletes(office: Office) -> None:
    """The next one of its name would begin with it."""
    office.begin()
    with ThreadPoolExecutor(1) as elsewhere:
        with office.database.work(office.world.actor) as work:
            commands.delete_branch(work, office.mirrors, "draft", Expected("*"))
            late = elsewhere.submit(office.demand, Demands(cases_pass=True), "*")
            office.wait_for_who_waits()
        with pytest.raises(BranchNotFound):
            late.result()


def test_who_waits_too_long_for_another_landing_is_told_so(office: Office) -> None:
    office.begin()
    hasty = office.database.with_patience(*[Patience(0.1, 5, 5)] * 3)
    edit = FileEdit("predicates/low.json", predicate("low", "discount < 1").encode())
    with office.database.work(office.world.actor) as slow:
        commands.commit_files(slow, office.mirrors, "draft", [edit], "slow")
        with pytest.raises(psycopg.errors.LockNotAvailable) as waited, hasty.work(office.world.actor) as work:
            commands.commit_files(work, office.mirrors, "draft", [edit], "hasty")
    assert isinstance(refusal_of(waited.value), Busy)
