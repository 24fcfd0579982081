"""git's words for a commit in ours."""

from collections.abc import Sequence
from dataclasses import replace

from catalog_admin.rules.model import Commit
from rulestore.log import landings
from rulestore.model import Commit as GitCommit
from rulestore.model import Oid
from rulestore.store import Store


def commit_from(oid: Oid, said: GitCommit) -> Commit:
    parents = tuple(each.hex() for each in said.parents)
    return Commit(oid.hex(), parents, said.author.name, said.author.email, said.author.at, said.message.rstrip("\n"))


def landed(store: Store, commits: Sequence[Commit]) -> list[Commit]:
    """The same with who brought each, in one question."""
    oids = [Oid(bytes.fromhex(each.id)) for each in commits]
    with store.reading() as connection:
        known = landings(connection, store.repo, oids)
    return [
        replace(each, landed_by=by, landed_at=at)
        for each, (by, at) in zip(commits, (known[oid] for oid in oids), strict=True)
    ]
