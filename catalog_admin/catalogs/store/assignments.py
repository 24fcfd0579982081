"""Finding and writing manual assignments; many at a time where there may be many."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import polars as pl
from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog_admin.catalogs.model.draft import Assignment
from catalog_admin.catalogs.store.nodes import within
from catalog_admin.catalogs.tables import AssignmentRow, NodeRow

KEYS = ["tenant_id", "environment_id", "node_id", "rate_plan_id"]
COLUMNS = [
    AssignmentRow.node_id,
    AssignmentRow.rate_plan_id,
    AssignmentRow.effect,
    AssignmentRow.pin,
    AssignmentRow.rank,
    AssignmentRow.revision,
    AssignmentRow.created_at,
]
ROWS_AT_ONCE = 50_000
FRAME = {
    "node_id": pl.String,
    "tpath": pl.String,
    "plan_id": pl.String,
    "effect": pl.String,
    "pin": pl.Int32,
    "rank": pl.Int32,
}


def _assignment(row: Any) -> Assignment:
    return Assignment(**row._mapping)


def find(session: Session, node_id: UUID, plan_id: UUID) -> Assignment | None:
    row = session.execute(
        select(*COLUMNS).where(AssignmentRow.node_id == node_id, AssignmentRow.rate_plan_id == plan_id)
    ).first()
    return _assignment(row) if row else None


def of_plans(session: Session, node_id: UUID, plan_ids: Collection[UUID]) -> dict[UUID, Assignment]:
    found = select(*COLUMNS).where(
        AssignmentRow.node_id == node_id, AssignmentRow.rate_plan_id == func.any(list(plan_ids))
    )
    return {each.rate_plan_id: each for each in map(_assignment, session.execute(found))}


def put(session: Session, wanted: Sequence[Assignment]) -> None:
    """Writes them in one statement; what is there grows its revision."""
    if not wanted:
        return
    rows = [
        {
            "node_id": each.node_id,
            "rate_plan_id": each.rate_plan_id,
            "effect": each.effect,
            "pin": each.pin,
            "rank": each.rank,
        }
        for each in wanted
    ]
    statement = insert(AssignmentRow)
    said = statement.excluded
    grown = {"effect": said.effect, "pin": said.pin, "rank": said.rank, "revision": AssignmentRow.revision + 1}
    session.execute(statement.on_conflict_do_update(index_elements=KEYS, set_=grown), rows)


def remove(session: Session, node_id: UUID, plan_ids: Collection[UUID]) -> None:
    gone = delete(AssignmentRow).where(
        AssignmentRow.node_id == node_id, AssignmentRow.rate_plan_id == func.any(list(plan_ids))
    )
    session.execute(gone.execution_options(synchronize_session=False))


def of_catalog(session: Session, catalog_id: UUID, rows_at_once: int) -> Iterator[Assignment]:
    """In tree order, then by rate plan."""
    listed = select(*COLUMNS).join(NodeRow, NodeRow.node_id == AssignmentRow.node_id).where(*within(catalog_id, ""))
    ordered = listed.order_by(NodeRow.tpath, AssignmentRow.rate_plan_id)
    return map(_assignment, session.execute(ordered.execution_options(yield_per=rows_at_once)))


def frame_of(
    session: Session,
    catalog_id: UUID,
    tpath: str = "",
    *,
    alone: bool = False,
    plan_ids: Collection[UUID] | None = None,
    node_ids: Collection[UUID] | None = None,
) -> pl.DataFrame:
    """The assignments of the living node at this tpath and, unless it is `alone`, of those below it, as columns.

    With `plan_ids` only those of these rate plans, with `node_ids` only those on these nodes.
    """
    where = within(catalog_id, tpath)
    if alone:
        where.append(NodeRow.tpath == tpath)
    if plan_ids is not None:
        where.append(AssignmentRow.rate_plan_id == func.any(list(plan_ids)))
    if node_ids is not None:
        where.append(AssignmentRow.node_id == func.any(list(node_ids)))
    listed = (
        select(
            cast(NodeRow.node_id, Text),
            NodeRow.tpath,
            cast(AssignmentRow.rate_plan_id, Text),
            AssignmentRow.effect,
            AssignmentRow.pin,
            AssignmentRow.rank,
        )
        .join(NodeRow, NodeRow.node_id == AssignmentRow.node_id)
        .where(*where)
    )
    found = session.execute(listed.execution_options(yield_per=ROWS_AT_ONCE))
    chunks = [pl.DataFrame([tuple(row) for row in chunk], FRAME, orient="row") for chunk in found.partitions()]
    return pl.concat(chunks) if chunks else pl.DataFrame(schema=FRAME)
