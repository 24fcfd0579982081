"""The words of versions, tags and differences."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.words import Words
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.pins import RulePin
from catalog_admin.publishing.queries import PublicationView, TagView
from catalog_admin.publishing.retiring import Retired


class VersionOut(Words):
    """`digest` is the SHA-256 of the content; `number` counts in this environment's lineage, if it holds it."""

    digest: str
    catalog_id: str
    number: int | None
    entries: int
    nodes: int
    rate_plans: int
    memberships: int
    sealed_at: datetime
    retired_at: datetime | None = Field(description="Since then there is nothing to read but this.")

    @classmethod
    def of(cls, ref: VersionRef, number: int | None) -> Self:
        return cls(
            digest=ref.hex,
            catalog_id=ref.catalog_key,
            number=number,
            entries=ref.entries,
            nodes=ref.nodes,
            rate_plans=ref.plans,
            memberships=ref.memberships,
            sealed_at=ref.sealed_at,
            retired_at=ref.retired_at,
        )


class RulePinOut(Words):
    """A condition that was taken from the rule repository: of a channel (a branch, which moves), a tag or a commit."""

    ref: str
    file: str
    at: str
    commit: str
    blob: str
    is_channel: bool

    @classmethod
    def of(cls, pin: RulePin) -> Self:
        return cls(
            ref=str(pin.ref), file=pin.file, at=pin.at, commit=pin.commit, blob=pin.blob, is_channel=pin.is_channel
        )


class PublicationOut(Words):
    """That somebody published a version; `boundaries` are the next instants at which time alone changes answers."""

    id: UUID
    version: VersionOut
    tags: list[str]
    published_by: str
    published_at: datetime
    evaluated_at: datetime
    note: str | None
    is_released: bool = Field(description="False: frozen without being served.")
    boundaries: list[datetime]
    rule_pins: list[RulePinOut]

    @classmethod
    def of(cls, said: PublicationView) -> Self:
        return cls(
            id=said.id,
            version=VersionOut.of(said.version, said.number),
            tags=list(said.tags),
            published_by=said.published_by,
            published_at=said.published_at,
            evaluated_at=said.evaluated_at,
            note=said.note,
            is_released=said.is_released,
            boundaries=list(said.boundaries[:LARGEST_PAGE]),
            rule_pins=[RulePinOut.of(each) for each in said.rule_pins],
        )


class FreezeIn(Words):
    note: Annotated[str | None, Field(max_length=2_000)] = None


class RetireIn(Words):
    """`versions` are named, or all that nothing needs but the `keep` newest."""

    versions: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]] | None,
        Field(min_length=1, max_length=LARGEST_PAGE, description="Digests or numbers."),
    ] = None
    keep: Annotated[int | None, Field(ge=1, le=100_000, description="So many of the newest stay.")] = None
    reason: Annotated[str | None, Field(max_length=2_000)] = None
    dry_run: bool = Field(False, description="Say what would be retired, and retire nothing.")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if (self.versions is None) == (self.keep is None):
            raise ValueError("say one of versions and keep")
        return self


class RetiredVersionOut(Words):
    version: str
    number: int | None


class RetiredOut(Words):
    """What was retired, or would be; `job` sweeps what they alone needed, null if there is nothing to do."""

    versions: list[RetiredVersionOut]
    job: UUID | None

    @classmethod
    def of(cls, said: Retired) -> Self:
        told = [RetiredVersionOut(version=each.hex, number=number) for each, number in said.versions]
        return cls(versions=told, job=said.job)


class RestoreDraftIn(Words):
    """One of version and tag."""

    version: Annotated[str | None, Field(min_length=1, max_length=64, description="A digest or a number.")] = None
    tag: Annotated[str | None, Field(min_length=1, max_length=63)] = None
    keep_draft: bool = Field(True, description="Freeze what the draft says first, so that this can be undone.")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.version is None) == (self.tag is None):
            raise ValueError("name one of version and tag")
        return self


class TagIn(Words):
    version: Annotated[str, Field(min_length=1, max_length=64, description="A digest, a number or another tag.")]


class TagOut(Words):
    name: str
    version: str
    moved_by: str
    moved_at: datetime

    @classmethod
    def of(cls, tag: TagView) -> Self:
        return cls(name=tag.name, version=tag.digest.hex(), moved_by=tag.moved_by, moved_at=tag.moved_at)


class TagPage(Words):
    items: list[TagOut]
    next: str | None
