"""What all tables share: one metadata with stable names, and the columns that row-level security reads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

# Where the revisions of things begin that are dropped for good and made again under the same key: in microseconds,
# so that what somebody saw of the old one never names a state of the new one.
BIRTH = text("(extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Xid8(UserDefinedType[str]):
    """A transaction's number, as text; the database alone makes and compares it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


ischema_names["xid8"] = Xid8  # so that a migrated database can be compared with the classes


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


class OfTenant:
    """Rows of one tenant; first in every key, so covering indexes contain it."""

    tenant_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("nullif(current_setting('app.tenant', true), '')::uuid")
    )


class Changing:
    """Rows that say in which transaction they changed last: `kit.changes` finds those that changed since a snapshot."""

    changed_in: Mapped[str] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))


class OfEnvironment(OfTenant):
    """Draft rows: one environment of one tenant."""

    environment_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("nullif(current_setting('app.environment', true), '')::uuid")
    )
