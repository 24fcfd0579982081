"""Decision tables of a DMN file as subjects of cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.cases.cells import cells_of, looked_at
from catalog_admin.artefacts.cases.model import PartKind, Told, Touched
from catalog_admin.artefacts.tables.dmn.decide import Decided, decide
from catalog_admin.artefacts.tables.dmn.model import Decision, Decisions


@dataclass(frozen=True)
class DecisionsSubject:
    """Told is what the last decision answers, the one that needs the others; all of them count for coverage."""

    decisions: Decisions

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        rows = {f"{each.name}/{row.id}" for each in self.decisions.decisions for row in each.table.rows}
        cells = {cell for each in self.decisions.decisions for cell in cells_of(each.name, each.table)}
        return {PartKind.ROW: frozenset(rows), PartKind.CONDITION: frozenset(cells)}

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        last = self.decisions.decisions[-1]
        found = decide(self.decisions, last.name, context, instant)
        answers = {**found.others, found.name: found.answer}
        fired = frozenset(f"{name}/{row}" for name, answer in answers.items() for row in answer.fired)
        said = {"result": found.value, "fired": [row for answer in answers.values() for row in answer.fired]}
        looked = frozenset(self._looked(found, context, instant))
        return Told(found.answer.outcome, said, found.answer.reason, Touched({PartKind.ROW: fired}, looked))

    def _looked(self, found: Decided, context: Mapping[str, Any], instant: datetime) -> Iterator[tuple[str, bool]]:
        for decision in self._decided(found):
            yield from looked_at(decision.name, decision.table, {**context, **found.seen}, instant)

    def _decided(self, found: Decided) -> Iterator[Decision]:
        names = {*found.others, found.name}
        return (decision for decision in self.decisions.decisions if decision.name in names)
