"""Objects read straight from their rows: for work that has no mirror at hand, at the cost of a statement for each."""

import psycopg

from rulestore.errors import Broken
from rulestore.model import GitObject, Oid, Repo
from rulestore.objects import oid_of
from rulestore.packs import Packed, unpacked

OBJECT = """
    SELECT oid, type, size, data FROM git_object
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND oid = %(oid)s
"""


class Rows:
    """What is read is what its name says, or Broken."""

    def __init__(self, connection: psycopg.Connection, repo: Repo) -> None:
        self._connection, self._repo = connection, repo

    def read(self, oid: Oid) -> GitObject:
        asked = {**self._repo.key(), "oid": bytes(oid)}
        row = self._connection.execute(OBJECT, asked, binary=True).fetchone()
        if row is None:
            raise Broken(f"{oid.hex()} is not there")
        found = unpacked(Packed(*row))
        if oid_of(found) != oid:
            raise Broken(f"{oid.hex()} is something else")
        return found
