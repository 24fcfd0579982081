"""What has conditions besides rules and predicates: stages of approvals, tiers of templates, transitions of workflows,
offers of packages. When each of its conditions holds can be compared; whatever else it says cannot.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.rule_edges import Asked, Reading, edges_of
from catalog_admin.artefacts.differing.ruleset_edges import declared_otherwise, together
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.model import Interval
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.tree import Rule

BESIDE = "what it says beside its conditions"


@dataclass
class Conditioned:
    """`conditions` by their place, as `stages/Finance`; None holds always. `beside` is everything else."""

    conditions: dict[str, Rule | None] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    in_force: Interval = field(default_factory=Interval)
    beside: list[tuple[str, str]] = field(default_factory=list)

    def said(self) -> object:
        conditions = {label: _logic(each) for label, each in self.conditions.items()}
        return conditions, self.scope, self.in_force, sorted(self.beside)

    def answering(self, labels: list[str]) -> Decides:
        def answer(context: Mapping[str, Any], instant: datetime) -> Any:
            if not self.in_force.holds(instant):
                return "NOT_IN_FORCE"
            row = row_of(self.scope, context)
            kept = ((label, self.conditions[label]) for label in labels if label in self.conditions)
            return {label: "MATCH" if rule is None else evaluate(rule, row, instant).name for label, rule in kept}

        return answer

    def asked(self, labels: list[str]) -> Asked:
        rules = [self.conditions.get(label) for label in labels]
        return Asked([rule.root for rule in rules if rule is not None], [self.in_force])


def compared_conditions(
    before: Conditioned, after: Conditioned, instant: datetime, most: Callable[[int], int]
) -> Behaviour | None:
    """Of those that have changed, came or went; None where none did. `most` says how often so many are asked."""
    labels = sorted(_changed(before, after))
    if not labels and before.in_force == after.in_force:
        return None
    unknown = [*declared_otherwise(before.scope, after.scope)]
    unknown += [BESIDE] if sorted(before.beside) != sorted(after.beside) else []
    scope = together(before.scope, after.scope)
    edges = edges_of(before.asked(labels), after.asked(labels), instant, Reading(scope), unknown=unknown)
    limit = most(2 * len(labels))
    return compared(before.answering(labels), after.answering(labels), edges.space, [instant], limit, edges.unknown)


def _changed(before: Conditioned, after: Conditioned) -> Iterator[str]:
    for label in before.conditions.keys() | after.conditions.keys():
        both = label in before.conditions and label in after.conditions
        if not both or _logic(before.conditions[label]) != _logic(after.conditions[label]):
            yield label


def _logic(rule: Rule | None) -> str | None:
    return None if rule is None else text_of(rule.logic)
