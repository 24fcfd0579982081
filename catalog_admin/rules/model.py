"""What is told of a repository; objects go by the hexadecimal names that git shows them under."""

from dataclasses import dataclass
from datetime import datetime

MAIN = "main"  # what a clone begins on
REPOSITORY = "rules"
HEADS, TAGS = "refs/heads/", "refs/tags/"


@dataclass(frozen=True)
class Branch:
    """`is_protected`: it moves by merges only, and is never deleted."""

    name: str
    head: str
    is_protected: bool


@dataclass(frozen=True)
class Tag:
    """A name that stays where it is. `id` is the tag's own object, the commit's where git made a light one."""

    name: str
    id: str


@dataclass(frozen=True)
class Commit:
    """`author` is who wrote it; `at` is to the second."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    at: datetime
    message: str


@dataclass(frozen=True)
class Changed:
    """A file on two sides; None where it is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Listed:
    path: str
    blob: str


@dataclass(frozen=True)
class File:
    """`blob` names its bytes: an edit says it, so that nothing is written over unseen."""

    path: str
    blob: str
    commit: str
    content: bytes


@dataclass(frozen=True)
class Step:
    """One commit in the past of a file."""

    commit: Commit
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Blamed:
    """`count` lines from `first` stand as `commit` wrote them."""

    first: int
    count: int
    commit: Commit


@dataclass(frozen=True)
class Advance:
    """A branch that moved; `files` are the first of `count` that changed."""

    branch: str
    before: str
    head: str
    files: tuple[Changed, ...]
    count: int
