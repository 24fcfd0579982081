"""When statistics are behind, who may bring them up to date, and of what."""

import psycopg
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from catalog_admin.kit import statistics
from catalog_admin.kit.statistics import Filled
from catalog_admin.kit.work import Database, Work
from tests.database import libpq
from tests.world import World

FUNCTIONS = ("statistics_of", "refresh_statistics")


@pytest.mark.parametrize(
    ("rows", "held", "expected", "is_news"),
    [
        (5_000, -1, 1, True),  # nobody has counted the table yet
        (5_000, 20_000, 5_000, True),  # autovacuum would count it now
        (5_000, 100_000, 5_000, False),
        (5_000, 100_000, 1, True),  # a second catalog, small beside the first: nobody has heard of it
        (5_000, 100_000_000, 1, False),  # so small that a sample would not show it
    ],
)
def test_what_is_much_or_unheard_of_is_news(rows: int, held: float, expected: float, *, is_news: bool) -> None:
    assert Filled("published_node", rows).is_news(held, expected) is is_news


def test_of_few_rows_nobody_asks(work: Work) -> None:
    asked: list[Work] = []

    def transaction() -> Work:
        asked.append(work)
        return work

    assert statistics.behind(transaction, [Filled("published_node", 999, 1, 1)]) == []
    assert not asked


def test_of_rows_nobody_has_counted_one_is_expected(work: Work) -> None:
    known = text("SELECT held, expected FROM statistics_of('published_node', 1, 1)")
    held, expected = work.session.execute(known).one()
    assert held <= 0
    assert expected <= 1


REFUSED = ("tenant", "audit_entry", "pg_class", "public.node", "node (key)", "node; DROP TABLE node", "", None)


@pytest.mark.parametrize("table", REFUSED)
@pytest.mark.parametrize("call", ["refresh_statistics(:table)", "statistics_of(:table, 1, 1)"])
def test_nothing_else_is_counted_or_told_of(work: Work, call: str, table: str | None) -> None:
    with pytest.raises(ProgrammingError, match="no statistics"), work.session.begin_nested():
        work.session.execute(text(f"SELECT {call}"), {"table": table})


def test_a_table_of_the_callers_own_is_not_taken_for_the_one_that_is_meant(work: Work) -> None:
    work.session.execute(text("CREATE TEMP TABLE node AS SELECT generate_series(1, 10) AS id"))
    work.session.execute(text("SELECT refresh_statistics('node')"))
    counted = "SELECT reltuples FROM pg_class WHERE oid = 'pg_temp.node'::regclass"
    assert work.session.scalar(text(counted)) == -1


def test_the_service_may_count_nothing_by_itself(work: Work) -> None:
    """PostgreSQL warns and passes over what somebody else owns."""
    before = work.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'environment'"))
    work.session.execute(text("ANALYZE environment"))
    assert work.session.scalar(text("SELECT count(*) FROM environment"))
    assert work.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'environment'")) == before


def test_only_the_service_may_ask(admin_url: str) -> None:
    with psycopg.connect(libpq(admin_url)) as connection:
        for name in FUNCTIONS:
            [(definer, settings, rights)] = connection.execute(
                "SELECT prosecdef, proconfig, proacl::text FROM pg_proc WHERE proname = %s", (name,)
            ).fetchall()
            assert definer
            assert settings == ["search_path=public, pg_temp"]
            assert not rights.startswith("{=")
            assert ",=X" not in rights


def test_what_goes_wrong_is_logged_and_nothing_more(database: Database, world: World) -> None:
    def transaction() -> Work:
        return database.work(world.actor, world.environment)

    with structlog.testing.capture_logs() as logs:
        statistics.refresh(transaction, "tenant")
        assert statistics.behind(transaction, [Filled("tenant", 5_000)]) == []
    assert [(each["event"], each["log_level"]) for each in logs] == [
        ("statistics.not_refreshed", "warning"),
        ("statistics.unknown", "warning"),
    ]
