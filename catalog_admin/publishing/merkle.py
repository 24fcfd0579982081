"""The digest of a version: a tree of hashes over its entries, three levels deep.

Each level says what it is in its first byte, so no entry can pass for a leaf or a leaf for a root. What is empty is
left out. A changed entry rehashes its leaf, its middle node and the root.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

import orjson

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.publishing.model import FORMAT

ENTRY, LEAF, MIDDLE, ROOT = b"\x00", b"\x01", b"\x02", b"\x03"
HASH = 32
PAIR = 64  # a key hash and an entry hash


def key_hash(kind: str, key: str) -> bytes:
    """Where an entry stands: the first two bytes are its leaf, all of them its place in it."""
    return sha256(f"{kind}/{key}".encode()).digest()


def leaf_of(key_hashed: bytes) -> int:
    return key_hashed[0] << 8 | key_hashed[1]


def entry_hash(kind: str, key: str, body_hash: bytes) -> bytes:
    # Three texts: canonical without looking.
    return sha256(ENTRY + orjson.dumps([kind, key, body_hash.hex()])).digest()


class Leaves:
    """Gathers a version's entries, in any order, 64 bytes each."""

    def __init__(self) -> None:
        self.count = 0
        self._gathered: defaultdict[bytes, bytearray] = defaultdict(bytearray)

    def add(self, key_hashed: bytes, entry_hashed: bytes) -> None:
        self._gathered[key_hashed[:2]] += key_hashed + entry_hashed
        self.count += 1

    def contents(self) -> dict[int, bytes]:
        """By leaf, in order, its pairs of hashes. What was gathered is given away: ask once."""
        ordered = {}
        for place in sorted(self._gathered):
            ordered[leaf_of(place)] = b"".join(sorted(split(bytes(self._gathered.pop(place)), PAIR)))
        return ordered


def split(joined: bytes, width: int) -> Iterator[bytes]:
    return (joined[at : at + width] for at in range(0, len(joined), width))


def number(leaf: int) -> bytes:
    return leaf.to_bytes(2, "big")


def told(joined: bytes, key: bytes) -> bytes | None:
    """The hash behind this key, in pairs or in numbered hashes: both are in the order of what stands before a hash."""
    begins, ends = _place_of(joined, key)
    return joined[begins + len(key) : ends] or None


def telling(joined: bytes, key: bytes, hashed: bytes | None) -> bytes:
    """The same with this hash behind the key, or without the key. Most of the others are not looked at."""
    begins, ends = _place_of(joined, key)
    return joined[:begins] + (b"" if hashed is None else key + hashed) + joined[ends:]


def _place_of(joined: bytes, key: bytes) -> tuple[int, int]:
    """From where to where it stands; where it would stand, if it does not, it takes no room."""
    width = len(key) + HASH
    found = bisect_left(range(len(joined) // width), key, key=lambda at: joined[at * width : at * width + len(key)])
    begins = found * width
    return begins, begins + width if joined.startswith(key, begins) else begins


def hash_of_pairs(leaf: int, pairs: bytes) -> bytes:
    """Pairs in the order of key hashes; only the hashes of entries count."""
    return leaf_hash(leaf, [pairs[at : at + HASH] for at in range(HASH, len(pairs), PAIR)])


def hashes_of_pairs(contents: Mapping[int, bytes]) -> dict[int, bytes]:
    return {leaf: hash_of_pairs(leaf, pairs) for leaf, pairs in contents.items()}


def leaf_hash(leaf: int, entries: Iterable[bytes]) -> bytes:
    """Of entry hashes in the order of their key hashes."""
    return sha256(LEAF + number(leaf) + b"".join(entries)).digest()


def numbered(leaves: Mapping[int, bytes]) -> bytes:
    """What a middle node is hashed over: each of its leaves, number (two bytes) and hash."""
    return b"".join(number(leaf) + leaves[leaf] for leaf in sorted(leaves))


def by_middle(leaves: Mapping[int, bytes]) -> dict[int, bytes]:
    """For each middle node the numbered hashes of the leaves under it."""
    return _grouped(leaves, lambda leaf: leaf >> 8)


def twig_of(leaf: int) -> int:
    """Sixteen leaves that are stored together; what a middle node is hashed over is that of its sixteen twigs."""
    return leaf >> 4


def twigs_of(middle: int) -> range:
    return range(middle << 4, middle + 1 << 4)


def by_twig(leaves: Mapping[int, bytes]) -> dict[int, bytes]:
    """For each twig the numbered hashes of its leaves."""
    return _grouped(leaves, twig_of)


def _grouped(leaves: Mapping[int, bytes], group: Callable[[int], int]) -> dict[int, bytes]:
    under: dict[int, dict[int, bytes]] = {}
    for leaf, hashed in leaves.items():
        under.setdefault(group(leaf), {})[leaf] = hashed
    return {each: numbered(of_it) for each, of_it in under.items()}


def middle_hash(middle: int, leaves: Mapping[int, bytes]) -> bytes:
    return hash_of_numbered(middle, numbered(leaves))


def hash_of_numbered(middle: int, content: bytes) -> bytes:
    return sha256(MIDDLE + bytes([middle]) + content).digest()


def middles_of(leaves: Mapping[int, bytes]) -> dict[int, bytes]:
    return {middle: hash_of_numbered(middle, content) for middle, content in by_middle(leaves).items()}


def root_over(middles: Mapping[int, bytes]) -> bytes:
    return sha256(ROOT + b"".join(bytes([middle]) + middles[middle] for middle in sorted(middles))).digest()


def root_of(leaves: Mapping[int, bytes]) -> bytes:
    return root_over(middles_of(leaves))


def digest_of(catalog_key: str, leaves: Mapping[int, bytes]) -> bytes:
    return digest_under(catalog_key, root_of(leaves))


def digest_under(catalog_key: str, root: bytes) -> bytes:
    """The version's name: its root, under a header that says whose it is and how it was taken."""
    header = {"catalog": catalog_key, "format": FORMAT, "root": root.hex()}
    return sha256(canonical_json(header)).digest()
