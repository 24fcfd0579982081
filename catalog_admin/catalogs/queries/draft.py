"""The whole draft of a catalog, for publishing: streamed, in tree order."""

from collections.abc import Iterator

from sqlalchemy import select, text

from catalog_admin.catalogs.model.draft import Assignment, Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.store import assignments, nodes, rulesets
from catalog_admin.catalogs.tables import NodeRow
from catalog_admin.kit.ids import CatalogId, NodeId
from catalog_admin.kit.work import Reads, Work

ROWS_AT_ONCE = 5_000


def draft_nodes(tx: Reads | Work, catalog_id: CatalogId) -> Iterator[Node]:
    """Living nodes, the root first and parents before children (tpath order); memory for 5,000 at a time."""
    listed = select(*nodes.COLUMNS).where(*nodes.within(catalog_id, "")).order_by(NodeRow.tpath)
    found = tx.session.execute(listed.execution_options(yield_per=ROWS_AT_ONCE))
    return map(nodes.node_of, found)


def draft_rulesets(tx: Reads | Work, catalog_id: CatalogId) -> dict[NodeId, Ruleset]:
    """The rulesets of living nodes."""
    return {ruleset.node_id: ruleset for ruleset in rulesets.by_tpath(tx.session, catalog_id).values()}


def draft_assignments(tx: Reads | Work, catalog_id: CatalogId) -> Iterator[Assignment]:
    """What stands on living nodes by hand; memory for 5,000 at a time."""
    return assignments.of_catalog(tx.session, catalog_id, ROWS_AT_ONCE)


def draft_state(tx: Reads | Work, catalog_id: CatalogId) -> str:
    """A text that is another one whenever the draft is: revisions only grow, so with the rows their sum does.

    What is dropped for good, an assignment, begins again at a revision that was never used (kit.tables.BIRTH).
    """
    counted = "(SELECT concat_ws('/', count(*), sum({0})) FROM {1})"
    of_nodes = "{0} x JOIN node n ON n.tenant_id = x.tenant_id AND n.environment_id = x.environment_id"
    of_nodes += " AND n.node_id = x.node_id WHERE n.catalog_id = :catalog"
    parts = (
        "(SELECT revision FROM catalog WHERE catalog_id = :catalog)",
        counted.format("revision", "node WHERE catalog_id = :catalog"),
        counted.format("x.version", of_nodes.format("ruleset")),
        counted.format("x.revision", of_nodes.format("assignment")),
    )
    return str(tx.session.scalar(text(f"SELECT concat_ws(' ', {', '.join(parts)})"), {"catalog": catalog_id}))
