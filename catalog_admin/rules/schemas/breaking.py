"""What a change makes unusable for catalogs, wherever a change is told of."""

from typing import Self
from uuid import UUID

from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.words import Words
from catalog_admin.rules.model import Broken, Unusable
from catalog_admin.rules.schemas.findings import FindingOut


class BrokenReferenceOut(FindingOut):
    """A rule of a draft that could not be asked any more. `rule` and `nodeId` are null of a catalog that is served with
    the condition, and could not be published again by itself. `file` and `pointer` say where it is.
    """

    environment: str
    catalog_id: str
    path: str
    node_id: UUID | None
    rule: str | None

    @classmethod
    def of_use(cls, said: Unusable) -> Self:
        return cls(
            **FindingOut.of(said.finding).model_dump(),
            environment=said.environment,
            catalog_id=said.catalog,
            path=said.path,
            node_id=said.node_id,
            rule=said.rule,
        )


class BrokenReferencesOut(Words):
    """The first of `count`, and how many are in catalogs that the reader may not read. `isMore`: a file has so many
    that refer to it that not all were looked at.
    """

    count: int
    items: list[BrokenReferenceOut]
    untold_count: int
    is_more: bool

    @classmethod
    def of(cls, broken: Broken) -> Self:
        return cls(
            count=len(broken.told),
            items=[BrokenReferenceOut.of_use(each) for each in broken.told[:ERRORS_TOLD]],
            untold_count=broken.untold,
            is_more=broken.is_more,
        )
