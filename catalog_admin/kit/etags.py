"""Compare and set over HTTP: an ETag is the revision the caller saw, If-Match brings it back."""

from typing import Annotated

from fastapi import Depends, Header

from catalog_admin.kit.errors import PreconditionMissing, Stale


class RevisionMissing(PreconditionMissing):
    """A change must say which state it was decided on."""

    code = "kit.if_match_missing"


class RevisionStale(Stale):
    """Somebody changed it since; `current` is the ETag to look at again."""

    code = "kit.if_match_stale"


def etag(revision: int) -> str:
    return f'"r{revision}"'


class Expected:
    """What the caller says it saw: `"r7"`, or `*` for whatever is there."""

    def __init__(self, header: str) -> None:
        self.header = header.strip()

    def check(self, revision: int) -> None:
        """Raises RevisionStale unless the row still has a revision the caller named."""
        named = {tag.strip() for tag in self.header.split(",")}
        if "*" not in named and etag(revision) not in named:
            raise RevisionStale(
                f"changed since you read it: you named {self.header}, it is now {etag(revision)}",
                current=etag(revision),
            )


def _expected(if_match: Annotated[str | None, Header()] = None) -> Expected:
    if if_match is None or not if_match.strip():
        raise RevisionMissing("send If-Match with the ETag of the state you decided on")
    return Expected(if_match)


def _expected_if_given(if_match: Annotated[str | None, Header()] = None) -> Expected:
    return Expected(if_match or "*")


IfMatch = Annotated[Expected, Depends(_expected)]
IfMatchGiven = Annotated[Expected, Depends(_expected_if_given)]
