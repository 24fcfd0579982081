"""git's words for a commit in ours."""

from catalog_admin.rules.model import Commit
from rulestore.model import Commit as GitCommit
from rulestore.model import Oid


def commit_from(oid: Oid, said: GitCommit) -> Commit:
    parents = tuple(each.hex() for each in said.parents)
    return Commit(oid.hex(), parents, said.author.name, said.author.email, said.author.at, said.message.rstrip("\n"))
