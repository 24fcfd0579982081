"""A shop with so many nodes and rate plans that a bad plan shows, and what the plan of a statement comes to."""

from pathlib import Path
from secrets import token_hex
from typing import Any

import orjson
import psycopg
from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.jobs.imports.model import Format
from catalog_admin.kit.work import Database
from catalog_admin.products.imports import Of, import_file
from tests.database import libpq
from tests.publishing.shop import Shop, plan
from tests.world import plant

PLANS, NODES = 1_200, 1_000
ASSIGN = """
    WITH places AS (SELECT node_id, row_number() OVER (ORDER BY key) - 1 AS place FROM node WHERE tpath <> '')
    INSERT INTO assignment (node_id, rate_plan_id, effect)
    SELECT node_id, id, 'include' FROM rate_plan JOIN places
        ON place IN (right(key, 4)::int % :nodes, right(key, 4)::int * 7 % :nodes)
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND (relname ~ '^published_' OR relname = ANY(%s))"
DRAFT = ["body", "search_word", "product", "rate_plan", "node", "assignment"]


def crowded(database: Database, folder: Path) -> Shop:
    """Not yet published; two shelves for each rate plan."""
    with database.engine.begin() as connection:
        world = plant(connection, f"t-{token_hex(6)}")
    shop = Shop(database, world).open()
    shop.declare()
    bring(shop, folder, colour="noir")
    with shop.work() as work:
        rows = [TreeRow(path=path_of(number)) for number in range(NODES)]
        catalogs.import_tree(work, "shop", rows)
        work.session.execute(text(ASSIGN), {"nodes": NODES})
    return shop


def path_of(number: int) -> str:
    """Ten children a node."""
    return f"n{number}" if number < 10 else f"{path_of(number // 10 - 1)}.n{number}"


def bring(shop: Shop, folder: Path, *, colour: str) -> None:
    rows = (
        plan(f"plan-{number:04}", attributes={"weight": str(number % 7), "colour": colour}) for number in range(PLANS)
    )
    file = folder / "plans.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    report = import_file(
        shop.database, shop.world.actor, shop.world.environment, file, of=Of.RATE_PLANS, format=Format.NDJSON
    )
    assert report.changed_anything


def without_autovacuum(admin_url: str) -> None:
    """Nobody else counts these tables."""
    with psycopg.connect(libpq(admin_url), autocommit=True) as connection:
        for (table,) in connection.execute(TABLES, (DRAFT,)).fetchall():
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)".encode())


def rows_met(plan: dict[str, Any]) -> int:
    """By every step of an executed plan: rows it gave, and rows it looked at for nothing."""
    removed = sum(count for name, count in plan.items() if name.startswith("Rows Removed by"))
    mine = (plan["Actual Rows"] + removed) * plan["Actual Loops"]
    return int(mine) + sum(map(rows_met, plan.get("Plans", ())))
