"""A commit, wherever it is told of."""

from datetime import datetime

from catalog_admin.kit.words import Words


class CommitOut(Words):
    """`author` is who wrote it; `at` is to the second."""

    id: str
    parents: list[str]
    author: str
    email: str
    at: datetime
    message: str
