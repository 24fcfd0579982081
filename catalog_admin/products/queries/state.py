"""Whether the registry has changed; `changes` tells of products and rate plans."""

from sqlalchemy import text

from catalog_admin.kit.work import Reads, Work

ATTRIBUTES = "SELECT concat_ws('/', count(*), sum(revision)) FROM attribute"


def attributes_state(tx: Reads | Work) -> str:
    """A text that is another one whenever an attribute is: revisions only grow."""
    return str(tx.session.scalar(text(ATTRIBUTES)))
