"""Published content cannot be changed: not by the service, not by the tables' owner."""

# ruff: noqa: S608 - the tables' names are our own

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from catalog_admin.kit.schema import sqlalchemy_url
from catalog_admin.kit.work import Database
from tests.publishing.conftest import committed
from tests.publishing.shop import Shop

FILLED = ("node", "slug", "count", "plan", "membership", "entry", "leaf")
INTERVALS = tuple(f"published_{table}" for table in FILLED)
FROZEN = ("body", "lineage", "version", "publication", "release", "release_catalog", "environment_move")


@pytest.fixture(scope="module")
def owner_url(real_url: str) -> str:
    return sqlalchemy_url(real_url).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def published(real_database: Database) -> Shop:
    """Two versions, so that there are closed rows as well as open ones; every test tries and fails to change them."""
    real_shop = committed(real_database)
    real_shop.publish()
    real_shop.change("sensors", meta={"displayName": "Other", "slug": {"en": "other"}})
    real_shop.unassign("sensors", "c")
    real_shop.replace("a", name={"en": "Another A"})
    real_shop.rule("heavies", "weight > 11")
    real_shop.publish()
    return real_shop


def refused(connection: Connection, statement: str) -> str:
    with pytest.raises(DBAPIError) as refusal, connection.begin_nested():
        connection.execute(text(statement))
    return str(refusal.value.orig)


@pytest.mark.parametrize("table", [*INTERVALS, *FROZEN, "lineage_ordinal"])
def test_the_service_may_neither_change_nor_delete(published: Shop, table: str) -> None:
    with published.work() as work:
        connection = work.session.connection()
        for statement in (
            f"UPDATE {table} SET tenant_id = tenant_id",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            assert "permission denied" in refused(connection, statement)


@pytest.mark.parametrize("table", [*INTERVALS, *FROZEN, "lineage_ordinal"])
def test_the_owner_may_not_either(published: Shop, owner_url: str, table: str) -> None:
    engine = create_engine(owner_url, poolclass=NullPool)
    mine = f"tenant_id = '{published.world.tenant}'"
    with engine.connect() as connection, connection.begin():
        assert connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {mine}"))
        for statement in (
            f"UPDATE {table} SET tenant_id = gen_random_uuid() WHERE {mine}",
            f"DELETE FROM {table} WHERE {mine}",
            f"TRUNCATE {table} CASCADE",
        ):
            assert "refused" in refused(connection, statement)


@pytest.mark.parametrize("table", INTERVALS)
def test_sealed_intervals_are_neither_closed_nor_opened_again(published: Shop, table: str) -> None:
    with published.work() as work:
        connection = work.session.connection()
        open_rows = f"UPDATE {table} SET until_ordinal = 3 WHERE until_ordinal = 2147483647"
        assert "sealed" in refused(connection, open_rows)
        assert work.session.scalar(text(f"SELECT count(*) FROM {table} WHERE until_ordinal = 2"))
        closed_rows = f"UPDATE {table} SET until_ordinal = 2147483647 WHERE until_ordinal = 2"
        assert "sealed" in refused(connection, closed_rows)


@pytest.mark.parametrize("table", INTERVALS)
@pytest.mark.parametrize("ordinal", [2, 3])
def test_nothing_is_added_to_an_ordinal_that_is_not_being_filled(published: Shop, table: str, ordinal: int) -> None:
    with published.work() as work:
        columns = ", ".join(
            work.session.scalars(
                text(
                    "SELECT column_name FROM information_schema.columns"
                    " WHERE table_name = :table AND column_name NOT IN ('from_ordinal', 'until_ordinal')"
                ),
                {"table": table},
            )
        )
        again = (
            f"INSERT INTO {table} ({columns}, from_ordinal)"
            f" SELECT {columns}, {ordinal} FROM {table} WHERE from_ordinal = 1 AND until_ordinal > 2 LIMIT 1"
        )
        assert "only at the ordinal being filled" in refused(work.session.connection(), again)


def test_however_many_rows_a_statement_adds_the_ordinal_being_filled_is_asked_for_once(
    published: Shop, owner_url: str
) -> None:
    said = {"tenant": published.world.tenant}
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as undone:
        connection.execute(text("SET LOCAL track_functions = 'all'"))
        begun = (
            "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal)"
            " SELECT tenant_id, lineage_id, 3 FROM lineage_ordinal WHERE tenant_id = :tenant AND ordinal = 2"
        )
        connection.execute(text(begun), said)
        many = (
            "INSERT INTO published_leaf (tenant_id, lineage_id, from_ordinal, leaf, hash)"
            " SELECT tenant_id, lineage_id, ordinal, generate_series(0, 999), sha256('') FROM lineage_ordinal"
            " WHERE tenant_id = :tenant AND ordinal = 3"
        )
        connection.execute(text(many), said)
        asked = "SELECT calls FROM pg_stat_xact_user_functions WHERE funcname = 'filling_ordinal'"
        assert connection.scalar(text(asked)) == 1
        undone.rollback()


def test_ordinals_are_made_unsealed_and_one_after_the_other(published: Shop) -> None:
    with published.work() as work:
        connection = work.session.connection()
        sealed = (
            "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal, digest, sealed_at)"
            " SELECT tenant_id, lineage_id, 3, digest, now() FROM lineage_ordinal WHERE ordinal = 2"
        )
        assert "refused" in refused(connection, sealed)
        skipping = (
            "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal)"
            " SELECT tenant_id, lineage_id, 9 FROM lineage_ordinal WHERE ordinal = 2"
        )
        assert "refused" in refused(connection, skipping)
        renamed = "UPDATE lineage_ordinal SET started_at = now()"
        assert "refused" in refused(connection, renamed)


def test_a_version_is_the_digest_of_its_sealed_ordinal(published: Shop) -> None:
    with published.work() as work:
        forged = (
            "INSERT INTO version"
            " (tenant_id, digest, lineage_id, ordinal, catalog_key, entries, nodes, plans, memberships)"
            " SELECT tenant_id, sha256('forged'), lineage_id, ordinal + 7, catalog_key, 1, 1, 1, 1 FROM version LIMIT 1"
        )
        assert "foreign key" in refused(work.session.connection(), forged)


def test_only_unsealed_ordinals_are_aborted(published: Shop) -> None:
    with published.work() as work:
        aborted = "SELECT abort_publish(lineage_id) FROM lineage"
        assert work.session.scalar(text(aborted)) is None
    assert published.live().ordinal == 2
