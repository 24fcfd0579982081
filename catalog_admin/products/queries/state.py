"""Whether anything has changed that rules and rate plans on shelves say."""

from sqlalchemy import text

from catalog_admin.kit.work import Reads, Work

COUNTED = "(SELECT concat_ws('/', count(*), sum(revision)) FROM {0})"


def state(tx: Reads | Work) -> str:
    """A text that is another one whenever a product, a rate plan or an attribute is: their revisions only grow.

    Looks at every row: about 0.2 s for a million rate plans.
    """
    parts = ", ".join(COUNTED.format(table) for table in ("attribute", "product", "rate_plan"))
    return str(tx.session.scalar(text(f"SELECT concat_ws(' ', {parts})")))
