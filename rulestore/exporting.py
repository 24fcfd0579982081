"""A real bare repository on disk, whole: for `git fsck`, for a copy elsewhere, for leaving."""

from pathlib import Path

from rulestore.mirror import fill, make_bare, write_refs
from rulestore.model import Repo, Transactions
from rulestore.refs import every_ref, position


def export(reading: Transactions, repo: Repo, path: Path) -> None:
    """Into a folder that is not there yet, or is empty."""
    with reading() as connection:
        refs = every_ref(connection, repo)
        at = position(connection, repo)  # behind the refs: all they need landed before
        make_bare(path, repo)
        fill(connection, repo, path, 0, at.txn_no)
        write_refs(path, repo, refs)
