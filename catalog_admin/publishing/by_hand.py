"""What people said by hand about rate plans and nodes, and no version shows: who is kept out, who was overruled.

A version holds what stands on shelves. To give a draft back what it said, the rest is kept beside the publication: once
for each content, as bodies are, and outside the digest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import orjson
import polars as pl
from sqlalchemy import text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.canonical import canonical_json
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads, Work
from catalog_admin.products import queries as products
from catalog_admin.publishing.model import VersionRef

SAID = ("node_id", "plan_id", "effect", "pin", "rank")


@dataclass(frozen=True, slots=True)
class HandSaid:
    """One assignment, by the key of its rate plan."""

    node_id: str
    plan_key: str
    effect: Literal["include", "exclude"]
    pin: int | None = None
    rank: int | None = None


def beside(reads: Reads, catalog_id: CatalogId, population: pl.DataFrame) -> bytes:
    """Canonical JSON of what the population does not show."""
    said = catalogs.draft_said_by_hand(reads, catalog_id)
    hidden = _hidden(said, population)
    return written(_rows_of(hidden, products.plan_keys(reads, map(UUID, hidden["plan_id"].unique()))))


def kept(reads: Reads, hashed: bytes) -> bytes:
    """What was written down under this hash."""
    said = {"tenant": reads.tenant, "hash": hashed}
    return str(
        reads.session.scalar(text("SELECT body FROM body WHERE tenant_id = :tenant AND hash = :hash"), said)
    ).encode()


def amended(kept: bytes, plans: Mapping[UUID, str], standing: catalogs.Standing) -> bytes:
    """With what is said now of the rate plans that were judged in place of what was said of them."""
    judged = {plans[plan] for plan in standing.plans}
    kept_rows, fresh = rows(kept), _rows_of(_hidden(standing.by_hand, standing.population), plans)
    others = [row for row in kept_rows if row[1] not in judged]
    return kept if not fresh and len(others) == len(kept_rows) else written([*others, *fresh])


def without(kept: bytes, nodes: Collection[str]) -> bytes:
    """But for what was said on these nodes."""
    return written([row for row in rows(kept) if row[0] not in nodes]) if nodes else kept


def _hidden(said: pl.DataFrame, population: pl.DataFrame) -> pl.DataFrame:
    shown = population.filter(pl.col("source") == "manual").select(pl.col("node_id", "plan_id").cast(pl.String))
    return said.join(shown, on=["node_id", "plan_id"], how="anti")


def _rows_of(hidden: pl.DataFrame, keys: Mapping[UUID, str]) -> list[list[Any]]:
    return [
        [node, keys[UUID(plan)], effect, pin, rank]
        for node, plan, effect, pin, rank in hidden.select(SAID).iter_rows()
        if UUID(plan) in keys
    ]


def written(rows: list[list[Any]]) -> bytes:
    """Of rows of node, key of the rate plan, effect, pin, rank."""
    return canonical_json(sorted(rows, key=lambda row: row[:2]))


def kept_of(tx: Reads | Work, ref: VersionRef) -> list[HandSaid] | None:
    """As it was said when this version was last frozen here, or else anywhere; None if nobody wrote it down."""
    body = tx.session.scalar(
        text(
            "SELECT b.body FROM publication p JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.by_hand_hash"
            " WHERE p.tenant_id = :tenant AND p.digest = :digest"
            " ORDER BY p.environment_id = :environment DESC, p.published_at DESC, p.publication_id DESC LIMIT 1"
        ),
        {"tenant": tx.tenant, "digest": ref.digest, "environment": tx.environment},
    )
    return None if body is None else [HandSaid(*row) for row in rows(body)]


def rows(body: str | bytes) -> list[Any]:
    said: list[Any] = orjson.loads(body)
    return said
