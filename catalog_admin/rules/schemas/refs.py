"""Branches and tags."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from catalog_admin.kit.words import Words
from catalog_admin.rules.schemas.commits import CommitOut

# What may be in it, the store says; here it is kept short.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Message = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"\S")]


class BranchIn(Words):
    """`at` is a branch, a tag, or a commit."""

    name: Name
    at: Name = "main"


class BranchChange(Words):
    is_protected: bool


class BranchOut(Words):
    """`head` is its newest commit, and its ETag. A protected branch moves by merges only."""

    name: str
    head: str
    is_protected: bool


class BranchStandingOut(BranchOut):
    """Beside the branch that a clone begins with: `ahead` are commits that it has alone, `behind` those that it lacks.

    `base` is where both parted. Null are `ahead` and `behind` where one page had too much to count: ask again.
    """

    last: CommitOut
    base: str | None
    ahead: int | None
    behind: int | None


class BranchPage(Words):
    items: list[BranchStandingOut]
    next: str | None


class RuleTagIn(Words):
    name: Name
    at: Name = "main"
    message: Message | None = None


class RuleTagOut(Words):
    """`id` is the tag's own object. A light one, as git makes them, is a name alone: nobody says who made it, or why.

    `commit` is null where something else was tagged.
    """

    name: str
    id: str
    commit: str | None
    message: str | None
    tagger: str | None
    at: datetime | None


class RuleTagPage(Words):
    items: list[RuleTagOut]
    next: str | None
