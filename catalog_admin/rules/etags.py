"""ETags of this room are git's own names: of a branch its head, of a file its blob.

What a branch demands has no name there: it is named by what it says."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple

from catalog_admin.kit.etags import Expected, RevisionMissing, Unseen
from catalog_admin.rules.errors import BadETag, FileChanged
from catalog_admin.rules.model import Demands
from rulestore.changing import WHATEVER, Whatever
from rulestore.model import Oid

OID = re.compile(r'"([0-9a-f]{40})"')
NEVER = Oid(bytes(20))  # names nothing: an ETag of something else is one that has changed


def etag_of(oid: Oid | str) -> str:
    return f'"{oid if isinstance(oid, str) else oid.hex()}"'


def etag_of_demands(demands: Demands) -> str:
    """A branch that demands nothing has no row, and so no revision, but a state that may be changed by two at once."""
    return f'"{"-".join(str(int(each)) for each in astuple(demands))}"'


def seen_in(expected: Expected) -> Oid | Whatever | None:
    """What the caller saw: None, that nothing was there. Raises BadETag where several are named."""
    if not expected.header:
        return None
    if expected.header == "*":
        return WHATEVER
    if "," in expected.header:
        raise BadETag("name the one state that you have seen, or *", pointer="/If-Match")
    found = OID.fullmatch(expected.header)
    return Oid(bytes.fromhex(found[1])) if found else NEVER


@contextmanager
def told_to_look_first(expected: Expected) -> Iterator[None]:
    """Who named no state has not seen an older one: raises RevisionMissing, not FileChanged, where there is a file."""
    try:
        yield
    except FileChanged as there:
        current = there.facts.get("current")
        if not isinstance(expected, Unseen) or current is None:
            raise
        said = f"this file exists: send If-Match with the ETag of the state you decided on, now {current}"
        raise RevisionMissing(said, current=current, file=there.facts.get("file")) from there
