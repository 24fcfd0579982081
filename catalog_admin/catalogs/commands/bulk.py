"""Many assignments of one node in one go: each item has its result, one policy says what a bad one does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.commands.assignments import Wanted, is_same
from catalog_admin.catalogs.commands.locked import held_node
from catalog_admin.catalogs.errors import AssignmentNotFound, BulkRefused, NamedTwice, UnknownRatePlan
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.draft import Assignment, Node
from catalog_admin.catalogs.store import assignments
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.ids import RatePlanId
from catalog_admin.kit.work import Work

LARGEST = 10_000
ERRORS_TOLD = 100


class ErrorPolicy(StrEnum):
    """What one bad item means for the others."""

    REJECT_EVERYTHING = "reject-everything"
    REJECT_FAILED_ROWS = "reject-failed-rows"
    IGNORE_FAILED = "ignore-failed"


@dataclass(frozen=True)
class BulkItem:
    """`wanted` None takes the assignment away; `refused` is what was wrong with the item before we saw it."""

    plan_key: str
    wanted: Wanted | None = None
    refused: Refusal | None = None


@dataclass(frozen=True)
class BulkResult:
    """`refused` items changed nothing, `ignored` ones neither, and nobody minds."""

    plan_key: str
    status: Literal["created", "changed", "unchanged", "removed", "refused", "ignored"]
    refusal: Refusal | None = None


def assign_in_bulk(
    work: Work, node_id: UUID, items: Sequence[BulkItem], policy: ErrorPolicy, *, dry: bool = False
) -> list[BulkResult]:
    """One result for each item, in their order; a constant number of statements. Nothing is written when `dry`.

    Raises NodeNotFound, NotPermitted, and BulkRefused if a single item fails under reject-everything.
    """
    catalog, node = held_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, node.path)
    ids = rate_plans.plan_ids(work, [item.plan_key for item in items if item.refused is None])
    present = assignments.of_plans(work.session, node_id, list(ids.values()))
    results = _judged(items, ids, present)
    _refuse_everything(results, policy)
    if not dry:
        _write(work, node, items, results, ids)
        _record(work, node, results)
    if policy is ErrorPolicy.IGNORE_FAILED:
        return [replace(each, status="ignored") if each.status == "refused" else each for each in results]
    return results


def _record(work: Work, node: Node, results: list[BulkResult]) -> None:
    counts = {status: sum(result.status == status for result in results) for status in {r.status for r in results}}
    audit.record(
        work,
        action="catalogs.rate_plans_assigned",
        subject=f"node:{node.id}",
        after=[[result.plan_key, result.status] for result in results],
        detail=counts,
    )


def _judged(items: Sequence[BulkItem], ids: dict[str, UUID], present: dict[UUID, Assignment]) -> list[BulkResult]:
    seen: set[str] = set()
    results = []
    for item in items:
        try:
            if item.refused is not None:
                raise item.refused
            if item.plan_key in seen:
                raise NamedTwice(f"{item.plan_key} stands in the list before", pointer="/ratePlanId")
            seen.add(item.plan_key)
            results.append(BulkResult(item.plan_key, _change(item, ids, present)))
        except Refusal as refusal:
            results.append(BulkResult(item.plan_key, "refused", refusal))
    return results


def _change(
    item: BulkItem, ids: dict[str, UUID], present: dict[UUID, Assignment]
) -> Literal["created", "changed", "unchanged", "removed"]:
    if item.plan_key not in ids:
        raise UnknownRatePlan(f"there is no rate plan {item.plan_key}", pointer="/ratePlanId")
    before = present.get(ids[item.plan_key])
    if item.wanted is None:
        if before is None:
            raise AssignmentNotFound(f"{item.plan_key} is not assigned by hand", pointer="/ratePlanId")
        return "removed"
    item.wanted.check()
    if before is None:
        return "created"
    wanted = item.wanted
    same = is_same(before, replace(before, effect=wanted.effect, pin=wanted.pin, rank=wanted.rank))
    return "unchanged" if same else "changed"


def _refuse_everything(results: list[BulkResult], policy: ErrorPolicy) -> None:
    failed = [(index, result.refusal) for index, result in enumerate(results) if result.refusal is not None]
    if policy is not ErrorPolicy.REJECT_EVERYTHING or not failed:
        return
    index, first = failed[0]
    raise BulkRefused(
        f"{len(failed)} of {len(results)} items cannot be done, so nothing was",
        pointer=f"/items/{index}{first.pointer or ''}",
        failed=len(failed),
        errors=[
            {"pointer": f"/items/{index}{refusal.pointer or ''}", "code": refusal.code, "detail": refusal.detail}
            for index, refusal in failed[:ERRORS_TOLD]
        ],
    )


def _write(work: Work, node: Node, items: Sequence[BulkItem], results: list[BulkResult], ids: dict[str, UUID]) -> None:
    put = [
        Assignment(
            node.id, RatePlanId(ids[item.plan_key]), item.wanted.effect, item.wanted.pin, item.wanted.rank, 1, work.now
        )
        for item, result in zip(items, results, strict=True)
        if item.wanted is not None and result.status in ("created", "changed")
    ]
    assignments.put(work.session, put)
    gone = [ids[result.plan_key] for result in results if result.status == "removed"]
    if gone:
        assignments.remove(work.session, node.id, gone)
