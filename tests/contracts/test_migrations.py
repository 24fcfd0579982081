"""The database's history: from empty, in one line, like the mapped classes, and no burden to who works meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from catalog_admin.kit import migrating, schema
from catalog_admin.tables import metadata
from tests.database import WAITING, at, fresh_database, libpq

FIRST_RELEASE = "07"
SECONDS = 30
TABLES = ("tenant", "environment", "audit_entry", "stored_reply", "upload", "job", "node")


@pytest.fixture
def owner(admin_url: str) -> Iterator[Engine]:
    engine = create_engine(schema.sqlalchemy_url(admin_url), poolclass=NullPool)
    yield engine
    engine.dispose()


def _is_mapped(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
    """Tables without a mapped class (written by SQL alone) are none of Alembic's business."""
    return kind != "table" or name in metadata.tables


def test_history_is_one_line() -> None:
    assert ScriptDirectory(str(migrating.MIGRATIONS)).get_heads() == [migrating.head()]


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
        with pytest.raises(migrating.DatabaseIsNewer):
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


@pytest.fixture
def old(server_url: str) -> Iterator[str]:
    """A database as the release before left it."""
    with fresh_database(server_url, "test_old_release", migrated=False) as url:
        migrate_to(url, FIRST_RELEASE)
        yield url


def migrate_to(url: str, revision: str) -> None:
    upgrade = migrating.upgrade
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(migrating, "upgrade", lambda connection, service: upgrade(connection, service, to=revision))
        schema.prepare(url)


def ask(url: str, question: str) -> object:
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        answer = connection.execute(question)  # type: ignore[arg-type]
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def is_soon(url: str, question: str) -> None:
    until = monotonic() + SECONDS
    while not ask(url, question):
        assert monotonic() < until, question
        sleep(0.02)


def test_what_a_version_was_known_by_is_known_by_sixteens_afterwards(server_url: str) -> None:
    """Leaves 0x0105 and 0x010F of one twig, 0x0113 of the next: number and hash, whole and in order."""
    leaves = {number: number.to_bytes(2, "big") + bytes([number % 256]) * 32 for number in (0x0105, 0x010F, 0x0113)}
    with fresh_database(server_url, "test_twigs", migrated=False) as url:
        migrate_to(url, "28")
        with psycopg.connect(libpq(url)) as connection:
            connection.execute("SET session_replication_role = replica")  # no lineage is needed to hold its hashes
            connection.execute(
                "INSERT INTO tip_middle (tenant_id, lineage_id, middle, hash, leaves)"
                " VALUES (gen_random_uuid(), 1, 1, sha256(''), %s)",
                [b"".join(leaves.values())],
            )
        schema.prepare(url)
        with psycopg.connect(libpq(url)) as connection:
            found = dict(connection.execute("SELECT twig, leaves FROM tip_twig").fetchall())
    assert found == {0x010: leaves[0x0105] + leaves[0x010F], 0x011: leaves[0x0113]}


def test_two_processes_that_migrate_at_once_both_end_well(old: str) -> None:
    program = "import sys; from catalog_admin.kit.schema import prepare; prepare(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", program, old], stderr=subprocess.PIPE) for _ in range(2)]
    told = [each.communicate(timeout=SECONDS)[1].decode() for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    assert ask(old, "SELECT version_num FROM alembic_version") == migrating.head()


def test_the_release_before_reads_and_writes_while_an_index_is_built(old: str) -> None:
    at_it = "SELECT true FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONC%'"
    with psycopg.connect(libpq(old)) as importing, ThreadPoolExecutor(1) as aside:
        importing.execute("DELETE FROM job")  # of an hour: it holds no row, and the table as every writer does
        run = aside.submit(schema.prepare, old)
        try:
            is_soon(old, at_it + " AND query LIKE '% ON job %'")
            with psycopg.connect(libpq(old), options="-c lock_timeout=200ms") as another:
                for table in map(sql.Identifier, TABLES):
                    another.execute(sql.SQL("SELECT count(*) FROM {}").format(table))
                    another.execute(sql.SQL("UPDATE {} SET tenant_id = tenant_id").format(table))
        finally:
            importing.rollback()
        run.result(SECONDS)
    assert ask(old, "SELECT version_num FROM alembic_version") == migrating.head()


def test_a_broken_run_is_gone_on_with_where_it_broke(old: str) -> None:
    """The third of five fails behind its indexes, one of which the next run finds half built."""
    in_the_way = "sweep_finished_jobs(days integer, most integer)"
    ask(old, f"CREATE FUNCTION {in_the_way} RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    with pytest.raises(ProgrammingError, match="sweep_finished_jobs"):
        schema.prepare(old)
    assert ask(old, "SELECT version_num FROM alembic_version") == "09"
    ask(old, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'job_finished_ix'::regclass")
    ask(old, f"DROP FUNCTION {in_the_way}")
    schema.prepare(old)
    assert ask(old, "SELECT version_num FROM alembic_version") == migrating.head()
    assert ask(old, "SELECT bool_and(indisvalid) FROM pg_index")


def test_a_table_that_is_held_for_long_is_asked_for_again_and_again(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "LOCK_SECONDS", 0.1)
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0.1)
    with psycopg.connect(libpq(old)) as reading, ThreadPoolExecutor(1) as aside:
        reading.execute("SELECT FROM tenant")
        monkeypatch.setattr(migrating, "TRIES", 2)
        with pytest.raises(migrating.DatabaseInUse, match="lock timeout"):
            schema.prepare(old)
        monkeypatch.setattr(migrating, "TRIES", 100)
        run = aside.submit(schema.prepare, old)
        is_soon(old, f"SELECT ({WAITING}) > 0")
        is_soon(old, f"SELECT ({WAITING}) = 0")
        reading.rollback()
        run.result(SECONDS)
    assert ask(old, "SELECT version_num FROM alembic_version") == migrating.head()
