"""Sets of rules as subjects of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from catalog_admin.artefacts.cases.conditions import Said, conditions_of
from catalog_admin.artefacts.cases.model import PartKind, Told, Touched
from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Decision, ReadySet, Verdict
from catalog_admin.predicates.model import Outcome


@dataclass(frozen=True)
class RulesetSubject:
    """Its parts are its rules, and the conditions that each is made of."""

    asked: ReadySet

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        rules = frozenset(rule.id for rule in self.asked.rules)
        return {PartKind.RULE: rules, PartKind.CONDITION: frozenset(self.conditions.values())}

    @cached_property
    def conditions(self) -> dict[int, str]:
        """By identity, as conditions are asked for; each is called by its rule and its place in it."""
        return {
            id(part): f"{rule.id}{part.pointer}" for rule in self.asked.rules for part in conditions_of(rule.condition)
        }

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        """NO_MATCH when no rule fired; MISSING_INPUT or ERROR when one that was asked could not answer."""
        said = Said(self.conditions)
        try:
            decision = decide(self.asked, context, instant, explained=False, record=said)
        except TooMuchToAsk as refused:
            return Told(Outcome.ERROR, {}, refused.detail)
        fired = [entry.rule.id for entry in decision.trail if entry.verdict is Verdict.FIRED]
        touched = Touched({PartKind.RULE: frozenset(fired)}, said.answers)
        outcome, reason = _outcome(decision, fired=bool(fired))
        return Told(outcome, {"fired": [*dict.fromkeys(fired)]} | _done(decision), reason, touched)


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
