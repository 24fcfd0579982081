"""Products and rate plans on their way in: COPY into temporary tables, checked there set-wise, then merged.

(COPY straight into the tables is refused under row-level security.) Rows go in by id, so that two transactions
meeting on the same ones wait for each other instead of deadlocking. A row that says what is already there is not
touched: its revision stays.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson
from psycopg import Connection
from sqlalchemy import text

from catalog_admin.kit.work import Work
from catalog_admin.products.model.documents import PlanBody, ProductBody
from catalog_admin.products.model.ids import id_text

_TABLES = """
CREATE TEMP TABLE IF NOT EXISTS stage_product (
    line bigint, id uuid, key text, name jsonb, status text, effective_from date, effective_to date,
    tags jsonb, attributes jsonb, one_time jsonb
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS stage_plan (
    line bigint, at text, id uuid, key text, product_id uuid, product text, sku text, name jsonb, status text,
    effective_from date, effective_to date, tags jsonb, attributes jsonb, charges jsonb, implied boolean
) ON COMMIT DROP;
TRUNCATE stage_product, stage_plan
"""
_STATED = ("name", "status", "effective_from", "effective_to", "tags", "attributes")
_PRODUCT = (*_STATED, "one_time")
_PLAN = ("product_id", "sku", *_STATED, "charges", "implied")

# Ten thousand lookups by key cost the same whatever the size of the table; a hash join reads all of it every time.
_LOOK_UP = text("SELECT set_config('enable_hashjoin', :joins, true), set_config('enable_mergejoin', :joins, true)")
_STATISTICS = text("SELECT refresh_product_statistics()")
# Both id and key are named, so that every index the planner may take is a unique one.
_MISSING_PRODUCTS = text(
    "SELECT d.product FROM (SELECT DISTINCT product_id, product FROM stage_plan) d WHERE NOT EXISTS"
    " (SELECT FROM product p WHERE p.id = d.product_id AND p.key = d.product AND p.deleted_at IS NULL)"
)
_OF_PRODUCTS = text("SELECT line, at, key, product FROM stage_plan WHERE product = ANY(:missing)")
_MOVED = text(
    "SELECT s.line, s.at, s.key, s.product, t.implied IS DISTINCT FROM s.implied AS implied"
    " FROM stage_plan s JOIN rate_plan t ON t.id = s.id AND t.key = s.key"
    " WHERE t.deleted_at IS NULL AND (t.product_id <> s.product_id OR t.implied <> s.implied)"
)
DROP_LINES = "DELETE FROM stage_{what} WHERE line = ANY(:lines)"
# A good that is not simply bought any more loses the plan this implied.
DROP_IMPLIED = text(
    "UPDATE rate_plan r SET deleted_at = clock_timestamp(), revision = r.revision + 1, updated_at = now()"
    " FROM stage_product s WHERE r.product_id = s.id AND r.key = s.key AND r.implied AND r.deleted_at IS NULL"
    " AND s.one_time IS NULL"
)


def _merge(table: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(columns)
    there = ", ".join(f"t.{column}" for column in columns)
    new = ", ".join(f"excluded.{column}" for column in columns)
    settings = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"""
    WITH done AS (
        INSERT INTO {table} AS t (id, key, {listed}) SELECT id, key, {listed} FROM stage_{table} ORDER BY id
        ON CONFLICT (tenant_id, environment_id, id) DO UPDATE
            SET {settings}, revision = t.revision + 1, updated_at = now(), deleted_at = NULL
            WHERE ({there}) IS DISTINCT FROM ({new}) OR t.deleted_at IS NOT NULL
        RETURNING id, xmax = 0 AS is_new
    )
    SELECT s.line, done.is_new FROM done JOIN stage_{table} s USING (id)
    """  # noqa: S608 - names of our own


MERGE_PRODUCTS = text(_merge("product", _PRODUCT))
MERGE_PLANS = text(_merge("rate_plan", _PLAN).replace("stage_rate_plan", "stage_plan"))


def copy_in(work: Work, products: list[bytes], plans: list[bytes]) -> None:
    connection: Any = work.session.connection().connection.driver_connection
    connection.execute(_TABLES)
    _copy(connection, "stage_product", products)
    _copy(connection, "stage_plan", plans)


def look_up(work: Work, *, nested: bool) -> tuple[list[Any], list[Any]]:
    """Staged plans whose product does not exist, and those that would take a plan away from another product.

    Nested plans come with their product.
    """
    session = work.session
    session.execute(_LOOK_UP, {"joins": "off"})
    missing = [] if nested else list(session.scalars(_MISSING_PRODUCTS))
    moved = list(session.execute(_MOVED))
    session.execute(_LOOK_UP, {"joins": "on"})
    return list(session.execute(_OF_PRODUCTS, {"missing": missing})) if missing else [], moved


def refresh_statistics(work: Work) -> None:
    """Without them the planner takes a table filled by this transaction for an empty one."""
    work.session.execute(_STATISTICS)


def merge(work: Work) -> tuple[set[int], set[int]]:
    """Lines that brought something new, and lines that changed something. Products first: plans refer to them."""
    session = work.session
    new_products, changed_products = _split(session.execute(MERGE_PRODUCTS))
    session.execute(DROP_IMPLIED)
    new_plans, changed_plans = _split(session.execute(MERGE_PLANS))
    nested = {line for (line,) in session.execute(text("SELECT line FROM stage_product"))}
    created = new_products | (new_plans - nested)
    return created, (changed_products | changed_plans | (new_plans & nested)) - created


def drop_lines(work: Work, lines: Iterable[int]) -> None:
    for what in ("product", "plan"):
        work.session.execute(text(DROP_LINES.format(what=what)), {"lines": list(lines)})


def product_line(line: int, body: ProductBody) -> bytes:
    return _fields(
        line,
        id_text("product", body.key),
        body.key,
        body.name,
        body.status,
        body.effective_from,
        body.effective_to,
        body.tags,
        body.attributes,
        body.one_time,
    )


def plan_line(line: int, at: str, body: PlanBody) -> bytes:
    return _fields(
        line,
        at,
        id_text("plan", body.key),
        body.key,
        _product_id(body.product),
        body.product,
        body.sku,
        body.name,
        body.status,
        body.effective_from,
        body.effective_to,
        body.tags,
        body.attributes,
        body.charges,
        "t" if body.implied else "f",
    )


@lru_cache(maxsize=50_000)
def _product_id(key: str) -> str:
    return id_text("product", key)


def _fields(*values: Any) -> bytes:
    """One line of COPY's text format; the only thing to escape is a backslash, as no value holds a raw tab or end."""
    parts = [
        b"" if value is None else value.encode() if type(value) is str else orjson.dumps(value) for value in values
    ]
    return b"\t".join(parts).replace(b"\\", b"\\\\")


def _copy(connection: Connection, table: str, lines: list[bytes]) -> None:
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (NULL '')") as copy:
        copy.write(b"\n".join(lines) + b"\n")


def _split(rows: Iterable[Any]) -> tuple[set[int], set[int]]:
    created: set[int] = set()
    changed: set[int] = set()
    for line, is_new in rows:
        (created if is_new else changed).add(line)
    return created, changed
