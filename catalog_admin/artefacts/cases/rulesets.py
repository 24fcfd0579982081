"""Sets of rules as subjects of cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from catalog_admin.artefacts.cases.conditions import conditions_of
from catalog_admin.artefacts.cases.model import PartKind, Told, Touched
from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Decision, Entry, ReadySet, Verdict
from catalog_admin.predicates.explain import Explanation
from catalog_admin.predicates.model import Outcome


@dataclass(frozen=True)
class RulesetSubject:
    """Its parts are its rules, and the conditions that each is made of."""

    asked: ReadySet

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        conditions = {f"{rule}{pointer}" for rule, pointers in self.conditions.items() for pointer in pointers}
        return {PartKind.RULE: frozenset(self.conditions), PartKind.CONDITION: frozenset(conditions)}

    @cached_property
    def conditions(self) -> dict[str, frozenset[str]]:
        return {rule.id: frozenset(part.pointer for part in conditions_of(rule.condition)) for rule in self.asked.rules}

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        """NO_MATCH when no rule fired; MISSING_INPUT or ERROR when one that was asked could not answer."""
        try:
            decision = decide(self.asked, context, instant, explained=True)
        except TooMuchToAsk as refused:
            return Told(Outcome.ERROR, {}, refused.detail)
        fired = [entry.rule.id for entry in decision.trail if entry.verdict is Verdict.FIRED]
        touched = Touched({PartKind.RULE: frozenset(fired)}, frozenset(self._said(decision)))
        outcome, reason = _outcome(decision, fired=bool(fired))
        return Told(outcome, {"fired": [*dict.fromkeys(fired)]} | _done(decision), reason, touched)

    def _said(self, decision: Decision) -> Iterator[tuple[str, bool]]:
        for entry in decision.trail:
            if entry.explanation is not None:
                yield from _of(entry, entry.explanation, self.conditions[entry.rule.id])


def _of(entry: Entry, told: Explanation, conditions: frozenset[str]) -> Iterator[tuple[str, bool]]:
    if told.pointer in conditions and told.outcome in (Outcome.MATCH, Outcome.NO_MATCH):
        yield f"{entry.rule.id}{told.pointer}", told.outcome is Outcome.MATCH
    for part in told.parts:
        yield from _of(entry, part, conditions)


def _outcome(decision: Decision, *, fired: bool) -> tuple[Outcome, str | None]:
    undecided = decision.undecided
    if undecided:
        worst = next((entry for entry in undecided if entry.verdict is Verdict.ERROR), undecided[0])
        outcome = Outcome.ERROR if worst.verdict is Verdict.ERROR else Outcome.MISSING_INPUT
        return outcome, f"{worst.rule.id}: {worst.why}"
    return (Outcome.MATCH if fired else Outcome.NO_MATCH), None


def _done(decision: Decision) -> dict[str, Any]:
    """What the rules do, in order, and the values that they set; of one that is overridden nothing is set."""
    actions = [{"action": done.action.name, "payload": done.action.payload} for done in decision.done]
    set_ = {done.action.target: done.value for done in decision.done if done.action.target and not done.overridden_by}
    return {"actions": actions, "set": set_}
