"""Compare and set: an ETag is the revision the caller saw, If-Match brings it back (kit/preconditions)."""

from catalog_admin.kit.errors import PreconditionMissing, Stale


class RevisionMissing(PreconditionMissing):
    """A change must say which state it was decided on."""

    code = "kit.if_match_missing"


class RevisionStale(Stale):
    """Somebody changed it since; `current` is the ETag to look at again."""

    code = "kit.if_match_stale"


def etag(revision: int) -> str:
    return f'"r{revision}"'


def is_held(etag: str, if_none_match: str | None) -> bool:
    """Whether If-None-Match names it, or anything: by weak comparison, as RFC 9110 wants it there."""
    named = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
    return "*" in named or etag in named


class Expected:
    """What the caller says it saw: `"r7"`, or `*` for whatever is there."""

    def __init__(self, header: str) -> None:
        self.header = header.strip()

    def check(self, revision: int) -> None:
        """Raises RevisionStale unless the row still has a revision the caller named."""
        if not self.names(etag(revision)):
            raise RevisionStale(
                f"changed since you read it: you named {self.header}, it is now {etag(revision)}",
                current=etag(revision),
            )

    def names(self, current: str) -> bool:
        """Whether this ETag is among those that the caller named, or whatever is there is right."""
        named = {tag.strip() for tag in self.header.split(",")}
        return "*" in named or current in named


class Unseen(Expected):
    """The caller named no state: right for what does not exist yet, refused for what does."""

    def __init__(self) -> None:
        super().__init__("")

    def check(self, revision: int) -> None:
        """Raises RevisionMissing if there is something already; a revision of 0 says that there is nothing."""
        if revision:
            raise RevisionMissing(
                f"this exists: send If-Match with the ETag of the state you decided on, now {etag(revision)}",
                current=etag(revision),
            )
