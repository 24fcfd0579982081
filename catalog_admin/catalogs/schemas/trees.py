"""Words of catalogs and nodes."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog_admin.catalogs.model.draft import AutoPublish, Catalog, Node
from catalog_admin.catalogs.model.meta import LOCALE
from catalog_admin.catalogs.model.words import CURRENCY, LONGEST_LOCALE, MOST_CURRENCIES, MOST_LOCALES, TYPE
from catalog_admin.kit.canonical import LARGEST_INTEGER
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.words import Instant, Key, Localised, Words

Locale = Annotated[str, StringConstraints(pattern=f"^{LOCALE.pattern}$", max_length=LONGEST_LOCALE)]
Currency = Annotated[str, StringConstraints(pattern=f"^{CURRENCY.pattern}$")]
Path = Annotated[str, StringConstraints(max_length=2_000)]
NodeType = Annotated[str, StringConstraints(pattern=f"^{TYPE.pattern}$")]
SortKey = Annotated[int, Field(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]
FewLocales = Annotated[list[Locale], Field(max_length=MOST_LOCALES)]
BY_ITSELF = (
    "Whether it is published again by itself, from what was published last, when a rule answers differently by time"
    " alone, or when a condition that it takes from a channel of the rule repository is another one there; none unless"
    " said."
)
FewCurrencies = Annotated[list[Currency], Field(max_length=MOST_CURRENCIES)]


class CatalogIn(Words):
    """Only master catalogs can be created."""

    key: Key
    type: Literal["master", "child", "virtual"] = "master"
    name: Localised | Annotated[str, StringConstraints(min_length=1, max_length=1_000)] = Field(default_factory=dict)
    locales: FewLocales = Field(default_factory=list)
    currencies: FewCurrencies = Field(default_factory=list)
    auto_publish: AutoPublish = Field(default_factory=lambda: "none", description=BY_ITSELF)


class CatalogChange(Words):
    """Only what is given changes."""

    name: Localised = Field(default_factory=dict)
    locales: FewLocales = Field(default_factory=list)
    currencies: FewCurrencies = Field(default_factory=list)
    auto_publish: AutoPublish = Field(default_factory=lambda: "none", description=BY_ITSELF)


class CatalogOut(Words):
    """`key` is what other calls take as catalogId; `id` tells apart what had one key after another."""

    id: UUID
    key: str
    type: str
    name: dict[str, str]
    locales: list[str]
    currencies: list[str]
    auto_publish: AutoPublish
    revision: int
    created_at: datetime
    deleted_at: datetime | None
    deleted_by: str | None

    @classmethod
    def of(cls, catalog: Catalog) -> "CatalogOut":
        return cls.model_validate(catalog, extra="ignore")


class CatalogPage(Words):
    items: list[CatalogOut]
    next: str | None


class NodeIn(Words):
    """`path` names the node and, by what stands before its last dot, its parent."""

    catalog_id: Key
    path: Path
    type: NodeType
    meta: dict[str, Any] = Field(default_factory=dict)
    attributes: dict[str, Any] = Field(default_factory=dict)
    sort_key: SortKey | None = None
    active_from: Instant | None = None
    active_to: Instant | None = None


class NodeChange(Words):
    """`meta` is a merge patch (null takes a field away); everything else replaces; what is absent stays."""

    meta: dict[str, Any] = Field(default_factory=dict)
    type: NodeType = Field(default_factory=str)
    attributes: dict[str, Any] = Field(default_factory=dict)
    sort_key: SortKey = Field(default_factory=int)
    active_from: Instant | None = None
    active_to: Instant | None = None


class NodeMove(Words):
    """A parent by id or by path ("" is the root), another key, a place among the siblings (0 is first)."""

    parent_id: UUID | None = None
    parent_path: Path | None = None
    key: Key | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _names_one_parent(self) -> "NodeMove":
        if self.parent_id is not None and self.parent_path is not None:
            raise ValueError("name the parent by parentId or by parentPath, not by both")
        return self


class ChildrenOrder(Words):
    order: Annotated[list[UUID], Field(max_length=10_000)]


class NodeOut(Words):
    id: UUID
    catalog_id: str
    parent_id: UUID | None
    key: str
    path: str
    depth: int
    type: str
    meta: dict[str, Any]
    attributes: dict[str, Any]
    sort_key: int
    active_from: datetime | None
    active_to: datetime | None
    revision: int

    @classmethod
    def of(cls, catalog: Catalog, node: Node, **more: Any) -> Self:
        said = {name: getattr(node, name) for name in NodeOut.model_fields if name != "catalog_id"}
        return cls(catalog_id=catalog.key, **said, **more)


class ListedNode(NodeOut):
    """A node in a list says whether it can be opened."""

    children: int


class NodePage(Words):
    items: list[ListedNode]
    next: str | None


class FoundNode(NodeOut):
    """Restoring names its state as every change does: its ETag is `"r` and the revision."""

    deleted_at: datetime | None
    deleted_by: str | None

    @classmethod
    def found(cls, catalog: Catalog, node: Node) -> "FoundNode":
        return cls.of(catalog, node, deleted_at=node.deleted_at, deleted_by=node.deleted_by)


class FoundPage(Words):
    items: list[FoundNode]
    next: str | None


class DraftOut(Words):
    """The tree as it stands, parents before children; nothing of it is published yet."""

    catalog: CatalogOut
    nodes: list[ListedNode]
    next: str | None


class Deleted(Words):
    """How many nodes are gone."""

    deleted: int
