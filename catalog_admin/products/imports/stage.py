"""Products and rate plans on their way in: COPY into temporary tables, checked there set-wise, then merged.

(COPY straight into the tables is refused under row-level security.) Rows go in by id, so that two transactions
meeting on the same ones wait for each other instead of deadlocking. A row that says what is already there is not
touched: its revision stays.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
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
    line bigint, at text, id uuid, key text, product_id uuid, product text, sku text, status text,
    effective_from date, effective_to date, implied boolean, name jsonb, tags jsonb, attributes jsonb, charges jsonb
) ON COMMIT DROP;
TRUNCATE stage_product, stage_plan
"""
_STATED = ("name", "status", "effective_from", "effective_to", "tags", "attributes")
_PRODUCT = (*_STATED, "one_time")
_PLAN = ("product_id", "sku", *_STATED, "charges", "implied")

_NOT_MOVED = "t.product_id = excluded.product_id AND t.implied = excluded.implied"

# Thousands of lookups by key cost the same whatever the size of the table; a hash join reads all of it every time.
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


def _merge(table: str, columns: tuple[str, ...], asked: str, may_change: str = "true") -> str:
    """Asks of the rows `done`, which were new or changed."""
    listed = ", ".join(columns)
    there = ", ".join(f"t.{column}" for column in columns)
    new = ", ".join(f"excluded.{column}" for column in columns)
    settings = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"""
    WITH done AS (
        INSERT INTO {table} AS t (id, key, {listed}) SELECT id, key, {listed} FROM stage_{table} ORDER BY id
        ON CONFLICT (tenant_id, environment_id, id) DO UPDATE
            SET {settings}, revision = t.revision + 1, updated_at = now(), deleted_at = NULL
            WHERE t.deleted_at IS NOT NULL OR (({there}) IS DISTINCT FROM ({new}) AND {may_change})
        RETURNING id, xmax = 0 AS is_new
    )
    {asked}
    """.replace("stage_rate_plan", "stage_plan")  # noqa: S608 - names of our own


_BY_LINE = "SELECT s.line, done.is_new FROM done JOIN stage_{} s USING (id)"
_COUNTED = "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM done"
MERGE_PRODUCTS = text(_merge("product", _PRODUCT, _BY_LINE.format("product")))
MERGE_PLANS = text(_merge("rate_plan", _PLAN, _BY_LINE.format("plan")))
MERGE_PLANS_ALONE = text(_merge("rate_plan", _PLAN, _COUNTED, _NOT_MOVED))


def copy_in(work: Work, products: list[bytes], plans: list[bytes]) -> None:
    connection: Any = work.session.connection().connection.driver_connection
    connection.execute(_TABLES)
    _copy(connection, "stage_product", products)
    _copy(connection, "stage_plan", plans)


def without_product(work: Work) -> Sequence[Any]:
    """Staged plans whose product does not exist."""
    with _by_index(work):
        missing = list(work.session.scalars(_MISSING_PRODUCTS))
    return work.session.execute(_OF_PRODUCTS, {"missing": missing}).all() if missing else []


def moved(work: Work) -> Sequence[Any]:
    """Staged plans that would take a plan away from another product."""
    with _by_index(work):
        return work.session.execute(_MOVED).all()


@contextmanager
def _by_index(work: Work) -> Iterator[None]:
    work.session.execute(_LOOK_UP, {"joins": "off"})
    yield
    work.session.execute(_LOOK_UP, {"joins": "on"})


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


def merge_plans(work: Work) -> tuple[int, int]:
    """How many are new and how many have changed; what another product has is left alone."""
    created, updated = work.session.execute(MERGE_PLANS_ALONE).one()
    return created, updated


def drop_lines(work: Work, lines: Collection[int]) -> None:
    if not lines:
        return
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
    """As `_fields` would say it: a million lines pass through here."""
    key, product = body.key, body.product
    texts = (
        f"{line}\t{at}\t{id_text('plan', key)}\t{key}\t{_product_id(product)}\t{product}\t{body.sku or ''}"
        f"\t{body.status}\t{body.effective_from or ''}\t{body.effective_to or ''}\t{'t' if body.implied else 'f'}"
    )
    documents = map(orjson.dumps, (body.name, body.tags, body.attributes, body.charges))
    return b"\t".join((texts.encode(), *documents)).replace(b"\\", b"\\\\")


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
