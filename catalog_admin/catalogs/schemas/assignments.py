"""Words of manual assignment and of shelves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, ValidationError

from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.bulk import BulkItem, BulkResult, ErrorPolicy
from catalog_admin.catalogs.errors import BadItem
from catalog_admin.catalogs.model.draft import Assignment
from catalog_admin.catalogs.model.words import LARGEST_PIN, LARGEST_RANK
from catalog_admin.catalogs.queries.population import Member, Shelf
from catalog_admin.catalogs.schemas.reasons import ReasonsOut
from catalog_admin.kit.faults import detail_of, pointer_of
from catalog_admin.kit.words import ForeignKey, Words

Pin = Annotated[int, Field(ge=1, le=LARGEST_PIN)]
Rank = Annotated[int, Field(ge=0, le=LARGEST_RANK)]


class AssignmentIn(Words):
    """`pin` puts the plan before everything unpinned, at this place; `rank` orders the rest, smallest first."""

    effect: Literal["include", "exclude"] = "include"
    pin: Pin | None = None
    rank: Rank | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.effect, self.pin, self.rank)


class AssignmentOut(Words):
    rate_plan_id: str
    effect: str
    pin: int | None
    rank: int | None
    revision: int

    @classmethod
    def of(cls, key: str, assignment: Assignment) -> "AssignmentOut":
        return cls(
            rate_plan_id=key,
            effect=assignment.effect,
            pin=assignment.pin,
            rank=assignment.rank,
            revision=assignment.revision,
        )


class BulkItemIn(AssignmentIn):
    rate_plan_id: ForeignKey
    action: Literal["assign", "unassign"] = "assign"


class BulkIn(Words):
    """Items are checked one by one, so that a bad one meets the error policy."""

    items: Annotated[list[BulkItemIn | Any], Field(min_length=1, max_length=10_000)]
    error_policy: ErrorPolicy = ErrorPolicy.REJECT_EVERYTHING
    dry_run: Annotated[bool, Field(description="Says what would become of each item and does nothing.")] = False

    def wanted(self) -> list[BulkItem]:
        return [_item(item) for item in self.items]


class BulkError(Words):
    code: str
    detail: str
    pointer: str | None


class BulkResultOut(Words):
    """`refused` changed nothing and should be looked at; `ignored` changed nothing, as was asked."""

    rate_plan_id: str
    status: Literal["created", "changed", "unchanged", "removed", "refused", "ignored"]
    error: BulkError | None = None

    @classmethod
    def of(cls, position: int, result: BulkResult) -> "BulkResultOut":
        refusal = result.refusal
        error = refusal and BulkError(
            code=refusal.code, detail=refusal.detail, pointer=f"/items/{position}{refusal.pointer or ''}"
        )
        return cls(rate_plan_id=result.plan_key, status=result.status, error=error)


class BulkOut(Words):
    counts: dict[str, int]
    items: list[BulkResultOut]

    @classmethod
    def of(cls, results: Sequence[BulkResult]) -> "BulkOut":
        items = [BulkResultOut.of(position, result) for position, result in enumerate(results)]
        return cls(counts=Counter(item.status for item in items), items=items)


PLAN_COLUMNS = ("name", "sku", "status", "product.key")


class MemberOut(Words):
    """One rate plan on a shelf: what put it there, and the exclude rule that manual assignment overruled.

    `out` is what keeps one off it that was named by hand: the hand itself, or a mandatory rule.
    """

    rate_plan_id: str
    name: str | None
    sku: str | None
    status: str | None
    product: str | None
    source: Literal["manual", "rule"]
    rule: str | None
    beat: str | None
    pin: int | None
    rank: int | None
    audience: list[dict[str, list[str]]] | None
    out: Literal["excluded_by_hand", "excluded_by_rule"] | None

    @classmethod
    def of(cls, member: Member, plan: dict[str, Any]) -> "MemberOut":
        return cls(
            rate_plan_id=member.key,
            name=plan.get("name"),
            sku=plan.get("sku"),
            status=plan.get("status"),
            product=plan.get("product.key"),
            source=member.source,
            rule=member.rule,
            beat=member.beat,
            pin=member.pin,
            rank=member.rank,
            audience=orjson.loads(member.audience) if member.audience else None,
            out=member.out,
        )


class MemberPage(Words):
    """`total` counts all pages."""

    items: list[MemberOut]
    next: str | None
    total: int

    @classmethod
    def of(cls, shelf: Shelf, plans: Iterable[dict[str, Any]]) -> "MemberPage":
        """`plans` are rows of PLAN_COLUMNS."""
        said = {plan["key"]: plan for plan in plans}
        items = [MemberOut.of(member, said.get(member.key, {})) for member in shelf.items]
        return cls(items=items, next=shelf.next, total=shelf.total)


class StandingOut(ReasonsOut):
    """One rate plan and one node: the assignment by hand, if any, and why it is on the shelf or not."""

    assignment: AssignmentOut | None


def _item(said: BulkItemIn | Any) -> BulkItem:
    if isinstance(said, BulkItemIn):
        return BulkItem(said.rate_plan_id, said.wanted() if said.action == "assign" else None)
    try:
        BulkItemIn.model_validate(said)
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        pointer = pointer_of(fault, said)
        key = said.get("ratePlanId") if isinstance(said, dict) else None
        return BulkItem(str(key)[:200], refused=BadItem(f"{pointer or 'item'}: {detail_of(fault)}", pointer=pointer))
    raise AssertionError("the union took it for something else although it is valid")
