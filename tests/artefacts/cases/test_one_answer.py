"""However it is asked, the answer is one: alone, explained, recorded for coverage, or read aloud from its words."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.cases.conditions import Said, conditions_of
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Verdict
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.evaluate import Moment, answer, evaluate
from catalog_admin.predicates.explain import Explanation, explain
from catalog_admin.predicates.model import outcome_of
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.rulesets.asking import INSTANT as DECIDED_AT
from tests.artefacts.rulesets.asking import SCOPE as QUOTED
from tests.artefacts.rulesets.asking import WARN, asked, quote, rule, setting
from tests.predicates.words import INSTANT, SCOPE, conditions, rows

_quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
_whens = st.sampled_from(
    ["quote.header.discountPct > 10", "quote.header.termMonths < 12", 'account.region == "EU"', True, False]
)
_headers = st.fixed_dictionaries({}, optional={"discountPct": st.integers(0, 40), "termMonths": st.integers(0, 24)})
_actions = st.sampled_from([WARN]) | st.integers(0, 30).map(lambda value: setting("quote.header.discountPct", value))
_rules = st.lists(st.tuples(_whens, _actions, st.integers(0, 3), st.booleans()), min_size=1, max_size=6)


@_quick
@given(conditions(), st.lists(rows, min_size=1, max_size=4))
def test_what_coverage_records_is_what_the_explanation_tells(logic: Any, given_rows: list[dict[str, Any]]) -> None:
    try:
        condition = compile_rule({"and": [logic]}, SCOPE)
    except PredicateRefused:
        assume(False)
        raise
    names = {id(part): part.pointer for part in conditions_of(condition)}
    for row in given_rows:
        said = Said(names)
        recorded = outcome_of(answer(condition.root, Moment(row, INSTANT, record=said)))
        told = explain(condition, row, INSTANT)
        assert recorded == told.outcome == evaluate(condition, row, INSTANT)
        assert said.answers == {each for each in _answers(told) if each[0] in names.values()}


@_quick
@given(_rules, _headers)
def test_a_set_decides_as_its_words_say_one_after_the_other(
    drawn: list[tuple[Any, dict[str, Any], int, bool]], header: dict[str, Any]
) -> None:
    said = [
        rule(f"r{place}", when, action, priority=priority, stopOnFire=stops)
        for place, (when, action, priority, stops) in enumerate(drawn)
    ]
    ready, context = asked(said), quote(**header)
    explained = decide(ready, context, DECIDED_AT, explained=True)
    recorded = decide(ready, context, DECIDED_AT, explained=False, record=Said({}))
    expected = [*_read_aloud(said, context)]
    for decision in (explained, recorded, decide(ready, context, DECIDED_AT, explained=False)):
        assert [(entry.rule.id, entry.verdict) for entry in decision.trail] == expected


def _answers(told: Explanation) -> Iterator[tuple[str, bool]]:
    if isinstance(told.value, bool):
        yield told.pointer, told.value
    for part in told.parts:
        yield from _answers(part)


def _read_aloud(said: list[dict[str, Any]], context: Any) -> Iterator[tuple[str, Verdict]]:
    """By priority, then by id. Whoever fires may stop the rest; a name is set once, and read by rules after it."""
    row, is_set, is_stopped = row_of(QUOTED, context), False, False
    for each in sorted(said, key=lambda one: (-one["priority"], one["id"])):
        if is_stopped:
            yield each["id"], Verdict.STOPPED
            continue
        outcome = evaluate(compile_rule(each["when"], QUOTED), row, DECIDED_AT)
        fires = outcome.name == "MATCH"
        yield each["id"], Verdict.FIRED if fires else Verdict("not_matched" if outcome == 0 else outcome.name.lower())
        (action,) = each["then"]
        if fires and action["action"] == "SET" and not is_set:
            row["quote.header.discountPct"], is_set = action["payload"]["value"], True
        is_stopped = fires and each["stopOnFire"]
