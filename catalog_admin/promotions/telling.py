"""A whole difference as lines of JSON, told while it is read: for programs, and for differences no page would end."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

import orjson

from catalog_admin.promotions.schemas.moves import counts_of
from catalog_admin.publishing.change_words import said_of_change
from catalog_admin.publishing.difference import EntryChange, meaning_of
from catalog_admin.publishing.queries import WholeDifference

CHANGES_AT_ONCE = 500


class Form(StrEnum):
    """Entries as they stand in both versions, or which shelf gains what and which fields say something else."""

    ENTRIES = "entries"
    MEANING = "meaning"


def lines_of(whole: WholeDifference, form: Form) -> Iterator[bytes]:
    """The last line says how many were told: who does not read it has not got all of them."""
    yield orjson.dumps({"total": whole.tally.total, "counts": counts_of(whole.tally)}) + b"\n"
    told = 0
    while some := list(islice(whole.changes, CHANGES_AT_ONCE)):
        told += len(some)
        yield b"".join(_entries(some) if form is Form.ENTRIES else _meanings(whole, some))
    yield b'{"told":%d}\n' % told


def _entries(changes: Sequence[EntryChange]) -> Iterator[bytes]:
    """Bodies are canonical JSON already."""
    for each in changes:
        told = {"kind": each.kind.value, "key": each.key, "sort": each.sort}
        bodies = {"before": _body(each.before), "after": _body(each.after)}
        yield orjson.dumps(told | bodies) + b"\n"


def _body(said: bytes | None) -> orjson.Fragment | None:
    return None if said is None else orjson.Fragment(said)


def _meanings(whole: WholeDifference, changes: Sequence[EntryChange]) -> Iterator[bytes]:
    paths = whole.paths(changes)
    for each in map(meaning_of, changes):
        yield orjson.dumps(said_of_change(each, paths.get(each.node) if each.node else None)) + b"\n"
