"""Fifty rules over all rate plans at once, as publishing runs them; against the same rules written in Polars by hand.

Both start from the same typed columns and end with the members of fifty shelves. What it takes to get the columns out
of the database is measured beside it, against COPY of a table that already has them typed.
"""

from datetime import UTC, datetime
from io import BytesIO

import polars as pl
from psycopg import sql

from benchmarks.data import RATINGS, REGIONS
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import Place
from benchmarks.shelves import CATALOG, fill, least_of
from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.judging import Judge, columns_read
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets
from catalog_admin.catalogs.population import Place as Shelf
from catalog_admin.catalogs.population import populations
from catalog_admin.catalogs.queries import catalog
from catalog_admin.catalogs.store import assignments, rulesets
from catalog_admin.predicates.setwise.columns import DECIMAL

BAR = Bar("at least", 0.4)
LOAD_BAR = Bar("at most", 4.0)
RULES = 50
REDUCED, FULL = 100_000, 1_000_000
INSTANT = datetime(2026, 7, 1, tzinfo=UTC)
# As a table would have them that is made for this and nothing else: nothing is taken out of JSON.
TYPED = """
    CREATE UNLOGGED TABLE typed_plan AS SELECT r.id, r.key, (r.attributes->>'discountPercent')::numeric AS discount,
        r.attributes->>'ipRating' AS rating, (r.attributes->'region')::text AS region, r.status,
        (r.attributes->>'wattage')::numeric AS wattage FROM rate_plan r
"""


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, FULL if full else REDUCED, ROUNDS)


def measured(here: Place, count: int, rounds: int) -> list[Result]:
    fill(here, plan_count=count, node_count=RULES + 2, rule_count=RULES)
    with here.admin() as connection:
        connection.execute(TYPED)
    here.settle()
    with here.work() as work:
        standing = rulesets.by_tpath(work.session, catalog(work, CATALOG).id)
        by_hand = assignments.frame_of(work.session, catalog(work, CATALOG).id).clear()
        compiler = Compiler(rate_plans.scope(work))
        names = sorted(columns_read(standing, compiler))

        def loaded() -> pl.DataFrame:
            return rate_plans.columns(work, names)

        plans = loaded()

        def ours() -> float:
            return seconds(lambda: _populated(Judge(plans, Compiler(compiler.scope), INSTANT), standing, by_hand))

        assert _populated(Judge(plans, Compiler(compiler.scope), INSTANT), standing, by_hand) == _written_by_hand(plans)
        value, floor = in_turn(ours, lambda: seconds(lambda: _written_by_hand(plans)), rounds)
        load, load_floor = in_turn(lambda: seconds(loaded), lambda: seconds(lambda: _typed(here)), rounds)
    note = f"{RULES} rules, {count:,} rate plans"
    rate, most = RULES * count / value / 1e6, RULES * count / floor / 1e6
    return [
        result("rules.setwise", value=rate, floor=most, unit="M/s", bar=BAR, n=rounds, note=note),
        result("rules.columns", value=load, floor=load_floor, unit="s", bar=LOAD_BAR, n=rounds, note=note),
    ]


def _populated(judge: Judge, standing: dict[str, Ruleset], by_hand: pl.DataFrame) -> int:
    """How many memberships there are, of all fifty shelves."""
    places = [Shelf(str(each.node_id), tpath) for tpath, each in standing.items()]
    return sum(found.height for found in populations(judge, Rulesets(standing), places, by_hand))


def _written_by_hand(plans: pl.DataFrame) -> int:
    """One pass with all rules in it, then the rate plans of each that it is true of."""
    told = (
        plans.lazy().select(by_hand(number, least_of(number)).alias(str(number)) for number in range(RULES)).collect()
    )
    named = plans.select("plan_id", "key")
    return sum(named.filter(told[str(number)]).height for number in range(RULES))


def by_hand(number: int, least: int) -> pl.Expr:
    """What benchmarks.shelves says in the words of the rule language."""
    return (
        pl.col("region").list.contains(REGIONS[number % 5])
        & (pl.col("discountPercent") >= pl.lit(least, DECIMAL))
        & (pl.col("discountPercent") < pl.lit(least + 20, DECIMAL))
        & ((pl.col("ipRating") == RATINGS[number % 4]) | (pl.col("wattage") < pl.lit(10, DECIMAL)))
        & (pl.col("status") == "active")
    )


def _typed(here: Place) -> pl.DataFrame:
    """The same columns into Polars by the same way, COPY and CSV, from where they lie ready."""
    received = BytesIO()
    query = sql.SQL("COPY typed_plan TO STDOUT (FORMAT csv)")
    with here.admin() as connection, connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            received.write(block)
    received.seek(0)
    texts = dict.fromkeys(("plan_id", "key", "discount", "rating", "region", "status", "wattage"), pl.String)
    kinds = {"discount": DECIMAL, "wattage": DECIMAL}
    return pl.read_csv(received, has_header=False, schema=texts).with_columns(
        *(pl.col(name).cast(kind) for name, kind in kinds.items()), pl.col("region").str.json_decode(pl.List(pl.String))
    )
