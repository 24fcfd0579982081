"""Published content. A row holds for the ordinals [from_ordinal, until_ordinal) of its lineage.

The service inserts rows at the ordinal being filled and closes open ones there; the database refuses the rest.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import BIRTH, Table
from catalog_admin.publishing.model import OPEN

ByteOrder = Text(collation="C")
LINEAGE = ["lineage.tenant_id", "lineage.lineage_id"]


class _Mine:
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)


class _OfLineage(_Mine):
    lineage_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    from_ordinal: Mapped[int] = mapped_column(primary_key=True)
    until_ordinal: Mapped[int] = mapped_column(server_default=text(str(OPEN)))


class _OfContent(_OfLineage):
    """What the digest is taken over; `leaf` is where in the tree of hashes."""

    leaf: Mapped[int]
    entry_hash: Mapped[bytes]


def _intervals(table: str) -> tuple[Index, Index]:
    closed = text(f"until_ordinal < {OPEN}")
    return (
        Index(f"{table}_from_ix", "tenant_id", "lineage_id", "from_ordinal"),
        Index(f"{table}_until_ix", "tenant_id", "lineage_id", "until_ordinal", postgresql_where=closed),
    )


class Body(_Mine, Table):
    """Canonical JSON, once per tenant; text, because jsonb would not give the same bytes back."""

    __tablename__ = "body"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class Lineage(_Mine, Table):
    __tablename__ = "lineage"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),
        UniqueConstraint("tenant_id", "catalog_key", "environment_id"),
    )

    lineage_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    catalog_key: Mapped[str] = mapped_column(Text)
    environment_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LineageOrdinal(_Mine, Table):
    """Being filled until it has a digest; then sealed for ever."""

    __tablename__ = "lineage_ordinal"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "lineage_id"], LINEAGE),
        UniqueConstraint("tenant_id", "lineage_id", "ordinal", "digest"),
        CheckConstraint("(digest IS NULL) = (sealed_at IS NULL)", name="sealed"),
        Index(
            "lineage_ordinal_unsealed_key",
            "tenant_id",
            "lineage_id",
            unique=True,
            postgresql_where=text("sealed_at IS NULL"),
        ),
    )

    lineage_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes | None]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sealed_at: Mapped[datetime | None]


class PublishedNode(_OfContent, Table):
    """`path` and `tpath` are derived: a move writes new rows for a subtree, but only one new entry."""

    __tablename__ = "published_node"
    __table_args__ = (
        Index(
            "published_node_tree_ix",
            "tenant_id",
            "lineage_id",
            "tpath",
            postgresql_include=["node_id", "from_ordinal", "until_ordinal"],
        ),
        Index(
            "published_node_children_ix",
            "tenant_id",
            "lineage_id",
            "parent_id",
            "sort_key",
            "key",
            postgresql_include=["node_id", "from_ordinal", "until_ordinal"],
        ),
        *_intervals("published_node"),
    )

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None]
    key: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(ByteOrder)
    tpath: Mapped[str] = mapped_column(ByteOrder)
    depth: Mapped[int]
    type: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[int] = mapped_column(BigInteger)
    active_from: Mapped[datetime | None]
    active_to: Mapped[datetime | None]
    body_hash: Mapped[bytes]


class PublishedSlug(_OfLineage, Table):
    __tablename__ = "published_slug"

    slug: Mapped[str] = mapped_column(ByteOrder, primary_key=True)
    locale: Mapped[str] = mapped_column(Text, primary_key=True)
    node_id: Mapped[UUID] = mapped_column(primary_key=True)


class PublishedCount(_OfLineage, Table):
    """Rate plans on a node, and distinct ones on it or anywhere below."""

    __tablename__ = "published_count"

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    direct: Mapped[int]
    subtree: Mapped[int]


class PublishedPlan(_OfContent, Table):
    """`facts` are what filters and facets compare, by the names that rules use; exact numbers are JSON numbers.

    Status and dates are those of the sale: the plan's own, narrowed by its product's.
    """

    __tablename__ = "published_plan"
    __table_args__ = (
        Index("published_plan_key_ix", "tenant_id", "lineage_id", "key"),
        Index("published_plan_sku_ix", "tenant_id", "lineage_id", "sku"),
        Index("published_plan_search_ix", "search", postgresql_using="gin"),
        Index("published_plan_facts_ix", "facts", postgresql_using="gin", postgresql_ops={"facts": "jsonb_path_ops"}),
        Index("published_plan_name_ix", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        *_intervals("published_plan"),
    )

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(ByteOrder)
    sku: Mapped[str | None] = mapped_column(ByteOrder)
    product_key: Mapped[str] = mapped_column(ByteOrder)
    name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    facts: Mapped[dict[str, Any]]
    search: Mapped[str] = mapped_column(TSVECTOR)
    body_hash: Mapped[bytes]


class PublishedMembership(_OfContent, Table):
    """Has no body: its entry is written down again from these columns (`model.membership_body`)."""

    __tablename__ = "published_membership"
    __table_args__ = (
        Index(
            "published_membership_page_ix",
            "tenant_id",
            "lineage_id",
            "node_id",
            "order_key",
            "plan_id",
            postgresql_include=["source", "pin", "from_ordinal", "until_ordinal"],
        ),
        Index(
            "published_membership_plan_ix",
            "tenant_id",
            "lineage_id",
            "plan_id",
            "node_id",
            postgresql_include=["from_ordinal", "until_ordinal"],
        ),
        *_intervals("published_membership"),
    )

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    pin: Mapped[int | None]
    order_key: Mapped[str] = mapped_column(ByteOrder)
    audience: Mapped[dict[str, Any] | None]


class PublishedEntry(_OfContent, Table):
    """Entries that nothing else needs in columns: the catalog's settings, rulesets."""

    __tablename__ = "published_entry"
    __table_args__ = _intervals("published_entry")

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(ByteOrder, primary_key=True)
    body_hash: Mapped[bytes]


class PublishedLeaf(_OfLineage, Table):
    __tablename__ = "published_leaf"

    leaf: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes]


class Version(_Mine, Table):
    """A digest and where its content lies: in one lineage of the tenant, at one ordinal."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("tenant_id", "lineage_id", "ordinal"),
        ForeignKeyConstraint(
            ["tenant_id", "lineage_id", "ordinal", "digest"],
            [
                "lineage_ordinal.tenant_id",
                "lineage_ordinal.lineage_id",
                "lineage_ordinal.ordinal",
                "lineage_ordinal.digest",
            ],
        ),
    )

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    lineage_id: Mapped[int] = mapped_column(BigInteger)
    ordinal: Mapped[int]
    catalog_key: Mapped[str] = mapped_column(Text)
    entries: Mapped[int]
    nodes: Mapped[int]
    plans: Mapped[int]
    memberships: Mapped[int]
    sealed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class VersionRetirement(_Mine, Table):
    """This ordinal's content is gone, or going; what it was called stays in its lineage."""

    __tablename__ = "version_retirement"

    lineage_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    reason: Mapped[str | None] = mapped_column(Text)
    retired_by: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Publication(_Mine, Table):
    """Who froze a version, when, evaluated at which instant, whether to serve it; outside the digest."""

    __tablename__ = "publication"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "digest"], ["version.tenant_id", "version.digest"]),
        Index("publication_catalog_ix", "tenant_id", "catalog_key", "environment_id", "published_at"),
    )

    publication_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    catalog_key: Mapped[str] = mapped_column(Text)
    lineage_id: Mapped[int] = mapped_column(BigInteger)
    environment_id: Mapped[UUID]
    published_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    evaluated_at: Mapped[datetime]
    boundaries: Mapped[list[datetime]] = mapped_column(ARRAY(TIMESTAMP(timezone=True)), server_default=text("'{}'"))
    rule_boundaries: Mapped[list[datetime] | None] = mapped_column(ARRAY(TIMESTAMP(timezone=True)))
    rule_pins: Mapped[list[Any] | None]
    note: Mapped[str | None] = mapped_column(Text)
    released: Mapped[bool] = mapped_column(server_default=text("true"))
    by_hand_hash: Mapped[bytes | None]
    draft_state: Mapped[str | None] = mapped_column(Text)
    goods_state: Mapped[str | None] = mapped_column(Text)
    read_as: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(Text, server_default="")


class Tag(_Mine, Table):
    """A movable name for a version."""

    __tablename__ = "tag"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "digest"], ["version.tenant_id", "version.digest"]),)

    catalog_key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(ByteOrder, primary_key=True)
    digest: Mapped[bytes]
    revision: Mapped[int] = mapped_column(BigInteger, server_default=BIRTH)
    moved_by: Mapped[str] = mapped_column(Text)
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())
