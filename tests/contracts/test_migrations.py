"""The database's history: from empty, in one line, and equal to the mapped classes."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from catalog_admin.kit import schema
from catalog_admin.tables import metadata
from tests.database import at, fresh_database


@pytest.fixture
def owner(admin_url: str) -> Iterator[Engine]:
    engine = create_engine(schema.sqlalchemy_url(admin_url), poolclass=NullPool)
    yield engine
    engine.dispose()


def _is_mapped(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
    """Tables without a mapped class (written by SQL alone) are none of Alembic's business."""
    return kind != "table" or name in metadata.tables


def test_history_is_one_line() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.head()]


def test_mapped_classes_agree_with_the_migrated_database(owner: Engine) -> None:
    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_mapped, "compare_type": True})
        differences = [d for d in compare_metadata(context, metadata) if _matters(d)]
    assert differences == []


def _matters(difference: object) -> bool:
    """Indexes and foreign keys live in the migrations alone; columns must agree."""
    kind = difference[0] if isinstance(difference, tuple) else difference[0][0]  # type: ignore[index]
    return kind not in {"remove_index", "add_index", "remove_constraint", "add_constraint", "remove_fk", "add_fk"}


def test_preparing_a_second_time_changes_nothing(server_url: str) -> None:
    with fresh_database(server_url, "test_prepared_twice", migrated=False) as url:
        assert schema.prepare(url) == schema.prepare(url)


def test_a_database_from_the_future_is_refused(server_url: str) -> None:
    with fresh_database(server_url, "test_future", migrated=False) as url:
        schema.prepare(url)
        engine = create_engine(schema.sqlalchemy_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(schema.DatabaseIsNewer):
            schema.prepare(url)


def test_the_service_role_owns_nothing(owner: Engine, admin_url: str) -> None:
    with owner.connect() as connection:
        owned = connection.scalars(
            text(
                "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                " WHERE r.rolname LIKE '%\\_service'"
            )
        ).all()
    assert owned == []


def test_a_database_url_without_password_asks_for_the_service_url(admin_url: str) -> None:
    with pytest.raises(schema.ServicePasswordMissing):
        schema.service_url_of(schema.sqlalchemy_url("postgresql://somebody@localhost/somewhere"))


def test_urls_keep_their_database(admin_url: str) -> None:
    assert make_url(at(admin_url, "other")).database == "other"
