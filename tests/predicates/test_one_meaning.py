"""The single, the explaining and the set-wise evaluator agree on generated rules and rows."""

from typing import Any

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.explain import explain
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.rules import compile_rule, short_form
from catalog_admin.predicates.setwise.columns import frame
from catalog_admin.predicates.setwise.outcomes import outcomes, outcomes_of
from catalog_admin.predicates.tree import Rule
from tests.predicates.words import INSTANT, SCOPE, TYPES, conditions, rows

_slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _rule(logic: Any) -> Rule:
    try:
        return compile_rule({"and": [logic]}, SCOPE)
    except PredicateRefused:
        # Written numbers may leave the range, and a list may mix kinds: those rules are never evaluated.
        assume(False)
        raise


@_slow
@given(conditions(), st.lists(rows, min_size=1, max_size=6))
def test_single_setwise_and_explanation_agree(logic: Any, given_rows: list[dict[str, Any]]) -> None:
    rule = _rule(logic)
    single = [evaluate(rule, row, INSTANT) for row in given_rows]
    note(short_form(rule))
    note(str(given_rows))
    setwise = outcomes(rule, frame(TYPES, given_rows), INSTANT).to_list()
    assert [*map(Outcome, setwise)] == single
    explained = [explain(rule, row, INSTANT) for row in given_rows]
    assert [each.outcome for each in explained] == single
    assert all((each.reason is None) == (outcome < 2) for each, outcome in zip(explained, single, strict=True))


@_slow
@given(st.lists(conditions(), min_size=2, max_size=5), st.lists(rows, max_size=5))
def test_many_rules_in_one_pass_answer_as_each_alone(logics: list[Any], given_rows: list[dict[str, Any]]) -> None:
    rules = [_rule(logic) for logic in logics]
    asked = frame(TYPES, given_rows)
    together = [each.to_list() for each in outcomes_of(rules, asked, INSTANT)]
    note(" | ".join(map(short_form, rules)))
    assert together == [[evaluate(rule, row, INSTANT) for row in given_rows] for rule in rules]
