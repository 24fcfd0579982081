"""Branches and tags."""

from typing import Annotated

from pydantic import StringConstraints

from catalog_admin.kit.words import Words

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


class BranchPage(Words):
    items: list[BranchOut]
    next: str | None


class RuleTagIn(Words):
    name: Name
    at: Name = "main"
    message: Message | None = None


class RuleTagOut(Words):
    """`id` is the tag's own object."""

    name: str
    id: str


class RuleTagPage(Words):
    items: list[RuleTagOut]
    next: str | None
