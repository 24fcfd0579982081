"""The only one that speaks to pygit2: reads of one mirror, by object ids and never by names of refs.

One `Graph` belongs to one unit of work in one thread: a pygit2 Repository that two threads use stops the process.
No call here takes or moves a ref (those segfault with other back ends and would not be seen by Postgres): a test
walks this file's syntax tree. The traps this is built around are tests as well.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pygit2
from pygit2.enums import ConfigLevel, DeltaStatus, DiffFind, DiffOption, SortMode

from rulestore.errors import Broken
from rulestore.model import GitObject, Kind, Oid
from rulestore.objects import commit_of

ENDLESS = 2**62  # lines after the last that differs

# libgit2 would read the settings of whoever runs this: line endings, renames, merge drivers.
for level in (ConfigLevel.GLOBAL, ConfigLevel.XDG, ConfigLevel.SYSTEM, ConfigLevel.PROGRAMDATA):
    pygit2.settings.search_path[level] = ""
# What is read must be what its name says: a row that somebody changed behind our back is found out here.
pygit2.settings.enable_strict_hash_verification(True)


def patch(path: str, before: bytes, after: bytes) -> str:
    """The difference of two texts as git writes it, line by line; of other files only that they differ."""
    made = pygit2.Patch.create_from(before, after, old_as_path=path, new_as_path=path)
    return str(made.data.decode(errors="replace"))


def unchanged(before: bytes, after: bytes) -> list[tuple[int, int, int]]:
    """Lines of the new text that the old one has, in order: from which on, how many, and from which on there."""
    made = pygit2.Patch.create_from(before, after, flag=DiffOption.FORCE_TEXT, context_lines=0)
    found, at, shift = [], 1, 0
    for hunk in made.hunks:
        begin = hunk.new_start if hunk.new_lines else hunk.new_start + 1
        if begin > at:
            found.append((at, begin - at, at - shift))
        at = begin + hunk.new_lines
        shift += hunk.new_lines - hunk.old_lines
    return [*found, (at, ENDLESS, at - shift)]


class Graph:
    """Raises Broken when something is not there or not what its name says; then the mirror is to be made anew."""

    def __init__(self, path: Path) -> None:
        try:
            self._repository = pygit2.Repository(str(path))
        except pygit2.GitError as wrong:
            raise Broken(str(wrong)) from wrong
        self._odb = self._repository.odb

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._repository.free()

    def read(self, oid: Oid) -> GitObject:
        try:
            kind, content = self._odb.read(pygit2.Oid(raw=oid))
        except (KeyError, ValueError, pygit2.GitError) as wrong:
            raise Broken(f"{oid.hex()}: {wrong}") from wrong
        return GitObject(Kind(kind), content)

    def has(self, oid: Oid) -> bool:
        return pygit2.Oid(raw=oid) in self._odb

    def newest_first(self, tip: Oid, hidden: Oid | None = None) -> Iterator[Oid]:
        """From a commit back, without what `hidden` reaches; as lazily as it is asked."""
        try:
            walker = self._repository.walk(pygit2.Oid(raw=tip), SortMode.TIME)
            if hidden is not None:
                walker.hide(pygit2.Oid(raw=hidden))
            for commit in walker:
                yield Oid(commit.id.raw)
        except (KeyError, pygit2.GitError) as wrong:
            raise Broken(str(wrong)) from wrong

    def merge_base(self, one: Oid, other: Oid) -> Oid | None:
        """Where their histories meet; of several such places one, whichever of the two is named first."""
        first, second = sorted((one, other))
        try:
            found = self._repository.merge_base(pygit2.Oid(raw=first), pygit2.Oid(raw=second))
        except (KeyError, pygit2.GitError) as wrong:
            raise Broken(str(wrong)) from wrong
        return None if found is None else Oid(found.raw)

    def merge_bases(self, one: Oid, other: Oid) -> list[Oid]:
        """All places where their histories meet, by name: more than one where each had merged what the other was."""
        found = self.merge_base(one, other)
        if found is None:
            return []
        beside = {*self.newest_first(one, found)} & {*self.newest_first(other, found)}
        before = {parent for each in beside for parent in commit_of(self.read(each)).parents}
        return sorted([found, *(beside - before)])

    def is_ancestor(self, commit: Oid, *, of: Oid) -> bool:
        """A commit is its own ancestor here."""
        try:
            return commit == of or self._repository.descendant_of(pygit2.Oid(raw=of), pygit2.Oid(raw=commit))
        except (KeyError, pygit2.GitError) as wrong:
            raise Broken(str(wrong)) from wrong

    def apart(self, one: Oid, other: Oid) -> tuple[int, int]:
        """How many commits only the first has, and only the second."""
        try:
            return self._repository.ahead_behind(pygit2.Oid(raw=one), pygit2.Oid(raw=other))
        except (KeyError, pygit2.GitError) as wrong:
            raise Broken(str(wrong)) from wrong

    def moved_from(self, parent: Oid, commit: Oid, path: str) -> str | None:
        """Under which name the parent had a file that came by being moved, and perhaps changed a little."""
        try:
            before, after = (self._repository[pygit2.Oid(raw=oid)].peel(pygit2.Tree) for oid in (parent, commit))
            made = before.diff_to_tree(after)
            made.find_similar(DiffFind.FIND_RENAMES)
            moved = (each for each in made.deltas if each.status == DeltaStatus.RENAMED)
            return next((each.old_file.path for each in moved if each.new_file.path == path), None)
        except (KeyError, pygit2.GitError) as wrong:
            raise Broken(str(wrong)) from wrong
