"""Where no objects are."""

from rulestore.errors import Broken
from rulestore.model import GitObject, Oid


class Nothing:
    def read(self, oid: Oid) -> GitObject:
        raise Broken(f"there is no {oid.hex()}")
