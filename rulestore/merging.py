"""Three-way merges of trees. What one side alone changed is taken; what both changed is for a merger to say.

The library knows bytes only: whoever knows what a file means hands in a merger that knows rules and rows.
"""

from dataclasses import dataclass
from typing import Protocol

from rulestore.errors import Conflicting
from rulestore.model import Conflict, Oid
from rulestore.objects import FILE, FOLDER, Entry
from rulestore.workshop import Workshop, blob_at, folder_at


@dataclass(frozen=True)
class Merged:
    """What the file is now; None: it is gone."""

    content: bytes | None


@dataclass(frozen=True)
class Clash:
    """The merger cannot say."""

    why: object = None


class Merger(Protocol):
    """Called with a path and the bytes of base, ours and theirs, which all differ; None is not being there."""

    def __call__(
        self, path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, /
    ) -> Merged | Clash: ...


def nobody_knows(path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, /) -> Merged | Clash:
    """The merger that never merges."""
    return Clash()


def merge_trees(workshop: Workshop, base: Oid | None, ours: Oid, theirs: Oid, merger: Merger = nobody_knows) -> Oid:
    """The merged tree; raises Conflicting with all conflicts. Equal folders are never opened."""
    merging = _Merging(workshop, merger)
    merged = merging.folder("", base, ours, theirs)
    if merging.conflicts:
        raise Conflicting(sorted(merging.conflicts, key=lambda conflict: conflict.path))
    return workshop.tree({}) if merged is None else merged


class _Merging:
    def __init__(self, workshop: Workshop, merger: Merger) -> None:
        self.conflicts: list[Conflict] = []
        self._workshop, self._merger = workshop, merger

    def folder(self, prefix: str, base: Oid | None, ours: Oid | None, theirs: Oid | None) -> Oid | None:
        """None: nothing is left in it."""
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        three = [folder_at(self._workshop, each) for each in (base, ours, theirs)]
        merged = {}
        for name in three[0].keys() | three[1].keys() | three[2].keys():
            entry = self._entry(prefix + name, *(folder.get(name) for folder in three))
            if entry is not None:
                merged[name] = entry
        return self._workshop.tree(merged) if merged else None

    def _entry(self, path: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        sides = (base, ours, theirs)
        if all(each is None or each.is_folder for each in (ours, theirs)):
            if base is None or base.is_folder:
                return _folder_entry(self.folder(path + "/", *(each.oid if each else None for each in sides)))
            return _folder_entry(self.folder(path + "/", None, *(each.oid if each else None for each in sides[1:])))
        if any(each is not None and each.is_folder for each in (ours, theirs)):
            self._clash(path, sides, "a file on one side, a folder on the other")
            return None
        if base is not None and base.is_folder:  # both took it away, and its name is free
            return self._entry(path, None, ours, theirs)
        return self._file(path, sides)

    def _file(self, path: str, sides: tuple[Entry | None, Entry | None, Entry | None]) -> Entry | None:
        base, ours, theirs = (
            blob_at(self._workshop, each.oid) if each is not None and not each.is_folder else None for each in sides
        )
        said = self._merger(path, base, ours, theirs)
        if isinstance(said, Clash):
            self._clash(path, sides, said.why)
            return None
        return None if said.content is None else Entry(FILE, self._workshop.blob(said.content))

    def _clash(self, path: str, sides: tuple[Entry | None, Entry | None, Entry | None], why: object) -> None:
        base, ours, theirs = (each.oid if each is not None and not each.is_folder else None for each in sides)
        self.conflicts.append(Conflict(path, base, ours, theirs, why))


def _folder_entry(oid: Oid | None) -> Entry | None:
    return None if oid is None else Entry(FOLDER, oid)


def resolving(answers: dict[str, bytes | None], otherwise: Merger) -> Merger:
    """Somebody's own word for each path in `answers`; the rest is merged as ever."""

    def merge(path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, /) -> Merged | Clash:
        return Merged(answers[path]) if path in answers else otherwise(path, base, ours, theirs)

    return merge
