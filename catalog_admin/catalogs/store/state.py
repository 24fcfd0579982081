"""Whether anything of a draft has changed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

COUNTED = "(SELECT concat_ws('/', count(*), sum({0})) FROM {1} WHERE n.catalog_id = c.catalog_id)"
OF_NODES = "{0} x JOIN node n ON n.tenant_id = x.tenant_id AND n.environment_id = x.environment_id"
OF_NODES += " AND n.node_id = x.node_id"
PARTS = (
    "c.revision",
    COUNTED.format("revision", "node n"),
    COUNTED.format("x.version", OF_NODES.format("ruleset")),
    COUNTED.format("x.revision", OF_NODES.format("assignment")),
)
STATES = f"SELECT c.catalog_id, concat_ws(' ', {', '.join(PARTS)}) AS state FROM catalog c"  # noqa: S608
SETTINGS = f"SELECT c.catalog_id, concat_ws(' ', {PARTS[0]}, {PARTS[2]}) AS state FROM catalog c"  # noqa: S608


def of_draft(session: Session, catalog_id: UUID) -> str:
    """A text that is another one whenever the draft is: revisions only grow, so with the rows their sum does.

    What is dropped for good, an assignment, begins again at a revision that was never used (kit.tables.BIRTH).
    """
    return of_drafts(session, [catalog_id])[catalog_id]


def of_drafts(session: Session, catalog_ids: Collection[UUID]) -> dict[UUID, str]:
    """By catalog, in one statement, which looks at every row of these drafts."""
    found = session.execute(text(f"{STATES} WHERE c.catalog_id = ANY(:ids)"), {"ids": list(catalog_ids)})
    return {row.catalog_id: row.state for row in found}


def settings_of_drafts(session: Session, catalog_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same of what is small: the catalogs' own rows and their rulesets."""
    found = session.execute(text(f"{SETTINGS} WHERE c.catalog_id = ANY(:ids)"), {"ids": list(catalog_ids)})
    return {row.catalog_id: row.state for row in found}
