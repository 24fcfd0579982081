"""The words of what became of things, of what versions take, and of proofs."""

from datetime import datetime
from typing import Any, Self

from pydantic import Field

from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import Words
from catalog_admin.publishing.change_words import ChangeOut, said_of_change
from catalog_admin.publishing.history import HistoryStep
from catalog_admin.publishing.storage import Amount, Report, Stored


class TurnoverOut(Words):
    """Rate plans of the node itself; `changed` ones stay at another place or by other means."""

    enters: int
    leaves: int
    changed: int


class HistoryStepOut(Words):
    """A version in which it is otherwise than in the one before, as it was first published.

    Of a node that stands elsewhere `was` is the path before and `path` the one since; `ratePlans` tells of its shelf.
    """

    number: int
    version: str
    published_by: str
    published_at: datetime
    note: str | None
    is_released: bool
    changes: list[ChangeOut]
    path: str | None
    was: str | None
    rate_plans: TurnoverOut | None

    @classmethod
    def of(cls, said: HistoryStep) -> Self:
        return cls(
            number=said.number,
            version=said.version,
            published_by=said.published_by,
            published_at=said.published_at,
            note=said.note,
            is_released=said.is_released,
            changes=[
                ChangeOut.model_validate(said_of_change(each, said.paths.get(each.node) if each.node else None))
                for each in said.changes
            ],
            path=said.path,
            was=said.was,
            rate_plans=None if said.shelf is None else TurnoverOut.model_validate(said.shelf),
        )


class PastPage(Words):
    items: list[HistoryStepOut]
    next: str | None

    @classmethod
    def of(cls, page: Page[HistoryStep]) -> Self:
        return cls(items=[HistoryStepOut.of(each) for each in page.items], next=page.next)


class AmountOut(Words):
    """Bytes are those of rows and bodies as they are stored, without indexes."""

    entries: int
    bytes: int

    @classmethod
    def of(cls, said: Amount) -> Self:
        return cls(entries=said.entries, bytes=said.bytes)


class StoredOut(Words):
    """`own` would be free without this version, `shared` is needed by the one before or after as well."""

    number: int
    version: str
    own: AmountOut
    shared: AmountOut

    @classmethod
    def of(cls, said: Stored) -> Self:
        return cls(
            number=said.number, version=said.version, own=AmountOut.of(said.own), shared=AmountOut.of(said.shared)
        )


class StoragePage(Words):
    """The newest version first; `total` is what all versions of the lineage take together."""

    total: AmountOut
    items: list[StoredOut]
    next: str | None

    @classmethod
    def of(cls, said: Report) -> Self:
        items = [StoredOut.of(each) for each in said.versions.items]
        return cls(total=AmountOut.of(said.total), items=items, next=said.versions.next)


class ProvenEntry(Words):
    kind: str
    key: str
    body: dict[str, Any]


class ProvenLeaf(Words):
    number: int
    entries: list[str]


class ProofOut(Words):
    """What leads from the entry to the digest; docs/verify_proof.py checks it with nothing else."""

    format: int
    catalog: str
    digest: str
    entry: ProvenEntry
    leaf: ProvenLeaf
    leaves: list[tuple[int, str]] = Field(description="The other leaves under its middle node.")
    middles: list[tuple[int, str]] = Field(description="The other middle nodes under the root.")
