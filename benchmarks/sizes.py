"""How many bytes a row takes where it lies, its indexes included; and what a large shop amounts to by that.

Nothing is compared: whoever plans a disk multiplies. Counted after one publish, vacuumed, before anything has changed.
"""

from benchmarks.measure import Result, reported
from benchmarks.place import Place
from benchmarks.publish_full import ROWS
from benchmarks.shelves import Size, published

FULL = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
REDUCED = {"plan_count": 10_000, "node_count": 1_000, "rule_count": 20}
DRAFT = ("product", "rate_plan", "node", "assignment")
LARGEST = ("body", "published_node", "published_plan", "published_membership")  # the others are small change
# Partitions count to what they are parts of.
BYTES = """
    SELECT coalesce(sum(pg_total_relation_size(relid)), pg_total_relation_size('{table}'))
    FROM pg_partition_tree('{table}')
"""
COUNT = "SELECT count(*) FROM {table}"
LARGE = 1_000_000


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, FULL if full else REDUCED)


def measured(here: Place, size: Size) -> list[Result]:
    with published(here, size) as there:
        counted = {table: _counted(there, table) for table in (*DRAFT, *ROWS)}
    return [
        *(_row(table, *counted[table]) for table in (*DRAFT, *LARGEST)),
        _shop("draft", DRAFT, counted, size["plan_count"]),
        _shop("published", ROWS, counted, size["plan_count"]),
    ]


def _counted(here: Place, table: str) -> tuple[int, int]:
    """Rows and bytes."""
    with here.admin() as connection:
        rows = connection.execute(COUNT.format(table=table).encode()).fetchall()[0][0]
        taken = connection.execute(BYTES.format(table=table).encode()).fetchall()[0][0]
    return int(rows), int(taken)


def _row(table: str, rows: int, taken: int) -> Result:
    return reported(f"sizes.{table}", value=taken / max(rows, 1), unit="bytes/row", n=rows, note=f"{rows:,} rows")


def _shop(what: str, tables: tuple[str, ...], counted: dict[str, tuple[int, int]], plans: int) -> Result:
    taken = sum(counted[table][1] for table in tables) / plans * LARGE / 1e9
    rows = sum(counted[table][0] for table in tables)
    note = f"{LARGE:,} rate plans, {rows / plans:.1f} rows for each of them"
    return reported(f"sizes.{what}", value=taken, unit="GB", n=rows, note=note)
