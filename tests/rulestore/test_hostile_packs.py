"""Packs and commits that no git client makes: refused in words, or taken and read again like any other."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from rulestore.errors import Unsound
from rulestore.model import GitObject, Kind, Move, Oid
from rulestore.objects import oid_of
from rulestore.packets import FLUSH, packet
from rulestore.packs import entry_header
from rulestore.receiving import quarantine
from rulestore.receiving.request import read_request
from tests.rulestore.desk import Desk
from tests.rulestore.pushes import Bench, body, delta_chain, send

DRAFT = "refs/heads/draft"
NOTHING = Oid(bytes(20))


def head(new: Oid) -> bytes:
    return body([Move(DRAFT, None, new)], {}).partition(b"PACK")[0]


def packed(*entries: bytes, count: int | None = None) -> bytes:
    content = b"PACK" + struct.pack(">II", 2, len(entries) if count is None else count) + b"".join(entries)
    return content + hashlib.sha1(content, usedforsecurity=False).digest()


def entry(kind: int, content: bytes, size: int | None = None, base: bytes = b"") -> bytes:
    return entry_header(kind, len(content) if size is None else size) + base + zlib.compress(content)


@pytest.mark.parametrize(
    ("pack", "reason"),
    [
        (b"", "early EOF"),
        (packed(), "bad object"),
        (packed(count=100_001), "more than 100000 objects: push it in parts"),
        (packed(entry(Kind.BLOB, b"x"), count=2**32 - 1), "more than 100000 objects"),
        (packed(entry(Kind.BLOB, b"x")) + b"junk" * 100, "junk at the end"),
        (packed(entry(Kind.BLOB, b"x", size=2**40)), "bad object at offset"),
        (packed(*[entry(Kind.BLOB, b"x")] * 3), "appears twice"),
        (packed(entry(7, b"\1\1\1x", base=b"\1" * 20)), "unresolved delta"),
    ],
    ids=["none", "empty", "many", "lying", "junk", "large", "twice", "loop"],
)
def test_packs_that_are_none_are_refused(desk: Desk, pack: bytes, reason: str) -> None:
    with pytest.raises(Unsound, match=reason):
        send(desk, head(Oid(b"\2" * 20)) + pack)
    assert list(desk.store.mirror.path.parent.glob(".push-*")) == []


def test_many_objects_that_nobody_needs_are_refused_before_they_are_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "PUSH_OBJECTS", 5)
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))
    for nr in range(3):
        bench.blob(b"beside the point %d" % nr)
    with pytest.raises(Unsound, match="more than 5 objects"):
        send(desk, body([Move(DRAFT, None, commit)], bench.made))


def test_a_long_chain_of_deltas_is_read_like_any_other(desk: Desk) -> None:
    bench = Bench()
    chain, last = delta_chain(b"the first of many " * 5, 600)
    commit = bench.commit_on(None, bench.tree_of(last))
    del bench.made[oid_of(last)]
    rest = [entry(what.kind, what.content) for what in bench.made.values()]
    send(desk, head(commit) + packed(*chain, *rest))
    assert desk.files(DRAFT) == {"a": last.content.decode()}


def test_folders_as_deep_as_a_stack_are_refused(desk: Desk) -> None:
    bench = Bench()
    tree = bench.files({"a": "1"})
    for _ in range(30_000):
        tree = bench.folder(d=tree)
    with pytest.raises(Unsound):
        send(desk, body([Move(DRAFT, None, bench.commit_on(None, tree))], bench.made))


Spoil = Callable[[bytes], bytes]


def replaced(old: bytes, new: bytes) -> Spoil:
    return lambda said: said.replace(old, new)


def dated(date: bytes) -> Spoil:
    return lambda said: b"\n".join(
        line.rpartition(b"> ")[0] + b"> " + date if line[:6] in (b"author", b"commit") else line
        for line in said.split(b"\n")
    )


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (dated(b"4611686018427387904 +0000"), None),
        (dated(b"5 +9999"), None),
        (dated(b"99999999999999999999 +0000"), "fsck error"),
        (dated(b"-5 +0000"), "fsck error"),
        (replaced(b"\n\npushed", b"\n\n\xe4\xff"), None),
        (replaced(b"\n\npushed", b"\nencoding latin-1\n\n\xe4"), None),
        (replaced(b"\n\npushed", b"\nencoding \xff\xfe\n\n\xe4"), None),
        (replaced(b"\n\npushed", b"\ngpgsig -----BEGIN\n " + b"x" * 9000 + b"\n\npushed"), None),
        (replaced(b"\n\npushed", b"\nmergetag object abc\n type commit\n\npushed"), None),
        (replaced(b"\n\npushed", b"\n\nbe\0fore"), "fsck error"),
        (replaced(b"\n\npushed", b"\n\n" + b"m" * 65_537), "says nothing, or more than 65536 bytes"),
        (replaced(b"\n\npushed", b"\n\n" + b"m" * 2_000_000), "a commit of more than 131072 bytes"),
        (replaced(b"\n\npushed", b"\n\n \n"), "says nothing"),
        (replaced(b"Tess", b"\x1b[31mTess"), "no name to sign with"),
        (replaced(b"Tess", b"T\xff"), None),
    ],
)
def test_odd_commits_are_refused_or_read_again(desk: Desk, spoil: Spoil, reason: str | None) -> None:
    bench = Bench()
    made = bench.made.pop(bench.commit_on(None, bench.files({"a": "1"})))
    odd = GitObject(Kind.COMMIT, spoil(made.content))
    assert odd != made
    bench.made[oid_of(odd)] = odd
    sent = body([Move(DRAFT, None, oid_of(odd))], bench.made)
    if reason is not None:
        with pytest.raises(Unsound, match=reason):
            send(desk, sent)
        return
    send(desk, sent)
    assert [each.commit for each in desk.store.history(DRAFT, "a")] == [oid_of(odd)]


def test_pointers_of_large_files_are_refused_by_name(desk: Desk) -> None:
    bench = Bench()
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"
    commit = bench.commit_on(None, bench.files({"logo.md": pointer}))
    with pytest.raises(Unsound, match=r"logo\.md is a pointer of git LFS"):
        send(desk, body([Move(DRAFT, None, commit)], bench.made))


@pytest.mark.parametrize(
    "speaks",
    [b"", b" " * 50_000, b"a" * 60_000, b"report-status \xe4\xff\x1b[31m agent=%00 push-options push-cert=x"],
    ids=["none", "blanks", "long", "odd"],
)
def test_whatever_a_client_speaks_it_moves_what_it_says(speaks: bytes) -> None:
    line = b"0" * 40 + b" " + b"1" * 40 + b" " + DRAFT.encode() + b"\0" + speaks
    request = read_request(BytesIO(packet(line) + FLUSH))
    assert request is not None
    assert request.moves == (Move(DRAFT, None, Oid(b"\x11" * 20)),)
