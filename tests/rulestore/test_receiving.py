"""What a push brings is taken as a whole when it is sound, and else leaves nothing behind."""

import os
import resource
import time
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulestore import programs
from rulestore.errors import Garbled, RefMoved, Refused, Unsound
from rulestore.graph import Graph
from rulestore.landing import protect
from rulestore.model import GitObject, Kind, Move, Oid
from rulestore.objects import FILE, Entry, oid_of
from rulestore.packets import FLUSH, packet
from rulestore.receiving.push import Candidate
from rulestore.receiving.request import read_request
from tests.rulestore.desk import SAID, Desk
from tests.rulestore.pushes import Bench, body, delta_bomb, send

DRAFT, OTHER = "refs/heads/draft", "refs/heads/other"


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Whatever was sent: git finds nothing wrong with what is there afterwards."""
    yield desk
    desk.export(tmp_path / "export.git")


def pushed(desk: Desk, bench: Bench, commit: Oid, ref: str = DRAFT, old: Oid | None = None) -> None:
    send(desk, body([Move(ref, old, commit)], bench.made))


def stored(desk: Desk) -> set[Oid]:
    with desk.store.reading() as connection:
        return {row[0] for row in connection.execute("SELECT oid FROM git_object", binary=True)}


def test_what_was_pushed_is_read_and_has_its_past(desk: Desk) -> None:
    bench = Bench()
    tip = bench.commit_on(None, bench.files({"a": "1", "b": "same"}))
    for text in "23":
        tip = bench.commit_on(tip, bench.files({"a": text, "b": "same"}))
    pushed(desk, bench, tip)
    assert desk.files(DRAFT) == {"a": "3", "b": "same"}
    past = desk.store.history(DRAFT, "a")
    assert len(past) == 3
    assert all(new.before == old.after for new, old in pairwise(past))
    assert [each.commit for each in desk.store.history(DRAFT, "b")] == [past[-1].commit]


def test_what_nothing_of_it_needs_is_left_behind(desk: Desk) -> None:
    bench = Bench()
    beside = bench.blob(b"beside the point")
    pushed(desk, bench, bench.commit_on(None, bench.files({"a": "1"})))
    assert len(stored(desk)) == 3
    assert beside not in stored(desk)


@pytest.mark.parametrize("kind", [Kind.COMMIT, Kind.TREE, Kind.BLOB])
def test_all_that_it_needs_must_be_there(desk: Desk, kind: Kind) -> None:
    bench = Bench()
    first = bench.commit_on(None, bench.files({"a": "1"}))
    tip = bench.commit_on(first, bench.files({"a": "2"}))
    gone = next(oid for oid, what in bench.made.items() if what.kind is kind)
    del bench.made[gone]
    with pytest.raises(Unsound):
        pushed(desk, bench, tip)
    assert stored(desk) == set()


def test_commits_that_are_there_already_are_not_told_twice(desk: Desk) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))
    pushed(desk, bench, commit)
    pushed(desk, bench, commit, OTHER)
    send(desk, body([Move(DRAFT, commit, None)], {}))
    pushed(desk, bench, commit)
    assert len(desk.store.history(DRAFT, "a")) == len(desk.store.history(OTHER, "a")) == 1


def test_somebody_else_may_land_the_same_meanwhile(desk: Desk) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))

    def slow(graph: Graph, candidate: Candidate) -> Sequence[str]:
        pushed(desk, bench, commit, OTHER)
        return []

    send(desk, body([Move(DRAFT, None, commit)], bench.made), slow)
    assert len(desk.store.history(DRAFT, "a")) == 1


def test_who_was_second_is_told_where_it_is_now(desk: Desk) -> None:
    bench = Bench()
    one, other = (bench.commit_on(None, bench.files({"a": text})) for text in "12")

    def slow(graph: Graph, candidate: Candidate) -> Sequence[str]:
        pushed(desk, bench, other)
        return []

    with pytest.raises(RefMoved) as moved:
        send(desk, body([Move(DRAFT, None, one)], bench.made), slow)
    assert moved.value.current == other


def test_a_branch_that_is_protected_meanwhile_stays(desk: Desk) -> None:
    bench = Bench()
    first = bench.commit_on(None, bench.files({"a": "1"}))
    pushed(desk, bench, first)

    def slow(graph: Graph, candidate: Candidate) -> Sequence[str]:
        with desk.store.writing() as connection:
            protect(connection, desk.store.repo, DRAFT, SAID, on=True)
        return []

    second = bench.commit_on(first, bench.files({"a": "2"}))
    with pytest.raises(Unsound, match="protected"):
        send(desk, body([Move(DRAFT, first, second)], bench.made), slow)
    assert desk.tip(DRAFT) == first


def test_a_few_objects_do_not_unfold_to_a_million_files(desk: Desk) -> None:
    bench = Bench()
    tree = bench.files({f"f{nr}": "" for nr in range(40)})
    for _ in range(5):
        tree = bench.folder(**{f"d{nr}": tree for nr in range(40)})
    with pytest.raises(Unsound, match="more than 100000 files"):  # who counted them one by one would never be done
        pushed(desk, bench, bench.commit_on(None, tree))


def test_folders_in_each_other_are_counted_before_they_are_walked(desk: Desk) -> None:
    bench = Bench()
    tree = bench.files({"a": "1"})
    for _ in range(3000):
        tree = bench.folder(d=tree)
    with pytest.raises(Unsound, match="more than 16 folders in each other"):
        pushed(desk, bench, bench.commit_on(None, tree))


def test_a_small_pack_does_not_unpack_to_a_large_file(desk: Desk) -> None:
    bench = Bench()
    zeros = GitObject(Kind.BLOB, bytes(64 * 1024 * 1024))
    bench.made[oid_of(zeros)] = zeros
    tree = bench.tree({"a": Entry(FILE, oid_of(zeros))})
    with pytest.raises(Unsound, match="a blob of more than 1048576 bytes"):
        pushed(desk, bench, bench.commit_on(None, tree))


def test_a_small_delta_does_not_take_the_memory_of_the_machine(desk: Desk) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))
    asked = body([Move(DRAFT, None, commit)], {}).partition(b"PACK")[0]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with pytest.raises(Unsound):
        send(desk, asked + delta_bomb(bytes(1024 * 1024), 4 << 30))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(used, 1 << 20)


@pytest.mark.parametrize(
    ("mode", "name", "reason"),
    [
        ("100755", "a", "a has the mode 100755: files are 100644, neither programs, links nor modules"),
        ("120000", "a", "a has the mode 120000"),
        ("160000", "a", "a has the mode 160000"),
        (FILE, ".hidden", "'.hidden' is no name for a file"),
        (FILE, "größe", "is no name for a file: letters, digits"),
        (FILE, "nul.txt", "'nul.txt' is no name for a file"),
        (FILE, "..", "contains '..'"),
        (FILE, ".git", "contains '.git'"),
        (FILE, "a/b", "contains full pathnames"),
    ],
)
def test_folders_that_nobody_else_could_take(desk: Desk, mode: str, name: str, reason: str) -> None:
    bench = Bench()
    tree = bench.tree({name: Entry(mode, bench.blob(b"x"))})
    with pytest.raises(Unsound) as refused:
        pushed(desk, bench, bench.commit_on(None, tree))
    assert reason in " ".join([str(refused.value), *refused.value.lines])
    assert stored(desk) == set()


def test_empty_folders_and_twins_are_refused(desk: Desk) -> None:
    bench = Bench()
    for tree in (bench.folder(a=bench.tree({})), bench.files({"one": "1", "ONE": "2"})):
        with pytest.raises(Unsound, match=r"a is an empty folder|many computers cannot hold both"):
            pushed(desk, bench, bench.commit_on(None, tree))


def test_a_path_is_no_longer_than_others_can_bear(desk: Desk) -> None:
    bench = Bench()
    tree = bench.files({"f" * 90: ""})
    for _ in range(4):
        tree = bench.folder(**{"f" * 90: tree})
    with pytest.raises(Unsound, match="a path of more than 400 bytes"):
        pushed(desk, bench, bench.commit_on(None, tree))


def test_a_commit_whose_author_would_be_another_header_is_refused(desk: Desk) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))
    odd = GitObject(Kind.COMMIT, bench.made.pop(commit).content.replace(b"Tess", b"T" * 300))
    bench.made[oid_of(odd)] = odd
    with pytest.raises(Unsound, match="a name of more than 200 bytes"):
        pushed(desk, bench, oid_of(odd))


def test_a_quarantine_that_is_full_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.tree({"a": Entry(FILE, bench.blob(os.urandom(300_000)))}))
    monkeypatch.setattr(programs, "FILE_BLOCKS", 8)
    before = stored(desk)
    with pytest.raises(Unsound):
        pushed(desk, bench, commit)
    assert stored(desk) == before
    assert list(desk.store.mirror.path.parent.glob(".push-*")) == []
    monkeypatch.undo()
    pushed(desk, bench, commit)


def test_what_was_left_by_a_killed_process_is_swept(desk: Desk) -> None:
    bench = Bench()
    pushed(desk, bench, bench.commit_on(None, bench.files({"a": "1"})))
    left, at_work = (desk.store.mirror.path.parent / f".push-{name}" for name in ("left", "at-work"))
    for each in (left, at_work):
        (each / "objects").mkdir(parents=True)
    os.utime(left, (time.time() - 7200,) * 2)
    pushed(desk, bench, bench.commit_on(None, bench.files({"a": "2"})), OTHER)
    assert (left.exists(), at_work.exists()) == (False, True)
    assert [each.name for each in at_work.parent.glob(".push-*")] == [".push-at-work"]


@pytest.mark.parametrize(
    "sent",
    [
        b"zzzz",
        b"0003",
        b"0005",
        b"00",
        packet(b"nothing of the kind") + FLUSH,
        packet(b"0" * 40 + b" " + b"1" * 40 + b" "),
        packet(b"push-cert\0report-status") + FLUSH,
        packet(b"0" * 40 + b" " + b"1" * 40 + b" refs/heads/a\0object-format=sha256") + FLUSH,
        2 * packet(b"0" * 40 + b" " + b"1" * 40 + b" refs/heads/a") + FLUSH,
    ],
)
def test_what_git_would_never_send_is_refused(sent: bytes) -> None:
    with pytest.raises(Garbled):
        read_request(BytesIO(sent))


@pytest.mark.parametrize("sent", [b"", FLUSH, packet(b"shallow " + b"1" * 40) + FLUSH])
def test_who_asks_for_nothing_only_knocks(sent: bytes) -> None:
    assert read_request(BytesIO(sent)) is None


@given(st.binary(max_size=200) | st.lists(st.binary(max_size=80).map(packet)).map(lambda each: b"".join(each) + FLUSH))
def test_whatever_comes_is_read_or_refused(sent: bytes) -> None:
    try:
        request = read_request(BytesIO(sent))
    except Garbled:
        return
    assert request is None or request.moves


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_push_with_a_wrong_byte_leaves_nothing(desk: Desk, data: st.DataObject) -> None:
    bench = Bench()
    sent = bytearray(body([Move(DRAFT, None, bench.commit_on(None, bench.files({"a": "1" * 50})))], bench.made))
    place = data.draw(st.integers(0, len(sent) - 1))
    if data.draw(st.booleans()):
        sent[place] ^= data.draw(st.integers(1, 255))
    else:
        del sent[place:]
    before = stored(desk)
    try:
        landed = send(desk, bytes(sent))
    except Refused:
        landed = None
    if landed is None:
        assert stored(desk) == before
    else:  # the name of the branch, or what the client speaks
        assert landed.moves[0].new in bench.made
        with desk.store.writing():
            desk.move(Move(landed.moves[0].name, landed.moves[0].new, None))
