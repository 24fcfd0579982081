"""A decision of a DMN file, with those it needs, decided in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.tables.dmn.model import Decision, Decisions
from catalog_admin.artefacts.tables.evaluate import answer
from catalog_admin.artefacts.tables.model import STEP_LIMIT, Answer
from catalog_admin.artefacts.tables.policies import refused
from catalog_admin.artefacts.tables.sight import Budget, Sight
from catalog_admin.predicates.model import Outcome


@dataclass(frozen=True, slots=True)
class Decided:
    """What the wanted decision answered, or the one on the way that could not; by name what the others did before.

    `seen` is what they answered, as the decision saw it.
    """

    name: str
    answer: Answer
    value: Any = None
    others: Mapping[str, Answer] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


def decide(
    decisions: Decisions, name: str, context: Mapping[str, Any], instant: datetime, steps: int = STEP_LIMIT
) -> Decided:
    """Raises KeyError for a decision that the file does not have, and for nothing that a context holds."""
    wanted = decisions.named(name)
    if wanted is None:
        raise KeyError(name)
    needed = _needed(decisions, wanted)
    seen = dict(context)
    budget = Budget(steps)
    answers: dict[str, Answer] = {}
    for decision in decisions.decisions:
        if decision.name not in needed:
            continue
        found = _one(decision, seen, instant, budget)
        if decision is wanted or found.outcome in (Outcome.ERROR, Outcome.MISSING_INPUT):
            before = {each: seen[each] for each in answers}
            return Decided(decision.name, found, _value(decision, found), answers, before)
        answers[decision.name] = found
        seen[decision.name] = _value(decision, found)
    raise AssertionError("the wanted decision is among those it needs")


def _needed(decisions: Decisions, wanted: Decision) -> set[str]:
    needed = {wanted.name}
    for decision in reversed(decisions.decisions):
        if decision.name in needed:
            needed.update(decision.needs)
    return needed


def _one(decision: Decision, context: Mapping[str, Any], instant: datetime, budget: Budget) -> Answer:
    gap = decision.inputs.gap(context)
    return refused(gap) if gap is not None else answer(decision.table, Sight(context, instant, budget))


def _value(decision: Decision, found: Answer) -> Any:
    """None where nothing matched: the null of DMN."""
    if found.outcome is not Outcome.MATCH:
        return None
    name = decision.table.outputs[0].path[0]
    if not decision.bare or decision.table.aggregation is not None:
        return found.result
    return [each.get(name) for each in found.result] if isinstance(found.result, list) else found.result.get(name)
