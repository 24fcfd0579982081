"""What became of a rate plan or a node, what versions take, and proof that a version holds an entry."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query, Response

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Publisher, Reads, Viewer
from catalog_admin.kit.words import ForeignKey
from catalog_admin.publishing import history, proving, queries, storage
from catalog_admin.publishing.api.versions import CatalogKey, Limit, VersionName
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.past_words import PastPage, ProofOut, StoragePage

router = APIRouter(prefix="/commerce/catalogs/{key}", tags=["versions"], route_class=ExactRoute)


@router.get("/rate-plans/{ratePlan}/history", responses=refuses(404), operation_id="readRatePlanHistory")
def read_rate_plan_history(
    key: CatalogKey,
    rate_plan: Annotated[ForeignKey, Path(alias="ratePlan", description="The rate plan's key.")],
    actor: Viewer,
    reads: Reads,
    limit: Limit = 50,
    after: str | None = None,
) -> PastPage:
    """Every version in which it says something else or stands elsewhere, the newest first."""
    return PastPage.of(history.of_rate_plan(reads, key, rate_plan, limit=limit, after=after))


@router.get("/nodes/{node}/history", responses=refuses(404), operation_id="readNodeHistory")
def read_node_history(
    key: CatalogKey,
    node: Annotated[UUID, Path(description="The node's id.")],
    actor: Viewer,
    reads: Reads,
    limit: Limit = 50,
    after: str | None = None,
) -> PastPage:
    """Every version in which it says something else, stands elsewhere, or gains and loses rate plans."""
    return PastPage.of(history.of_node(reads, key, node, limit=limit, after=after))


@router.get("/storage", responses=refuses(404), operation_id="listStorage")
def list_storage(
    key: CatalogKey, actor: Viewer, reads: Reads, limit: Limit = 50, after: str | None = None
) -> StoragePage:
    """What each version of this environment's lineage takes alone, and what it shares with its neighbours."""
    return StoragePage.of(storage.report(reads, key, limit=limit, after=after))


@router.get(
    "/versions/{version}/proof", response_model=ProofOut, responses=refuses(403, 404, 410), operation_id="proveEntry"
)
def prove_entry(
    key: CatalogKey,
    version: VersionName,
    actor: Publisher,
    reads: Reads,
    kind: Annotated[Kind, Query(description="The entry's kind.")],
    of: Annotated[str, Query(alias="entry", min_length=1, max_length=300, description="The entry's key.")],
) -> Response:
    """That the version holds the entry, to be checked without the rest of it and without us."""
    proof = proving.prove(reads, queries.version(reads, key, version), kind, of)
    return Response(orjson.dumps(proof.said()), media_type="application/json")
