"""The views, as SQLAlchemy knows them, and what is asked of every interval row."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnClause,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Double,
    FromClause,
    Integer,
    LargeBinary,
    Text,
    TypeDecorator,
    Uuid,
    and_,
    bindparam,
    column,
    or_,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.types import TypeEngine

BYTES = Text(collation="C")


class WrittenOut(TypeDecorator[str]):
    """A value of another type as PostgreSQL writes it, handed over as that type.

    CAST of a text would do as well, and be done again for every row once PostgreSQL has made one plan for all values.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(self.kind())

    def bind_processor(self, dialect: Dialect) -> None:
        """As it is written."""


def _lineage() -> ColumnClause[int]:
    return column("lineage_id", BigInteger)


def _interval() -> tuple[ColumnClause[int], ColumnClause[int]]:
    return column("from_ordinal", Integer), column("until_ordinal", Integer)


environment = table(
    "storefront_environment",
    column("environment_id", Uuid),
    column("release_digest", LargeBinary),
    column("generation", BigInteger),
)
move = table(
    "storefront_move",
    column("generation", BigInteger),
    column("release_digest", LargeBinary),
    column("effective_from", DateTime(timezone=True)),
)
pin = table(
    "storefront_pin",
    column("release_digest", LargeBinary),
    column("catalog_key", Text),
    column("version_digest", LargeBinary),
)
version = table(
    "storefront_version",
    column("digest", LargeBinary),
    _lineage(),
    column("ordinal", Integer),
    column("catalog_key", Text),
    column("sealed_at", DateTime(timezone=True)),
    column("is_retired", Boolean),
)
lineage = table("storefront_lineage", _lineage(), column("catalog_key", Text))
tag = table("storefront_tag", column("catalog_key", Text), column("name", Text), column("digest", LargeBinary))
body = table("storefront_body", column("hash", LargeBinary), column("body", Text))
node = table(
    "storefront_node",
    _lineage(),
    column("node_id", Uuid),
    column("parent_id", Uuid),
    column("key", BYTES),
    column("path", BYTES),
    column("tpath", BYTES),
    column("depth", Integer),
    column("type", Text),
    column("sort_key", BigInteger),
    column("active_from", DateTime(timezone=True)),
    column("active_to", DateTime(timezone=True)),
    column("body_hash", LargeBinary),
    *_interval(),
)
slug = table(
    "storefront_slug", _lineage(), column("slug", BYTES), column("locale", Text), column("node_id", Uuid), *_interval()
)
count = table(
    "storefront_count",
    _lineage(),
    column("node_id", Uuid),
    column("direct", Integer),
    column("subtree", Integer),
    *_interval(),
)
plan = table(
    "storefront_plan",
    _lineage(),
    column("plan_id", Uuid),
    column("key", BYTES),
    column("sku", BYTES),
    column("product_key", BYTES),
    column("name", Text),
    column("status", Text),
    column("effective_from", Date),
    column("effective_to", Date),
    column("facts", JSONB),
    column("search", TSVECTOR),
    column("body_hash", LargeBinary),
    *_interval(),
)
membership = table(
    "storefront_membership",
    _lineage(),
    column("node_id", Uuid),
    column("plan_id", Uuid),
    column("source", Text),
    column("pin", Integer),
    column("order_key", BYTES),
    *_interval(),
)
popularity = table(
    "storefront_popularity", column("catalog_key", BYTES), column("plan_id", Uuid), column("weight", Double)
)
entry = table(
    "storefront_entry",
    _lineage(),
    column("kind", Text),
    column("key", BYTES),
    column("body_hash", LargeBinary),
    *_interval(),
)

HIDDEN = bindparam("hidden", type_=ARRAY(BYTES))


def holds(rows: FromClause) -> ColumnElement[bool]:
    """The row belongs to the version being read: bind `lineage` and `ordinal`."""
    return and_(
        rows.c.lineage_id == bindparam("lineage", type_=BigInteger),
        rows.c.from_ordinal <= bindparam("ordinal", type_=Integer),
        rows.c.until_ordinal > bindparam("ordinal", type_=Integer),
    )


def on_sale(plans: FromClause) -> ColumnElement[bool]:
    """Active and within its dates on the day asked: bind `today`."""
    today = bindparam("today", type_=Date)
    return and_(
        plans.c.status == "active",
        or_(plans.c.effective_from.is_(None), plans.c.effective_from <= today),
        or_(plans.c.effective_to.is_(None), plans.c.effective_to > today),
    )
