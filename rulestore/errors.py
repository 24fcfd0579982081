"""What the store says no with, and what it finds broken.

Refused                 the input, or the moment, is wrong; nothing has changed
├── NoSuchRepository    none of this tenant
├── NoSuchRevision      neither a branch, a tag nor a commit of this repository
├── NoSuchPath          the commit has nothing there
├── BadName             a ref, path or person's name that git or a file system could misread
├── TooLarge            beyond a bound of `limits`
├── RefMoved            somebody else was first: it is not where the caller saw it
├── RefTaken            there is one already, or one that it would be a folder of
├── RefProtected        it may not be moved this way
├── BlobMoved           the file is not what the caller saw
├── NothingChanged      the commit would be its parent again
├── Garbled             of a push: nothing that git would send
├── Unsound             of a push: what was sent does not hold together, or is not taken; `lines` say more
└── Conflicting         both sides changed the same thing; `conflicts` says where and how
Broken                  what should be there is not, or is not what its name says
"""

from collections.abc import Sequence

from rulestore.model import Conflict, Oid, spoken


class Refused(Exception):
    """A no; the sentence says what is wrong."""


class NoSuchRepository(Refused):
    pass


class NoSuchRevision(Refused):
    pass


class NoSuchPath(Refused):
    pass


class BadName(Refused):
    pass


class TooLarge(Refused):
    pass


class RefMoved(Refused):
    """`current` is where it is now; None if it is not there."""

    def __init__(self, name: str, current: Oid | None) -> None:
        super().__init__(f"{spoken(name)} has moved" if current else f"{spoken(name)} is not there any more")
        self.name, self.current = name, current


class RefTaken(Refused):
    pass


class RefProtected(Refused):
    pass


class BlobMoved(Refused):
    """`current` is what lies there now; None if nothing does. `was_unseen` when the caller saw nothing there."""

    def __init__(self, path: str, current: Oid | None, *, was_unseen: bool = False) -> None:
        super().__init__(f"{path} has changed" if current else f"{path} is not there any more")
        self.path, self.current, self.was_unseen = path, current, was_unseen


class NothingChanged(Refused):
    pass


class Garbled(Refused):
    pass


class Unsound(Refused):
    """`lines` are for who pushes, beside the reason; `ref` is the one at fault, if it is not all of it."""

    def __init__(self, reason: str, *, ref: str | None = None, lines: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.ref, self.lines = ref, tuple(lines)


class Conflicting(Refused):
    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(f"{len(conflicts)} conflicts, first in {conflicts[0].path}")
        self.conflicts = tuple(conflicts)


class Broken(Exception):
    """Of a mirror: it is dropped and made anew. Of Postgres itself: somebody went around the store."""
