"""The log of every move, checked."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Auditor, TenantReads
from catalog_admin.rules import queries
from catalog_admin.rules.schemas.verifying import LogVerdictOut
from rulestore.model import Position

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)
LONGEST_WALK, MOST_HEADS = 100_000, 100

HeadsTold = Annotated[
    list[Annotated[str, Query(pattern="^[0-9]{1,15}:[0-9a-f]{64}$")]],
    Query(alias="head", max_length=MOST_HEADS, description="As it was told outside: a transaction, `:`, its chain."),
]


@router.get("/verify", operation_id="verifyRuleLog", responses=refuses(404))
def verify_rule_log(
    actor: Auditor,
    reads: TenantReads,
    heads: HeadsTold = [],  # noqa: B006 - FastAPI copies it
    after: Annotated[int, Query(ge=0, le=2**53, description="Go on behind this transaction, taken as true.")] = 0,
    limit: Annotated[int, Query(ge=1, le=LONGEST_WALK)] = LONGEST_WALK,
) -> LogVerdictOut:
    """Walks the log; `complete: false` without a `fault` means: go on with `after=<transaction>`."""
    return LogVerdictOut.of(queries.verify_log(reads, after=after, limit=limit, told=map(_told, heads)))


def _told(head: str) -> Position:
    transaction, _, chain = head.partition(":")
    return Position(int(transaction), bytes.fromhex(chain))
