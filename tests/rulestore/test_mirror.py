"""Mirrors can be lost, stale, torn or tampered with: answers are right all the same."""

import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from rulestore import picking
from rulestore.changing import Edit
from rulestore.errors import Broken, RefMoved
from rulestore.mirror import Mirrors, boot_id
from rulestore.model import Position
from rulestore.packs import MOST_PACKS, Span, worth_merging
from rulestore.refs import snapshot
from rulestore.store import Store
from tests.rulestore.desk import MAIN, SAID, Desk, git, signed
from tests.rulestore.real import Real


def elsewhere(store: Store, place: Path) -> Desk:
    """The same repository seen by another machine, whose mirror is its own."""
    return Desk(Store(Mirrors(place), store.repo, store.reading, store.writing))


def objects(desk: Desk) -> list[Path]:
    found = (desk.store.mirror.path / "objects").rglob("*")
    return sorted(each for each in found if each.suffix == ".pack")


def test_another_machine_reads_what_landed_here(desk: Desk, tmp_path: Path) -> None:
    other = elsewhere(desk.store, tmp_path / "other")
    for nr in range(3):
        desk.write(a=str(nr), b__c="x")
        assert other.files() == desk.files()
    other.write(a="from there")
    assert desk.files()["a.json"] == "from there"


def test_a_lost_mirror_is_made_anew(desk: Desk) -> None:
    desk.write(a="1")
    shutil.rmtree(desk.store.mirror.path)
    assert desk.files() == {"a.json": "1"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_bytes()[:12] + b"x" + path.read_bytes()[13:]),
    ],
    ids=["gone", "empty", "torn", "another's"],
)
def test_a_spoilt_object_is_found_out(desk: Desk, spoil: Callable[[Path], object]) -> None:
    desk.write(a="1", b__c="2")
    for path in objects(desk):
        path.chmod(0o600)
        spoil(path)
    assert desk.files() == {"a.json": "1", "b/c.json": "2"}
    desk.write(a="3")
    assert desk.files()["a.json"] == "3"


@pytest.mark.parametrize("name", ["HEAD", "config", "objects", "synced"])
def test_a_mirror_without_a_part_is_made_anew(desk: Desk, name: str) -> None:
    desk.write(a="1")
    part = desk.store.mirror.path / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    assert desk.files() == {"a.json": "1"}


@pytest.mark.parametrize("name", ["HEAD", "config", "objects", "synced", "objects/pack"])
def test_a_mirror_that_is_behind_and_lacks_a_part_is_made_anew(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.write(a="1")
    other = elsewhere(desk.store, tmp_path / "other")
    assert other.files() == {"a.json": "1"}
    desk.write(a="2")
    part = other.store.mirror.path / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    assert other.files() == {"a.json": "2"}


@pytest.mark.parametrize("line", [b"", b"9", b"garbage that says nothing\n", b"\0" * 120])
def test_what_it_says_of_itself_is_checked(desk: Desk, line: bytes) -> None:
    desk.write(a="1")
    (desk.store.mirror.path / "synced").write_bytes(line)
    assert desk.files() == {"a.json": "1"}


def test_the_same_numbers_of_another_past_are_not_trusted(desk: Desk, tmp_path: Path) -> None:
    """A database that was restored from a backup counts on from there, and says something else."""
    desk.write(a="1")
    with pytest.raises(ZeroDivisionError), desk.store.writing() as connection:
        desk.write(a="2, which a backup does not know")
        connection.execute("SELECT 1")
        raise ZeroDivisionError
    desk.write(a="2, as it was then")
    assert desk.files() == {"a.json": "2, as it was then"}
    desk.write(b="3")
    assert desk.files() == {"a.json": "2, as it was then", "b.json": "3"}


def test_one_that_lies_in_another_boot_is_not_looked_at(desk: Desk, tmp_path: Path) -> None:
    desk.write(a="1")
    assert boot_id() in desk.store.mirror.path.parts
    earlier = tmp_path / "boot-earlier"
    earlier.mkdir()
    (tmp_path / "something else").mkdir()
    Mirrors(tmp_path).sweep()
    assert not earlier.exists()
    assert (tmp_path / "something else").exists()
    assert desk.store.mirror.path.exists()


def test_many_small_packs_become_a_few(desk: Desk, tmp_path: Path) -> None:
    other, most = elsewhere(desk.store, tmp_path / "other"), 0
    for nr in range(MOST_PACKS + 8):
        desk.write(a=str(nr))
        other.store.mirror.bring(other.store.reading, desk.store.tip(MAIN).at)
        most = max(most, len(objects(other)))
    assert most == MOST_PACKS
    assert len(objects(other)) < 10
    assert other.files() == desk.files() == {"a.json": str(MOST_PACKS + 7)}
    git(other.store.mirror.path, "fsck", "--full", "--strict", desk.tip().hex())


def test_a_large_pack_is_not_written_again_for_small_ones() -> None:
    large, small = Span(0, 1, 10_000), [Span(nr, nr + 1, 3) for nr in range(1, MOST_PACKS)]
    assert worth_merging([large, *small]) == small
    assert worth_merging([large, *small][:-1]) == []
    assert worth_merging([Span(0, 1, 3), *small]) == [Span(0, 1, 3), *small]


def test_many_objects_come_as_a_pack(desk: Desk, tmp_path: Path) -> None:
    edits = [Edit(f"folder-{nr % 7}/{nr}.json", f"{nr}".encode()) for nr in range(200)]
    desk.commit(picking.edits_of(edits, signed("many")))
    other = elsewhere(desk.store, tmp_path / "other")
    assert len(other.files()) == len(desk.files()) == 200
    assert [each.suffix for each in objects(other)] == [".pack"]
    git(other.store.mirror.path, "verify-pack", str(objects(other)[0].with_suffix(".idx")))


def test_a_question_of_a_database_that_is_behind_is_refused(desk: Desk) -> None:
    """A replica that lags would give a mirror that says more than it has."""
    desk.write(a="1")
    with pytest.raises(Broken):
        desk.store.mirror.ask(desk.store.reading, Position(9, b"\1" * 32), lambda graph: None)


def test_what_is_broken_in_postgres_itself_is_said_so(real: Real) -> None:
    """By somebody who switched the triggers off."""
    desk = Desk(real.store())
    desk.write(a="1")
    with psycopg.connect(real.admin) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE git_object SET data = %s, size = 1 WHERE type = 3", [zlib.compress(b"x")])
    desk.store.mirror.drop()
    with pytest.raises(Broken):
        desk.files()


def test_refs_are_written_for_git(desk: Desk) -> None:
    tip = desk.write(a="1")
    desk.branch("draft/one")
    desk.store.ask(MAIN, lambda graph, tip: None)
    with desk.store.reading() as connection:
        assert desk.store.mirror.write_refs(*snapshot(connection, desk.store.repo))
    path = desk.store.mirror.path
    assert git(path, "rev-parse", "HEAD", "refs/heads/draft/one").split() == [tip.hex()] * 2
    assert git(path, "fsck", "--full", "--strict") == ""


def test_the_second_try_is_built_while_nobody_else_lands(desk: Desk) -> None:
    """Whoever loses once wins the next time, on what the other has made."""
    desk.write(a="1")
    tries = []

    def slow(workshop: object, graph: object, tip: object) -> object:
        tries.append(tip)
        if len(tries) == 1:
            desk.write(b="2")  # somebody else, meanwhile
        return picking.edits_of([Edit("c", b"3")], signed("slow"))(workshop, graph, tip)  # type: ignore[arg-type]

    desk.commit(slow)  # type: ignore[arg-type]
    assert len(tries) == 2
    assert set(desk.files()) == {"a.json", "b.json", "c"}


def test_who_named_the_tip_is_not_tried_again(desk: Desk) -> None:
    desk.write(a="1")
    seen = desk.store.tip(MAIN)
    desk.write(a="2")
    with pytest.raises(RefMoved):
        desk.store.advance(MAIN, picking.edits_of([Edit("c", b"3")], signed("late")), SAID, seen=seen)
