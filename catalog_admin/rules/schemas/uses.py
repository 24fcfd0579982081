"""Words of who uses a file of the repository."""

from typing import Self
from uuid import UUID

from pydantic import Field

from catalog_admin.artefacts.checking.uses import FileUse
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.kit.words import Words
from catalog_admin.publishing.schemas import RulePinOut
from catalog_admin.rules.queries.uses import PublishedUse, Uses
from catalog_admin.rules.using import Use

MOST_TOLD = 1000


class FileUseOut(Words):
    """A file that uses it, at `pointer`; without one as a whole: a rule its set, conditions what they may read."""

    path: str
    pointer: str
    kind: ArtefactKind | None

    @classmethod
    def of(cls, use: FileUse) -> Self:
        return cls(path=use.path, pointer=use.pointer, kind=use.kind)


class RuleUseOut(Words):
    """A rule of a draft; `path` is its node's, `at` the branch, tag or commit that it says."""

    environment: str
    catalog_id: str
    path: str
    node_id: UUID | None
    rule: str
    effect: str
    at: str

    @classmethod
    def of(cls, use: Use) -> Self:
        return cls(
            environment=use.environment,
            catalog_id=use.catalog,
            path=use.path,
            node_id=use.node_id,
            rule=use.rule,
            effect=use.effect,
            at=use.at,
        )


class PublishedRuleUseOut(Words):
    """A catalog that is served with the condition, as it was at `pin`."""

    environment: str
    catalog_id: str
    pin: RulePinOut
    has_moved: bool = Field(description="Its channel has another condition by now.")

    @classmethod
    def of(cls, use: PublishedUse) -> Self:
        return cls(
            environment=use.environment,
            catalog_id=use.catalog,
            pin=RulePinOut.of(use.pin),
            has_moved=use.has_moved,
        )


class RuleUsesOut(Words):
    """Who uses a file: the first thousand of `fileCount` files at `commit`, a page of `count` rules of drafts, the
    first thousand of `publishedCount` catalogs as they are served.

    Of catalogs that the reader may not read it is only told how many rules, and how many of what is served.
    """

    file: str
    commit: str
    file_count: int
    files: list[FileUseOut]
    count: int
    items: list[RuleUseOut]
    next: str | None
    untold_count: int
    published_count: int
    published: list[PublishedRuleUseOut]
    untold_published_count: int

    @classmethod
    def of(cls, found: Uses) -> Self:
        return cls(
            file=found.file,
            commit=found.commit,
            file_count=len(found.files),
            files=[FileUseOut.of(each) for each in found.files[:MOST_TOLD]],
            count=found.count,
            items=[RuleUseOut.of(each) for each in found.rules.items],
            next=found.rules.next,
            untold_count=found.untold,
            published_count=len(found.published),
            published=[PublishedRuleUseOut.of(each) for each in found.published[:MOST_TOLD]],
            untold_published_count=found.published_untold,
        )
