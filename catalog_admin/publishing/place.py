"""Where a version's rows are: those of one lineage that hold at one ordinal."""

from typing import Any

from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing.model import VersionRef


def holds(alias: str) -> str:
    """A condition on the rows of a published table; `of_version` gives its parameters."""
    return (
        f"{alias}.tenant_id = :tenant AND {alias}.lineage_id = :lineage"
        f" AND {alias}.from_ordinal <= :ordinal AND {alias}.until_ordinal > :ordinal"
    )


# What is counted of a node `n`, by its key whatever is known of the tables: of those that were filled a moment ago
# PostgreSQL expects one row, and would compare ten thousand nodes with ten thousand counts.
COUNTED = (
    f"SELECT c.direct, c.subtree FROM published_count c WHERE {holds('c')}"  # noqa: S608
    " AND c.node_id = n.node_id OFFSET 0"
)


def of_version(tx: Reads | Work, ref: VersionRef) -> dict[str, Any]:
    return {"tenant": tx.tenant, "lineage": ref.lineage_id, "ordinal": ref.ordinal}
