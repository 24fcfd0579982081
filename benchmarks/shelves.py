"""A catalog full of rate plans, as a draft or published: a tree, one shelf for every plan by hand, rules on top."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import RATINGS, REGIONS, plans, stock_products, take, write_rows
from benchmarks.place import Place, Recipe
from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.catalogs.queries import catalog, node_at
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.products.imports import Of
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing.model import VersionRef

CATALOG = "bench"
CHILDREN = 10
# One statement instead of a bulk command per node; which plan stands where follows from its number.
ASSIGN = """
    WITH places AS (
        SELECT node_id, row_number() OVER (ORDER BY tpath) - 1 AS place FROM node WHERE tpath <> '' AND type = 'shelf'
    )
    INSERT INTO assignment (node_id, rate_plan_id, effect)
    SELECT node_id, id, 'include' FROM rate_plan
    JOIN places ON place = substr(key, 4)::int % (SELECT count(*) FROM places)
"""
Size = dict[str, int]


def filled(here: Place, size: Size) -> AbstractContextManager[Place]:
    """A copy of a catalog of this size that has never been published."""
    return here.copies.of(_filling(size))


def published(here: Place, size: Size) -> AbstractContextManager[Place]:
    """A copy of a catalog of this size after its first publish."""
    return here.copies.of(Recipe(_name("published", size), _publish_first, on=_filling(size)))


def publish(here: Place) -> VersionRef:
    wish = PublishWish(CATALOG)
    return promotions.publish(here.database, here.actor, here.environment, wish, environment_key="dev").version


def first_publish(here: Place) -> float:
    """Seconds that the first publish of what is published here took."""
    with here.admin() as connection:
        return float(connection.execute("SELECT seconds FROM first_publish").fetchall()[0][0])


def _publish_first(here: Place) -> None:
    started = time.perf_counter()
    publish(here)
    took = time.perf_counter() - started
    with here.admin() as connection:
        connection.execute("CREATE TABLE first_publish (seconds float)")
        connection.execute("INSERT INTO first_publish VALUES (%s)", (took,))


def _filling(size: Size) -> Recipe:
    return Recipe(_name("filled", size), partial(fill, **size))


def _name(what: str, size: Size) -> str:
    return "_".join([what, *map(str, size.values())])


def fill(here: Place, *, plan_count: int, node_count: int, rule_count: int) -> None:
    """`node_count` includes the root, and the nodes that have a rule each."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        stock_products(here, folder, plan_count)
        take(here, write_rows(folder / "plans.ndjson", plans(plan_count)), Of.RATE_PLANS)
    with here.work() as work:
        catalogs.create_catalog(work, key=CATALOG, name={"en": "Bench"}, locales=["en", "de"], currencies=["EUR"])
        catalogs.import_tree(work, CATALOG, list(_tree(node_count - rule_count - 1, rule_count)))
    _lay_down_rules(here, rule_count)
    here.settle()  # a million rate plans times ten thousand nodes, one by one, is what is planned of unknown tables
    with here.service() as connection:
        connection.execute(ASSIGN)
    here.settle()


def path_of(number: int) -> str:
    """A tree of ten children a node, filled level by level."""
    keys = []
    while number >= 0:
        keys.append(f"n{number}")
        number = number // CHILDREN - 1
    return ".".join(reversed(keys))


def _tree(shelves: int, rules: int) -> Iterator[TreeRow]:
    for number in range(shelves):
        name = {"en": f"Shelf {number}", "de": f"Regal {number}"}
        slug = {"en": f"shelf-{number}", "de": f"regal-{number}"}
        yield TreeRow(path=path_of(number), type="shelf", meta={"displayName": name, "slug": slug})
    for number in range(rules):
        yield TreeRow(path=f"rule{number}", type="collection", meta={"displayName": {"en": f"Collection {number}"}})


def _lay_down_rules(here: Place, count: int) -> None:
    with here.work() as work:
        for number in range(count):
            lay_down_rule(work, number, least_of(number))


def lay_down_rule(work: Work, number: int, least: int) -> None:
    node = node_at(work, catalog(work, CATALOG), f"rule{number}")
    catalogs.put_ruleset(
        work, node.id, [SaidRule("in", "include", _rule(number, least), "/rules/0")], [], Expected("*")
    )


def least_of(number: int) -> int:
    return number * 3 % 80


def _rule(number: int, least: int) -> str:
    """Each lets in about two plans of a hundred."""
    return (
        f'"{REGIONS[number % 5]}" in region'
        f" && discountPercent >= {least} && discountPercent < {least + 20}"
        f' && (ipRating == "{RATINGS[number % 4]}" || wattage < 10) && status == "active"'
    )
