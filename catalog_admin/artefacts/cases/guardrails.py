"""Guardrails as subjects of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from catalog_admin.artefacts.cases.conditions import Said, conditions_of
from catalog_admin.artefacts.cases.model import PartKind, Told, Touched
from catalog_admin.artefacts.guardrails.model import Breach, Guardrail
from catalog_admin.artefacts.guardrails.weighing import Watch, weigh
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.predicates.model import Scope


@dataclass(frozen=True)
class GuardrailSubject:
    """One guardrail, under those of the levels above that bind everybody. Its parts are its limits, which fire when
    they are breached, their bounds, and what its condition is made of.
    """

    guardrail: Guardrail
    above: Sequence[Guardrail]
    scope: Scope

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        limits = self.guardrail.limits
        bounds = {f"{limit.id}/{bound}" for limit in limits for bound in limit.bounds()}
        conditions = frozenset({*self.conditions.values(), *bounds})
        return {PartKind.RULE: frozenset(limit.id for limit in limits), PartKind.CONDITION: conditions}

    @cached_property
    def conditions(self) -> dict[int, str]:
        condition = self.guardrail.condition
        return {} if condition is None else {id(part): f"when{part.pointer}" for part in conditions_of(condition)}

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        """MATCH is within all limits. `fired` are its own that are breached, `breaches` all, with whose they are."""
        said, watch = Said(self.conditions), Watch()
        row = row_of(self.scope, context)
        found = weigh([self.guardrail, *self.above], self.scope, row, instant, record=said, watch=watch)
        fired = [each.limit.id for each in found.breaches if each.guardrail == self.guardrail.id]
        bounds = {
            (f"{limit}/{bound}", kept)
            for (guardrail, limit, bound), answers in watch.items()
            if guardrail == self.guardrail.id
            for kept in answers
        }
        touched = Touched({PartKind.RULE: frozenset(fired)}, said.answers | bounds)
        told = {"fired": fired, "breaches": [_told(each) for each in found.breaches]}
        return Told(found.outcome, told, found.reason, touched)


def subjects_of(guardrails: Sequence[tuple[Guardrail, Scope]]) -> dict[str, GuardrailSubject]:
    """By id; each with those that are above it."""
    return {
        one.id: GuardrailSubject(one, [each for each, _ in guardrails if each.binds_below(one)], scope)
        for one, scope in guardrails
    }


def _told(breach: Breach) -> dict[str, Any]:
    return {
        "guardrail": breach.guardrail,
        "level": breach.level,
        "limit": breach.limit.id,
        "breach": breach.limit.breach,
    }
