"""The words of publish, rollback, published trees and history."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from catalog_admin.jobs.model import JobView
from catalog_admin.kit.words import Instant, Words
from catalog_admin.promotions.commands import Served, Withdrawn
from catalog_admin.promotions.queries import HistoryStep
from catalog_admin.publishing.change_words import ChangeOut, said_of_change
from catalog_admin.publishing.difference import Tally
from catalog_admin.publishing.queries import Difference, TreeNode

Note = Annotated[str, StringConstraints(max_length=2_000)]


class PublishIn(Words):
    note: Note | None = None
    effective_from: Annotated[
        Instant | None,
        Field(description="An instant of the past, for importing history; takes a tenant administrator."),
    ] = None


class RollbackIn(Words):
    to: Annotated[str, Field(min_length=1, max_length=64, description='A digest, a number, a tag, or "previous".')] = (
        "previous"
    )
    reason: Note | None = None


class ServedOut(Words):
    """What the environment answers with now; `generation` grows with every move.

    `number` is null for content that another environment was the first to publish.
    """

    version: str
    number: int | None
    is_new: bool
    release: str
    generation: int
    nodes: int
    rate_plans: int
    memberships: int

    @classmethod
    def of(cls, served: Served) -> Self:
        return cls(**served.report())


class WithdrawIn(Words):
    reason: Note | None = None


class WithdrawnOut(Words):
    """`version` is what was served until then; `generation` is the environment's since."""

    version: str
    release: str
    generation: int

    @classmethod
    def of(cls, withdrawn: Withdrawn) -> Self:
        return cls(**withdrawn.report())


class PublishJob(Words):
    """The publish as a job: `result` when it has succeeded, at /jobs/{id} until then."""

    id: UUID
    status: str
    progress: int
    step: str
    result: ServedOut | None

    @classmethod
    def of(cls, job: JobView) -> Self:
        result = ServedOut(**job.result) if job.result else None
        return cls(id=job.id, status=job.status.value, progress=job.progress, step=job.step, result=result)


class PublishedNode(Words):
    """A node as the version holds it; `ratePlans` counts its own members, `subtreeRatePlans` distinct ones below."""

    id: UUID
    parent: UUID | None = None
    key: str
    path: str
    depth: int
    type: str
    meta: dict[str, Any]
    attributes: dict[str, Any]
    sort_key: int
    active_from: datetime | None = None
    active_to: datetime | None = None
    rate_plans: int
    subtree_rate_plans: int


def said_of(node: TreeNode) -> dict[str, Any]:
    """A PublishedNode without the cost of checking what was checked when it was published."""
    derived = {"path": node.path, "depth": node.depth, "ratePlans": node.direct, "subtreeRatePlans": node.subtree}
    return node.body | derived


class PublishedTree(Words):
    """One version's tree, parents before children, in path order."""

    catalog: dict[str, Any]
    version: str
    number: int | None
    nodes: list[PublishedNode]
    next: str | None


class MoveOut(Words):
    """One step of the environment: since `effectiveFrom` it serves these versions."""

    generation: int
    release: str
    catalogs: dict[str, str]
    cause: str
    catalog_id: str | None
    reason: str | None
    moved_by: str
    moved_at: datetime
    effective_from: datetime

    @classmethod
    def of(cls, step: HistoryStep) -> Self:
        move = step.move
        return cls(
            generation=move.generation,
            release=move.release_digest.hex(),
            catalogs=step.catalogs,
            cause=move.cause,
            catalog_id=move.catalog_key,
            reason=move.reason,
            moved_by=move.moved_by,
            moved_at=move.moved_at,
            effective_from=move.effective_from,
        )


class HistoryPage(Words):
    items: list[MoveOut]
    next: str | None


class DifferenceOut(Words):
    """`counts` say by kind how many were added, removed, changed, moved in all; `items` are one page of them."""

    total: int
    counts: dict[str, dict[str, int]]
    items: list[ChangeOut]
    next: str | None

    @classmethod
    def of(cls, said: Difference) -> Self:
        return cls(
            total=said.tally.total,
            counts=counts_of(said.tally),
            items=[
                ChangeOut.model_validate(said_of_change(each, said.paths.get(each.node) if each.node else None))
                for each in said.changes.items
            ],
            next=said.changes.next,
        )


def counts_of(tally: Tally) -> dict[str, dict[str, int]]:
    return {kind.value: {str(sort): n for sort, n in of_kind.items()} for kind, of_kind in tally.counts.items()}
