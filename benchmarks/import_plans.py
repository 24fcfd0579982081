"""Rate plans out of a file: read, checked against the registry, written; against the writing alone.

The floor is COPY of the very rows the import makes, ready-made, into a staging table, and one upsert from there,
by the service role under the same row-level security, into the same table with the same indexes.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import plans, stock_products, take, write_rows
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import Place
from catalog_admin.products.imports import Of

BAR = Bar("at most", 2.0)
REDUCED, FULL = 20_000, 1_000_000
COLUMNS = (
    "id, key, product_id, sku, name, status, effective_from, effective_to, tags, attributes, charges, implied, revision"
)
STAGE = f"CREATE TEMP TABLE stage ON COMMIT DROP AS SELECT {COLUMNS} FROM rate_plan LIMIT 0"  # noqa: S608
UPSERT = f"""
    INSERT INTO rate_plan AS t ({COLUMNS}) SELECT {COLUMNS} FROM stage
    ON CONFLICT (tenant_id, environment_id, id) DO UPDATE SET
        product_id = excluded.product_id, sku = excluded.sku, name = excluded.name, status = excluded.status,
        effective_from = excluded.effective_from, effective_to = excluded.effective_to, tags = excluded.tags,
        attributes = excluded.attributes, charges = excluded.charges, revision = t.revision + 1
"""  # noqa: S608


def run(here: Place, *, full: bool) -> list[Result]:
    return [measured(here, FULL if full else REDUCED, ROUNDS)]


def measured(here: Place, count: int, rounds: int) -> Result:
    with TemporaryDirectory() as name:
        folder = Path(name)
        stock_products(here, folder, count)
        file = write_rows(folder / "plans.ndjson", plans(count))
        assert take(here, file, Of.RATE_PLANS) == count
        ready = _kept(here, folder / "plans.copy")
        value, floor = in_turn(lambda: _imported(here, file), lambda: _copied(here, ready), rounds, is_warm=True)
    note = f"{count:,} rate plans, {count / value:,.0f} a second"
    return result("import.plans", value=value, floor=floor, unit="s", bar=BAR, n=rounds, note=note)


def _kept(here: Place, file: Path) -> Path:
    """What the import has written, in COPY's own format, in the order of the file it came from."""
    order = "substr(key, 4)::int"
    with here.admin() as connection, connection.cursor() as cursor, file.open("wb") as out:
        query = f"COPY (SELECT {COLUMNS} FROM rate_plan ORDER BY {order}) TO STDOUT"  # noqa: S608
        with cursor.copy(query) as copy:
            out.writelines(copy)
    return file


def _imported(here: Place, file: Path) -> float:
    _emptied(here)
    return seconds(lambda: take(here, file, Of.RATE_PLANS))


def _copied(here: Place, ready: Path) -> float:
    _emptied(here)

    def copy_and_upsert() -> None:
        with here.service() as connection, connection.cursor() as cursor, ready.open("rb") as lines:
            cursor.execute(STAGE)
            with cursor.copy("COPY stage FROM STDIN") as copy:
                while chunk := lines.read(1 << 20):
                    copy.write(chunk)
            cursor.execute(UPSERT)

    return seconds(copy_and_upsert)


def _emptied(here: Place) -> None:
    with here.admin() as connection:
        connection.execute("TRUNCATE rate_plan")
    here.settle()
