"""The whole draft of a catalog, for publishing: streamed, in tree order."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import polars as pl
from sqlalchemy import select

from catalog_admin.catalogs.model.draft import Assignment, Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.store import assignments, nodes, rulesets, state
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
    """The rulesets of living nodes as they were said: of a reference nobody looks up what it leads to."""
    return {ruleset.node_id: ruleset for ruleset in rulesets.by_tpath(tx.session, catalog_id).values()}


def draft_assignments(tx: Reads | Work, catalog_id: CatalogId) -> Iterator[Assignment]:
    """What stands on living nodes by hand; memory for 5,000 at a time."""
    return assignments.of_catalog(tx.session, catalog_id, ROWS_AT_ONCE)


def draft_said_by_hand(tx: Reads | Work, catalog_id: CatalogId) -> pl.DataFrame:
    """What stands on living nodes by hand, as columns (ids as text), in no order."""
    return assignments.frame_of(tx.session, catalog_id)


def by_hand_frame(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """The same columns of what somebody has kept: node, tpath, rate plan, effect, pin, rank."""
    return pl.DataFrame(rows, assignments.FRAME, orient="row")


def draft_state(tx: Reads | Work, catalog_id: CatalogId) -> str:
    """A text that is another one whenever the draft is."""
    return state.of_draft(tx.session, catalog_id)


def draft_settings_states(tx: Reads | Work, catalog_ids: Collection[CatalogId]) -> dict[UUID, str]:
    """By catalog, the same of what is small, in one statement; of nodes and assignments `changed_drafts` tells."""
    return state.settings_of_drafts(tx.session, catalog_ids)
