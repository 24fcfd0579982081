"""Behavioural difference of two sets of rules: what they do differently, whichever rule does it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.probing import CASE_LIMIT
from catalog_admin.artefacts.differing.rule_edges import space_of
from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Done, ReadyRule, ReadySet

INSTANTS = 8


def compared_rulesets(before: ReadySet, after: ReadySet, instant: datetime, limit: int = CASE_LIMIT) -> Behaviour:
    """At the edges of every condition of both, and at instants at which a rule comes into force or leaves it; those of
    rules that are not in both come first."""
    rules = [*before.rules, *after.rules]
    changed = _changed(before.rules, after.rules)
    conditions = [rule.condition for rule in rules]
    space = space_of(conditions, instant, nested=True, first=[rule.condition for rule in changed])
    instants = dict.fromkeys([*_instants(changed, instant), *_instants(rules, instant)])
    return compared(_doing(before), _doing(after), space, [*instants][:INSTANTS], limit)


def _changed(before: Sequence[ReadyRule], after: Sequence[ReadyRule]) -> list[ReadyRule]:
    said = [{text_of(_said(rule)): rule for rule in rules} for rules in (before, after)]
    return [rule for one, other in (said, said[::-1]) for text, rule in one.items() if text not in other]


def _said(rule: ReadyRule) -> Any:
    """All but what it is called."""
    actions = [[action.name, action.payload] for action in rule.actions]
    return [rule.scope, rule.priority, rule.stops, repr(rule.in_force), rule.condition.logic, actions]


def _doing(asked: ReadySet) -> Decides:
    def answer(context: Mapping[str, Any], instant: datetime) -> Any:
        try:
            decision = decide(asked, context, instant, explained=False)
        except TooMuchToAsk:
            return "TOO_MUCH"
        return sorted({entry.verdict.value for entry in decision.undecided}), [*map(_does, decision.done)]

    return answer


def _does(done: Done) -> Any:
    return done.action.name, done.action.payload, done.line, done.action.target, done.value


def _instants(rules: Sequence[ReadyRule], instant: datetime) -> list[datetime]:
    """The instant, and for each rule the moment it begins and the one at which it has ended."""
    edges = {edge for rule in rules for edge in (rule.in_force.begins, rule.in_force.ends) if edge is not None}
    return [instant, *sorted(edges - {instant})]
