"""Who is on which shelf: worked out for a whole catalog at once, every rule once over all rate plans.

The meaning is `model.membership.decide`; a property test holds the two against each other. Memory: the columns
that rules read, one byte per rate plan and rule, and about 60 bytes per membership.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

import orjson
import polars as pl

from catalog_admin.catalogs.judging import Judge
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.catalogs.model.shelves import Rulesets, Shelf

MEMBERS = {
    "node_id": pl.Categorical(),
    "plan_id": pl.String(),
    "key": pl.String(),
    "source": pl.Categorical(),
    "rule": pl.Categorical(),
    "beat": pl.Categorical(),
    "pin": pl.Int32(),
    "rank": pl.Int32(),
    "audience": pl.String(),
}
NOBODY = pl.DataFrame(schema=MEMBERS)
SAID = ("node_id", "rule")
TOGETHER = 100_000  # members in one frame


@dataclass(frozen=True)
class Place:
    """A node whose population is asked for."""

    node_id: str
    tpath: str


def populations(
    judge: Judge, rulesets: Rulesets, places: Iterable[Place], assignments: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Members of these places, in MEMBERS' columns, unordered."""
    shelves = {place.node_id: (place, rulesets.shelf(place.tpath)) for place in places}
    ruled = [node for node, (_, shelf) in shelves.items() if shelf.includes or shelf.exclusions]
    is_ruled = pl.col("node_id").is_in(ruled)
    yield _by_hand_alone(judge, assignments.filter(~is_ruled & pl.col("node_id").is_in(list(shelves))))
    by_node = hands(judge, assignments.filter(is_ruled))
    judge.foresee(_asked_for(rulesets, [shelves[node][0] for node in ruled], by_node.keys()))
    plainly = _ByOneRule(judge)
    for node in ruled:
        place, shelf = shelves[node]
        hand = by_node.get(node)
        if shelf.includes:
            rows, told = _let_in_by_rule(judge, place, shelf, None if hand is None else hand["row"])
            if told:
                yield _by_rules(judge, place, shelf, rows, told)
            else:
                yield from plainly.add(node, shelf.includes[0].key, rows)
        if hand is not None:
            yield _by_hand(judge, place, shelf, hand.filter(pl.col("effect") == "include"))
    yield from plainly.rest()


def _asked_for(rulesets: Rulesets, places: Iterable[Place], by_hand: Container[str]) -> Iterator[tuple[Rule, str]]:
    """With the place at which each stands."""
    for place in places:
        shelf = rulesets.shelf(place.tpath)
        yield from ((rule, place.tpath) for rule in shelf.includes)
        if shelf.includes or place.node_id in by_hand:
            yield from ((each.rule, each.at) for each in shelf.exclusions)


def hands(judge: Judge, assignments: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What was said by hand, by node; `row` is the rate plan's place among the judge's."""
    numbered = judge.plans.select("plan_id").with_row_index("row")
    by_hand = assignments.join(numbered, on="plan_id", how="inner")
    return {str(key[0]): rows for key, rows in by_hand.partition_by("node_id", as_dict=True).items()}


def is_member(judge: Judge, place: Place, shelf: Shelf, hand: pl.DataFrame | None) -> pl.Series:
    """A truth for each of the judge's rate plans: populations without their reasons, a byte for each plan."""
    if shelf.includes:
        member = _let_in(judge, shelf, [judge.matches(rule, place.tpath) for rule in shelf.includes])
    else:
        member = pl.repeat(False, judge.plans.height, dtype=pl.Boolean(), eager=True)
    if hand is None:
        return member
    kept = hand["effect"] == "include"
    for exclusion in shelf.exclusions:
        if exclusion.rule.mandatory:
            kept = kept & ~judge.takes(exclusion).gather(hand["row"])
    return member.scatter(hand["row"], kept)


def _let_in(judge: Judge, shelf: Shelf, letting: list[pl.Series]) -> pl.Series:
    member = reduce(or_, letting)
    for exclusion in shelf.exclusions:
        member = member & ~judge.takes(exclusion)
    return member


def _let_in_by_rule(
    judge: Judge, place: Place, shelf: Shelf, manual: pl.Series | None
) -> tuple[pl.Series, list[pl.Series]]:
    """Rows of the judge's rate plans, and whom each rule matches where it is a question which of them let one in."""
    letting = [judge.matches(rule, place.tpath) for rule in shelf.includes]
    rows = _let_in(judge, shelf, letting).arg_true()
    if manual is not None:
        rows = rows.filter(~rows.is_in(manual.implode()))
    return rows, letting if len(letting) > 1 or shelf.includes[0].audience is not None else []


class _ByOneRule:
    """Shelves with one rule that lets in: many of them in one frame, as each frame costs more than its rows."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._waiting: list[tuple[str, str, pl.Series]] = []
        self._count = 0

    def add(self, node: str, rule: str, rows: pl.Series) -> Iterator[pl.DataFrame]:
        if rows.is_empty():
            return
        self._waiting.append((node, rule, rows))
        self._count += len(rows)
        if self._count >= TOGETHER:
            yield from self.rest()

    def rest(self) -> Iterator[pl.DataFrame]:
        if not self._waiting:
            return
        nodes, rules, rows = zip(*self._waiting, strict=True)
        self._waiting, self._count = [], 0
        places = pl.DataFrame({"node_id": nodes, "rule": rules}, schema={name: MEMBERS[name] for name in SAID})
        said = places.select(pl.col(SAID).repeat_by(pl.Series(map(len, rows))).explode())
        found = self._judge.named[pl.concat(rows)].hstack(said)
        yield _members(
            found, source=pl.lit("rule"), **{name: pl.lit(None) for name in ("beat", "pin", "rank", "audience")}
        )


def _by_rules(judge: Judge, place: Place, shelf: Shelf, rows: pl.Series, told: list[pl.Series]) -> pl.DataFrame:
    """Where it is a question which of them let a plan in."""
    if rows.is_empty():
        return NOBODY
    return _members(
        _told(judge, rows, told),
        node_id=pl.lit(place.node_id),
        source=pl.lit("rule"),
        rule=_first([rule.key for rule in shelf.includes]),
        beat=pl.lit(None, pl.String),
        pin=pl.lit(None, pl.Int32),
        rank=pl.lit(None, pl.Int32),
        audience=_audience(shelf.includes),
    )


def _by_hand_alone(judge: Judge, hand: pl.DataFrame) -> pl.DataFrame:
    """Where no rule has a say, all nodes at once: most of a catalog's have none."""
    nothing = {name: pl.lit(None).alias(name) for name in ("rule", "beat", "audience")}
    found = hand.filter(pl.col("effect") == "include").join(judge.named, on="plan_id")
    named = found.with_columns(pl.lit("manual").alias("source"), *nothing.values())
    return named.select(pl.col(name).cast(kind) for name, kind in MEMBERS.items())


def _by_hand(judge: Judge, place: Place, shelf: Shelf, hand: pl.DataFrame) -> pl.DataFrame:
    """Ordinary excludes are beaten and named; mandatory ones win."""
    taking = [judge.takes(exclusion) for exclusion in shelf.exclusions]
    mandatory = [str(number) for number, each in enumerate(shelf.exclusions) if each.rule.mandatory]
    found = _told(judge, hand["row"], taking).hstack(hand.select("pin", "rank"))
    return _members(
        found.filter(~pl.any_horizontal(pl.lit(False), *mandatory)),
        node_id=pl.lit(place.node_id),
        source=pl.lit("manual"),
        rule=pl.lit(None, pl.String),
        beat=_first([each.rule.key for each in shelf.exclusions]),
        audience=pl.lit(None, pl.String),
    )


def _told(judge: Judge, rows: pl.Series, answers: list[pl.Series]) -> pl.DataFrame:
    """The plans of these rows, with a column "0", "1", … for each of the answers."""
    return judge.named[rows].hstack([answer.gather(rows).alias(str(number)) for number, answer in enumerate(answers)])


def _members(found: pl.DataFrame, **said: pl.Expr) -> pl.DataFrame:
    return found.select(said.get(name, pl.col(name)).cast(kind).alias(name) for name, kind in MEMBERS.items())


def _first(keys: list[str]) -> pl.Expr:
    """The key of the first numbered column that is true."""
    if not keys:
        return pl.lit(None, pl.String)
    return pl.coalesce(pl.when(pl.col(str(number))).then(pl.lit(key)) for number, key in enumerate(keys))


def _audience(includes: tuple[Rule, ...]) -> pl.Expr:
    """Canonical JSON of the audiences of which a reader needs one; null where a rule let in for everybody."""
    if all(rule.audience is None for rule in includes):
        return pl.lit(None, pl.String)
    everybody = pl.any_horizontal(
        pl.lit(False), *(pl.col(str(number)) for number, rule in enumerate(includes) if rule.audience is None)
    )
    told = [
        pl.when(pl.col(str(number))).then(pl.lit(orjson.dumps(rule.audience, option=orjson.OPT_SORT_KEYS).decode()))
        for number, rule in enumerate(includes)
        if rule.audience is not None
    ]
    listed = pl.concat_str(pl.lit("["), pl.concat_list(told).list.drop_nulls().list.join(","), pl.lit("]"))
    return pl.when(~everybody).then(listed)
