"""A push without a client: objects made by hand, as the bytes that would come over the wire."""

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from rulestore.graph import Graph
from rulestore.model import GitObject, Kind, Move, Oid
from rulestore.objects import FILE, FOLDER, Entry
from rulestore.packets import FLUSH, packet
from rulestore.packs import PackWriter, entry_header, packed
from rulestore.receiving.push import Candidate, Check, Pushed, push
from rulestore.receiving.request import read_request
from rulestore.workshop import Workshop
from tests.rulestore.desk import SAID, TESS, Desk
from tests.rulestore.objects import Nothing

NOWHERE = b"0" * 40


class Bench(Workshop):
    """Makes whatever somebody may send; what is left out of `made` is not sent."""

    def __init__(self) -> None:
        super().__init__(Nothing())

    def files(self, files: Mapping[str, str]) -> Oid:
        return self.tree({name: Entry(FILE, self.blob(text.encode())) for name, text in files.items()})

    def tree_of(self, what: GitObject) -> Oid:
        return self.tree({"a": Entry(FILE, self.blob(what.content))})

    def folder(self, **folders: Oid) -> Oid:
        return self.tree({name: Entry(FOLDER, oid) for name, oid in folders.items()})

    def commit_on(self, parent: Oid | None, tree: Oid, message: str = "pushed") -> Oid:
        return self.commit(tree, (parent,) if parent else (), TESS, message)


def body(moves: Sequence[Move], objects: Mapping[Oid, GitObject], speaks: str = "report-status") -> bytes:
    lines = [b" ".join([_hex(move.old), _hex(move.new), move.name.encode()]) for move in moves]
    lines[0] += b"\0" + speaks.encode()
    return b"".join(map(packet, lines)) + FLUSH + pack(objects)


def pack(objects: Mapping[Oid, GitObject]) -> bytes:
    with TemporaryDirectory() as place:
        with PackWriter(Path(place), "pack-x", len(objects)) as writer:
            for oid, what in objects.items():
                writer.add(packed(oid, what))
        return (Path(place) / "pack-x.pack").read_bytes()


def delta_bomb(base: bytes, size: int) -> bytes:
    """A pack of one file, and of one that says: that file again and again, up to the size."""
    again = b"\xf0" + len(base).to_bytes(3, "little")  # from its beginning, as long as it is
    delta = _varint(len(base)) + _varint(size) + again * (size // len(base))
    first = entry_header(Kind.BLOB, len(base)) + zlib.compress(base)
    second = entry_header(6, len(delta)) + _offset(len(first)) + zlib.compress(delta)
    content = b"PACK" + struct.pack(">II", 2, 2) + first + second
    return content + hashlib.sha1(content, usedforsecurity=False).digest()


def delta_chain(first: bytes, length: int) -> tuple[list[bytes], GitObject]:
    """Entries of a pack, each but for its first bytes as the one before; and what the last of them unfolds to."""
    entries, content = [entry_header(Kind.BLOB, len(first)) + zlib.compress(first)], first
    for nr in range(length):
        content = b"%08d" % nr + content[8:]
        copied = b"\xb1\x08" + (len(first) - 8).to_bytes(2, "little")  # from the eighth byte on, all the rest
        delta = _varint(len(first)) + _varint(len(first)) + b"\x08" + content[:8] + copied
        entries.append(entry_header(6, len(delta)) + _offset(len(entries[-1])) + zlib.compress(delta))
    return entries, GitObject(Kind.BLOB, content)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _offset(back: int) -> bytes:
    out = [back & 0x7F]
    while back := back >> 7:
        back -= 1
        out.append(back & 0x7F | 0x80)
    return bytes(reversed(out))


def nothing_wrong(graph: Graph, candidate: Candidate) -> Sequence[str]:
    return []


def send(desk: Desk, sent: bytes, check: Check = nothing_wrong) -> Pushed | None:
    """None where nothing was asked."""
    with TemporaryFile() as file:
        file.write(sent)
        file.seek(0)
        request = read_request(file)
        if request is None:
            return None
        pushed, _ = push(desk.store, request, file, SAID, check, lambda connection, pushed: None)
    return pushed


def _hex(oid: Oid | None) -> bytes:
    return NOWHERE if oid is None else oid.hex().encode()
