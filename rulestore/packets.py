"""git's packets: four hex digits that say how long, then as much; "0000" ends a part of what is said."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from rulestore.errors import Garbled

FLUSH = b"0000"
LARGEST = 65520  # with its length
LENGTH = re.compile(rb"[0-9a-fA-F]{4}")
REPORT, PROGRESS = 1, 2  # of the bands beside each other in one answer


def packet(content: bytes) -> bytes:
    return b"%04x" % (len(content) + 4) + content


def on_band(band: int, content: bytes) -> bytes:
    """In as many packets as it takes."""
    room = LARGEST - 5
    pieces = (content[at : at + room] for at in range(0, len(content), room))
    return b"".join(packet(bytes([band]) + piece) for piece in pieces)


def read_part(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The packets up to the flush; none where nothing is said at all. Raises Garbled, also for more than `most`."""
    if not (length := stream.read(4)):
        return
    for _ in range(most):
        if length == FLUSH:
            return
        yield _content(stream, length)
        length = stream.read(4)
    if length != FLUSH:
        raise Garbled(f"more than {most} lines")


def _content(stream: BinaryIO, length: bytes) -> bytes:
    size = int(length, 16) if LENGTH.fullmatch(length) else 0
    if not 4 <= size <= LARGEST:
        raise Garbled("no packet of git's begins like this")
    content = stream.read(size - 4)
    if len(content) != size - 4:
        raise Garbled("a packet that was cut off")
    return content
