"""Hit policies: from what each row says to what the table answers; DMN 1.3, section 8.2.8.

A row that could not be decided is a row that might have matched. So it ends every policy that would have had to look
at it: FIRST when it comes before the first match, the others always. Errors come before missing inputs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.tables.model import Aggregation, Answer, Hit, HitPolicy, Row, Table
from catalog_admin.artefacts.tables.shapes import place
from catalog_admin.predicates import exact
from catalog_admin.predicates.model import Gap, Outcome, failed

Verdict = bool | Gap
Says = Callable[[Row], Mapping[str, Any] | Gap]


def decided(table: Table, verdicts: Iterable[Verdict], says: Says) -> Answer:
    """The answer; the verdicts are asked for in order of rows, and no further than the policy needs."""
    hits: list[Hit] = []
    gaps: list[Gap] = []
    for row, verdict in zip(table.rows, verdicts, strict=False):
        said = says(row) if verdict is True else verdict
        if isinstance(said, Gap):
            gaps.append(said)
            if said.outcome is Outcome.ERROR:
                break
        elif not isinstance(said, bool):
            hits.append(Hit(row.id, said))
        if table.hit_policy is HitPolicy.FIRST and (hits or gaps):
            break
    if gaps:
        return refused(next((gap for gap in gaps if gap.outcome is Outcome.ERROR), gaps[0]))
    return _chosen(table, hits) if hits else Answer(Outcome.NO_MATCH)


def shaped(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """`{"a": {"b": 1}}` for an output named `a.b`."""
    shape: dict[str, Any] = {}
    for output in table.outputs:
        if output.title in values:
            place(shape, output.path, values[output.title])
    return shape


def refused(gap: Gap) -> Answer:
    return Answer(gap.outcome, reason=gap.reason)


def _chosen(table: Table, hits: list[Hit]) -> Answer:
    if table.aggregation is not None:
        return _aggregated(table.aggregation, hits)
    if table.hit_policy.is_ranked:
        ranked = _ranked(table, hits)
        if isinstance(ranked, Gap):
            return refused(ranked)
        hits = ranked
    if table.hit_policy.is_many:
        return _matched([shaped(table, hit.values) for hit in hits], hits)
    clash = _CLASH.get(table.hit_policy, _no_clash)(hits)
    if clash is not None:
        return refused(clash)
    kept = hits if table.hit_policy is HitPolicy.ANY else hits[:1]
    return _matched(shaped(table, hits[0].values), kept)


def _matched(result: Any, hits: Sequence[Hit]) -> Answer:
    return Answer(Outcome.MATCH, result, tuple(hits), fired=tuple(hit.row for hit in hits))


def _not_unique(hits: list[Hit]) -> Gap | None:
    return failed(f"rows {_named(hits)} all match, and one alone may") if len(hits) > 1 else None


def _not_any(hits: list[Hit]) -> Gap | None:
    is_one = all(same(hit.values, hits[0].values) for hit in hits)
    return None if is_one else failed(f"rows {_named(hits)} match and do not say the same")


def _no_clash(_: list[Hit]) -> Gap | None:
    return None


_CLASH: dict[HitPolicy, Callable[[list[Hit]], Gap | None]] = {HitPolicy.UNIQUE: _not_unique, HitPolicy.ANY: _not_any}


def _named(hits: list[Hit]) -> str:
    return ", ".join(hit.row for hit in hits[:5])


def _ranked(table: Table, hits: list[Hit]) -> list[Hit] | Gap:
    """By the order in which outputs list their values, the leftmost output first; rows of one rank stay in order."""
    ranked = [output for output in table.outputs if output.allowed]
    places: list[tuple[list[int], int]] = []
    for at, hit in enumerate(hits):
        of_hit: list[int] = []
        for output in ranked:
            place = output.rank(hit.values.get(output.title))
            if place is None:
                return failed(f"row {hit.row}: {output.title} has a value that its priorities do not list")
            of_hit.append(place)
        places.append((of_hit, at))
    return [hits[at] for _, at in sorted(places)]


def _aggregated(aggregation: Aggregation, hits: list[Hit]) -> Answer:
    if aggregation is Aggregation.COUNT:
        return _matched(len(hits), hits)
    numbers = [value for hit in hits for value in hit.values.values()]
    if not numbers:
        return refused(failed(f"rows {_named(hits)} match and say nothing, which has no {aggregation}"))
    if any(isinstance(number, bool) or not isinstance(number, int | Decimal) for number in numbers):
        return refused(failed(f"rows {_named(hits)}: only numbers have a {aggregation}"))
    total = reduce(_either_gap(_FOLD[aggregation]), numbers)
    if isinstance(total, Gap):
        return refused(total)
    kept = hits if aggregation is Aggregation.SUM else [hit for hit in hits if total in hit.values.values()]
    return _matched(total, kept)


def _either_gap(step: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: left if isinstance(left, Gap) else step(left, right)


_FOLD: dict[Aggregation, Callable[[Any, Any], Any]] = {
    Aggregation.SUM: exact.add,
    Aggregation.MIN: exact.least,
    Aggregation.MAX: exact.greatest,
}
