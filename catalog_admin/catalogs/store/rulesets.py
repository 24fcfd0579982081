"""Finding and writing rulesets; a deleted one keeps its version, so that the next counts on."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog_admin.catalogs.model.ruleset import Ruleset, ruleset_from
from catalog_admin.catalogs.store.nodes import LIVING, within
from catalog_admin.catalogs.tables import CatalogRow, NodeRow, RulesetRow
from catalog_admin.kit.ids import NodeId

COLUMNS = [RulesetRow.node_id, RulesetRow.version, RulesetRow.body, RulesetRow.changed_at]
KEYS = ["tenant_id", "environment_id", "node_id"]
IN_FORCE = RulesetRow.deleted_at.is_(None)
REFERS = func.jsonb_path_exists(RulesetRow.body, text("'$.rules[*].ref'"))


def _ruleset(row: Any) -> Ruleset:
    return ruleset_from(NodeId(row.node_id), row.version, row.body, row.changed_at)


def find(session: Session, node_id: UUID) -> Ruleset | None:
    row = session.execute(select(*COLUMNS).where(RulesetRow.node_id == node_id, IN_FORCE)).first()
    return _ruleset(row) if row else None


def by_tpath(session: Session, catalog_id: UUID, top: str = "") -> dict[str, Ruleset]:
    """The rulesets of a catalog's living nodes, or of the one at `top` and those below it."""
    listed = select(NodeRow.tpath, *COLUMNS).join(NodeRow, NodeRow.node_id == RulesetRow.node_id)
    found = session.execute(listed.where(*within(catalog_id, top), IN_FORCE))
    return {row.tpath: _ruleset(row) for row in found}


def of_paths(session: Session, catalog_id: UUID, tpaths: list[str]) -> dict[str, Ruleset]:
    """The rulesets of the living nodes at these tpaths."""
    listed = select(NodeRow.tpath, *COLUMNS).join(NodeRow, NodeRow.node_id == RulesetRow.node_id)
    found = session.execute(listed.where(NodeRow.catalog_id == catalog_id, NodeRow.tpath.in_(tpaths), LIVING, IN_FORCE))
    return {row.tpath: _ruleset(row) for row in found}


def naming(session: Session, name: str) -> Iterator[tuple[str, str, Ruleset]]:
    """Rulesets in which the name stands as a text, or that refer to where it may stand, with catalog key and tpath; of
    deleted nodes too.
    """
    listed = (
        select(CatalogRow.key, NodeRow.tpath, *COLUMNS)
        .join(NodeRow, NodeRow.node_id == RulesetRow.node_id)
        .join(CatalogRow, CatalogRow.catalog_id == NodeRow.catalog_id)
        .where(IN_FORCE, or_(func.strpos(cast(RulesetRow.body, Text), json.dumps(name)) > 0, REFERS))
    )
    for row in session.execute(listed.order_by(CatalogRow.key, NodeRow.tpath)):
        yield row.key, row.tpath, _ruleset(row)


def put(session: Session, node_id: UUID, body: dict[str, Any], now: datetime) -> Ruleset:
    """Writes the next version."""
    first = insert(RulesetRow).values(node_id=node_id, body=body, changed_at=now)
    grown = {"version": RulesetRow.version + 1, "body": body, "changed_at": now, "deleted_at": None}
    row = session.execute(first.on_conflict_do_update(index_elements=KEYS, set_=grown).returning(*COLUMNS)).one()
    return _ruleset(row)


def delete(session: Session, node_id: UUID, now: datetime) -> None:
    gone = update(RulesetRow).where(RulesetRow.node_id == node_id, IN_FORCE)
    values = {"version": RulesetRow.version + 1, "changed_at": now, "deleted_at": now}
    session.execute(gone.values(**values).execution_options(synchronize_session=False))
