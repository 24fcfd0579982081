"""What differs between two trees: equal folders are never opened, so the cost follows the difference."""

from collections.abc import Iterator
from dataclasses import dataclass

from rulestore.model import Oid
from rulestore.objects import Entry
from rulestore.workshop import Source, folder_at, tree_at


@dataclass(frozen=True)
class Changed:
    """One file; None on the side where it is not there."""

    path: str
    before: Oid | None
    after: Oid | None


def difference(source: Source, before: Oid | None, after: Oid | None) -> list[Changed]:
    """Of two commits, in the order of paths; None is the time before the first commit."""
    return sorted(differing(source, tree_at(source, before), tree_at(source, after)), key=lambda changed: changed.path)


def differing(source: Source, before: Oid | None, after: Oid | None, prefix: str = "") -> Iterator[Changed]:
    """Of two trees, in no order."""
    if before == after:
        return
    old, new = folder_at(source, before), folder_at(source, after)
    for name in old.keys() | new.keys():
        was, now = old.get(name), new.get(name)
        if was != now:
            yield from _one(source, was, now, prefix + name)


def _one(source: Source, was: Entry | None, now: Entry | None, path: str) -> Iterator[Changed]:
    old_file, new_file = (each.oid if each and not each.is_folder else None for each in (was, now))
    if old_file or new_file:  # also where a mode alone changed: then both are the same
        yield Changed(path, old_file, new_file)
    old_folder, new_folder = (each.oid if each and each.is_folder else None for each in (was, now))
    yield from differing(source, old_folder, new_folder, path + "/")
