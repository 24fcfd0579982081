"""Commits, and what they did."""

from pydantic import Field

from catalog_admin.kit.words import Words
from catalog_admin.rules.schemas.commits import CommitOut
from catalog_admin.rules.schemas.files import ChangedOut


class CommitPage(Words):
    items: list[CommitOut]
    next: str | None


class WholeCommitOut(Words):
    """With the first of `count` files that it changed against its first parent."""

    commit: CommitOut
    files: list[ChangedOut]
    count: int


class FileStepOut(Words):
    """`after` is null where the commit took the file away."""

    commit: CommitOut
    before: str | None
    after: str | None


class FileStepPage(Words):
    file: str
    items: list[FileStepOut]
    next: str | None


class BlamedOut(Words):
    """`count` lines from `first`, counted from 1."""

    first: int
    count: int
    commit: CommitOut
    is_older: bool = Field(description="Looking back ended there: it was this commit, or one before it.")


class BlameOut(Words):
    file: str
    items: list[BlamedOut]
