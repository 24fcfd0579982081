"""A commit, wherever it is told of."""

from datetime import datetime

from catalog_admin.kit.words import Words


class CommitOut(Words):
    """`author`, `email` and `at` (to the second) are what the commit says of itself, which a client of git may choose;
    `landedBy` and `landedAt` who brought it here, and when, as the trail knows them.
    """

    id: str
    parents: list[str]
    author: str
    email: str
    at: datetime
    message: str
    landed_by: str
    landed_at: datetime
