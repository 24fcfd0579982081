"""Whether anything of a draft has changed."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


def of_draft(session: Session, catalog_id: UUID) -> str:
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
    return str(session.scalar(text(f"SELECT concat_ws(' ', {', '.join(parts)})"), {"catalog": catalog_id}))
