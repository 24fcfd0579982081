"""A version that has just been published is read as if it had always been there: what was written has been counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
import structlog
from sqlalchemy import event

from catalog_admin.kit import statistics
from catalog_admin.kit.work import Database, Reads
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import history, outline, queries, storage
from catalog_admin.publishing.model import VersionRef
from tests.database import libpq
from tests.publishing import crowd
from tests.publishing.crowd import NODES, PLANS
from tests.publishing.shop import Shop

LARGE = ("node", "count", "plan", "membership")
# An even share of everything for each row, a few times over; everything with everything would be a million and more.
MOST_ROWS_MET = 40 * (NODES + PLANS)
SIXTH = 6


@pytest.fixture(scope="module")
def crowds(real_url: str, real_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Shop]:
    """Each of a tenant of its own, in tables that nobody else counts."""
    crowd.without_autovacuum(real_url)
    return lambda: crowd.crowded(real_database, tmp_path_factory.mktemp("crowd"))


class Opened(NamedTuple):
    shop: Shop
    version: VersionRef
    steps: list[str]


@pytest.fixture(scope="module")
def opened(crowds: Callable[[], Shop]) -> Opened:
    shop = crowds()
    return Opened(shop, *published(shop))


def told(admin_url: str, table: str, lineage: int) -> tuple[float, bool]:
    """How many rows are known, and whether this lineage is known to have many."""
    with psycopg.connect(libpq(admin_url)) as connection:
        [(rows,)] = connection.execute("SELECT reltuples FROM pg_class WHERE relname = %s", (table,)).fetchall()
        common = connection.execute(
            "SELECT %s = ANY(most_common_vals::text::bigint[]) FROM pg_stats"
            " WHERE tablename = %s AND attname = 'lineage_id'",
            (lineage, table),
        ).fetchall()
    return rows, common == [(True,)]


def published(shop: Shop) -> tuple[VersionRef, list[str]]:
    steps: list[str] = []
    served = promotions.publish(
        shop.database,
        shop.world.actor,
        shop.world.environment,
        PublishWish(shop.key),
        environment_key="dev",
        on_progress=lambda _, step: steps.append(step),
    )
    return served.version, steps


def test_after_a_first_publish_it_is_known_how_much_there_is(opened: Opened, real_url: str) -> None:
    assert "gathering statistics" in opened.steps[: opened.steps.index("sealing")]
    for table in LARGE:
        rows, is_known = told(real_url, f"published_{table}", opened.version.lineage_id)
        assert rows >= NODES
        assert is_known
    assert told(real_url, "body", 0)[0] >= NODES + PLANS


def test_an_import_leaves_the_draft_counted(opened: Opened, real_url: str) -> None:
    assert told(real_url, "rate_plan", 0)[0] >= PLANS
    with psycopg.connect(libpq(real_url)) as connection:
        columns = "SELECT count(*) FROM pg_stats WHERE tablename = 'rate_plan' AND attname IN ('sku', 'status')"
        assert connection.execute(columns).fetchall() == [(2,)]


def test_what_changes_little_is_not_counted(opened: Opened) -> None:
    opened.shop.replace("plan-0001", name={"en": "Another"})
    opened.shop.forget_tips()
    _, steps = published(opened.shop)
    assert "writing: plan rows" in steps
    assert "gathering statistics" not in steps


def test_a_catalog_that_makes_tables_hardly_grow_is_counted_too(
    crowds: Callable[[], Shop], opened: Opened, real_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As beside a catalog of millions."""
    shop = crowds()
    monkeypatch.setattr(statistics, "GROWN", float("inf"))
    ref, _ = published(shop)
    assert told(real_url, "published_membership", ref.lineage_id)[1]


def test_a_table_that_somebody_holds_keeps_no_version_from_being_published(
    crowds: Callable[[], Shop], real_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = crowds()
    monkeypatch.setattr(statistics, "PATIENCE", statistics.PATIENCE.replace("'3s'", "'100ms'"))
    with psycopg.connect(libpq(real_url)) as holder, structlog.testing.capture_logs() as logs:
        holder.execute("LOCK published_plan, published_node IN SHARE UPDATE EXCLUSIVE MODE")
        ref, _ = published(shop)
        holder.rollback()
    assert shop.live() == ref
    assert {each["table"] for each in logs} == {"published_plan", "published_node"}
    assert told(real_url, "published_membership", ref.lineage_id)[1]


def test_reading_meets_no_more_rows_than_there_are(opened: Opened, tmp_path: Path) -> None:
    shop, first = opened.shop, opened.version
    crowd.bring(shop, tmp_path, colour="blanc")
    shop.forget_tips()
    second = shop.publish().version
    node = shop.id_of(crowd.path_of(SIXTH))
    reading: dict[str, Callable[[Reads], Any]] = {
        "tree": lambda reads: queries.tree(reads, second),
        "outline": lambda reads: outline.nodes_among(reads, second, None),
        "export": lambda reads: list(queries.export(reads, second)),
        "difference": lambda reads: queries.difference(reads, first, second, limit=50),
        "back": lambda reads: queries.difference(reads, second, first, limit=50),
        "storage": lambda reads: storage.report(reads, "shop", limit=50),
        "of a rate plan": lambda reads: history.of_rate_plan(reads, "shop", "plan-0007", limit=50),
        "of a node": lambda reads: history.of_node(reads, "shop", node, limit=50),
    }
    for name, read in reading.items():
        with shop.reads() as reads:
            for statement, plan in _executed(reads, read):
                assert crowd.rows_met(plan) <= MOST_ROWS_MET, (name, statement, plan)


def _executed(reads: Reads, read: Callable[[Reads], Any]) -> list[tuple[str, dict[str, Any]]]:
    asked: list[Any] = []
    connection = reads.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    read(reads)
    analyze = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
    return [
        (statement, connection.exec_driver_sql(analyze + statement, values).scalar_one()[0]["Plan"])
        for statement, values in asked.copy()
        if statement.lstrip().startswith(("SELECT", "WITH"))
    ]
