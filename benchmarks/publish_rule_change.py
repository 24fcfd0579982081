"""A publish after one rule of fifty has been edited; against Polars on ready columns, and COPY of what that changes.

The edit moves the discounts that the rule asks for by a quarter of their range: a quarter of the rate plans it let in
leave its shelf, about as many come, and nothing else changes.
"""

import polars as pl
from psycopg import sql

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import Place
from benchmarks.rules_setwise import by_hand
from benchmarks.shelves import Size, lay_down_rule, least_of, publish, published
from catalog_admin.catalogs import rate_plans

BAR = Bar("at most", 4)
SIZES = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
REDUCED = {"plan_count": 40_000, "node_count": 4_000, "rule_count": 50}
RULE, STEP = 0, 5
READ = ("discountPercent", "ipRating", "region", "status", "wattage")
MEMBERS, TWIN = "published_membership", "floor_membership"
# In COPY's own format, whatever began or ended with the newest version; each row once.
CHANGED = f"""
    COPY (SELECT m.* FROM {MEMBERS} m, (SELECT max(ordinal) AS newest FROM lineage_ordinal) o
        WHERE m.from_ordinal = newest OR m.until_ordinal = newest) TO STDOUT
"""  # noqa: S608 - names of our own


def run(here: Place, *, full: bool) -> list[Result]:
    return [measured(here, SIZES if full else REDUCED, ROUNDS)]


def measured(here: Place, size: Size, rounds: int) -> Result:
    with published(here, size) as there:
        edits = _Edits(there)
        value, floor = in_turn(edits.published, edits.floor, rounds)
    note = f"{size['plan_count']:,} rate plans, {size['rule_count']} rules, {edits.changed:,} memberships come or go"
    return result("publish.rule_change", value=value, floor=floor, unit="s", bar=BAR, n=rounds, note=note)


class _Edits:
    """One after the other; `changed` is how many memberships the last one made come or go."""

    def __init__(self, here: Place) -> None:
        self.here, self.least, self.changed = here, least_of(RULE), 0
        with here.work() as work:
            self.plans = rate_plans.columns(work, READ)
        with here.admin() as connection:
            connection.execute(f"CREATE TABLE {TWIN} (LIKE {MEMBERS} INCLUDING ALL)")

    def published(self) -> float:
        self.least = (self.least + STEP) % 80
        with self.here.work() as work:
            lay_down_rule(work, RULE, self.least)
        return seconds(lambda: publish(self.here))

    def floor(self) -> float:
        """Who is on the shelf, worked out where columns lie in memory; and ready rows into a table that holds none."""
        rows = self._rows()
        self.changed = rows.count(b"\n")
        with self.here.admin() as connection:
            connection.execute(f"TRUNCATE {TWIN}")
        return seconds(self._on_the_shelf) + seconds(lambda: self._written(rows))

    def _rows(self) -> bytes:
        with self.here.admin() as connection, connection.cursor() as cursor, cursor.copy(CHANGED) as copy:
            return b"".join(copy)

    def _on_the_shelf(self) -> pl.DataFrame:
        return self.plans.lazy().filter(by_hand(RULE, self.least)).select("plan_id", "key").collect()

    def _written(self, rows: bytes) -> None:
        into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(TWIN))
        with self.here.admin() as connection, connection.cursor() as cursor, cursor.copy(into) as copy:
            copy.write(rows)
