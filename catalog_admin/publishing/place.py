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


def of_version(tx: Reads | Work, ref: VersionRef) -> dict[str, Any]:
    return {"tenant": tx.tenant, "lineage": ref.lineage_id, "ordinal": ref.ordinal}
