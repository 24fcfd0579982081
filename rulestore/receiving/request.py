"""What `git push` asks for, as it comes over the wire: refs to move, then a pack that may be left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rulestore.errors import Garbled
from rulestore.model import Move, Oid
from rulestore.packets import read_part

COMMAND = re.compile(rb"(?P<old>[0-9a-f]{40}) (?P<new>[0-9a-f]{40}) (?P<name>[^\x00\n ]+)")
NOWHERE = "0" * 40
MOST_LINES = 10_000


@dataclass(frozen=True)
class PushRequest:
    """`speaks` are the abilities that the client takes up."""

    moves: tuple[Move, ...]
    speaks: frozenset[str]

    @property
    def brings_objects(self) -> bool:
        """A push that only deletes comes without a pack."""
        return any(move.new is not None for move in self.moves)


def read_request(stream: BinaryIO) -> PushRequest | None:
    """Stops before the pack; None if nothing is asked, as clients do to find out whether they are let in.

    Raises Garbled.
    """
    lines = list(_lines(stream))
    if not lines:
        return None
    _, _, said = lines[0].partition(b"\0")
    speaks = frozenset(said.decode("ascii", "replace").split())
    if any(each.startswith("object-format=") and each != "object-format=sha1" for each in speaks):
        raise Garbled("objects are named by SHA-1 here")
    moves = tuple(map(_move, [lines[0].partition(b"\0")[0], *lines[1:]]))
    if len({move.name for move in moves}) != len(moves):
        raise Garbled("one ref is moved twice")
    return PushRequest(moves, speaks)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    for line in read_part(stream, MOST_LINES):
        if not line.startswith(b"shallow "):  # where the client's history ends is for us to find out
            yield line.removesuffix(b"\n")


def _move(line: bytes) -> Move:
    found = COMMAND.fullmatch(line.removesuffix(b"\n"))
    if found is None:
        raise Garbled("a line that moves no ref")
    # As it came, whatever it is: the client looks for it in the answer.
    name = found["name"].decode(errors="surrogateescape")
    return Move(name, _oid(found["old"]), _oid(found["new"]))


def _oid(said: bytes) -> Oid | None:
    text = said.decode()
    return None if text == NOWHERE else Oid(bytes.fromhex(text))
