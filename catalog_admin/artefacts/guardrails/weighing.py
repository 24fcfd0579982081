"""What somebody wants, weighed against guardrails: within all limits, or which of them it breaches, and whose they are.

As with rules an input that is missing allows nothing: what a limit is about has to be there, and so does whatever says
that the limit binds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.guardrails.model import Breach, Guardrail, Limit, Weighed
from catalog_admin.predicates.evaluate import Moment, Record, answer
from catalog_admin.predicates.model import Gap, Outcome, Scope, failed, missing
from catalog_admin.predicates.values import cell_of

# Which guardrail, limit and bound; whether one value keeps it.
Watch = dict[tuple[str, str, str], set[bool]]


def weigh(
    guardrails: Iterable[Guardrail],
    scope: Scope,
    row: Mapping[str, Any],
    instant: datetime,
    *,
    record: Record | None = None,
    watch: Watch | None = None,
) -> Weighed:
    """The row as the scope declares it. A breach is told also where something else is missing."""
    scales = _Scales(scope, Moment(row, instant, record=record), {} if watch is None else watch)
    for guardrail in guardrails:
        scales.put(guardrail)
    return scales.weighed()


@dataclass
class _Scales:
    scope: Scope
    moment: Moment
    watch: Watch
    breaches: list[Breach] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def put(self, guardrail: Guardrail) -> None:
        binds = self._binds(guardrail)
        if isinstance(binds, Gap):
            self.gaps.append(binds)
        elif binds:
            for limit in guardrail.limits:
                self._weigh(guardrail, limit)

    def weighed(self) -> Weighed:
        gaps = self.gaps
        worst = next((gap for gap in gaps if gap.outcome is Outcome.ERROR), gaps[0] if gaps else None)
        if worst is not None:
            return Weighed(worst.outcome, tuple(self.breaches), worst.reason)
        return Weighed(Outcome.NO_MATCH if self.breaches else Outcome.MATCH, tuple(self.breaches))

    def _binds(self, guardrail: Guardrail) -> bool | Gap:
        if not guardrail.in_force.holds(self.moment.instant):
            return False
        if guardrail.condition is None:
            return True
        found = answer(guardrail.condition.root, self.moment)
        return found if isinstance(found, Gap) else found is True

    def _weigh(self, guardrail: Guardrail, limit: Limit) -> None:
        """Of several values each one is to be within; the first that is not is told."""
        found = cell_of(limit.measure, self.scope[limit.measure].type, self.moment.row.get(limit.measure))
        if isinstance(found, Gap):
            self.gaps.append(found)
            return
        for value in found if isinstance(found, tuple) else (found,):
            if value is None:
                self.gaps.append(missing(f"one of {limit.measure}"))
                return
            answers = {bound: limit.keeps(bound, value) for bound in limit.bounds()}
            if None in answers.values():
                self.gaps.append(failed(f"{limit.measure} is no number, and {limit.id} says how much it may be"))
                return
            for bound, kept in answers.items():
                self.watch.setdefault((guardrail.id, limit.id, bound), set()).add(bool(kept))
            if not all(answers.values()):
                self.breaches.append(Breach(guardrail.id, guardrail.level, limit, value))
                return
