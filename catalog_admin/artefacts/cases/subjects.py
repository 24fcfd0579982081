"""Conditions and decision tables as subjects of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from catalog_admin.artefacts.cases.cells import cells_of, looked_at
from catalog_admin.artefacts.cases.conditions import Said, conditions_of
from catalog_admin.artefacts.cases.model import PartKind, Told, Touched
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.model import ALWAYS, Interval
from catalog_admin.artefacts.tables.graph import Graph, Node, Tabled
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.predicates.evaluate import Moment, answer
from catalog_admin.predicates.model import Gap, Outcome, Scope, outcome_of
from catalog_admin.predicates.tree import Rule


@dataclass(frozen=True)
class PredicateSubject:
    """A condition; its parts are the conditions it is made of, by their place in it.

    Outside its time it matches nobody, as for the catalogs that refer to it.
    """

    id: str
    rule: Rule
    scope: Scope
    in_force: Interval = ALWAYS

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        return {PartKind.RULE: frozenset({self.id}), PartKind.CONDITION: frozenset(self.conditions.values())}

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        if not self.in_force.holds(instant):
            return Told(Outcome.NO_MATCH, {}, f"{self.id} is not in force at {instant.isoformat()}")
        said = Said(self.conditions)
        found = answer(self.rule.root, Moment(row_of(self.scope, context), instant, record=said))
        outcome = outcome_of(found)
        fired = {PartKind.RULE: frozenset({self.id} if outcome is Outcome.MATCH else ())}
        reason = found.reason if isinstance(found, Gap) else None
        return Told(outcome, {}, reason, Touched(fired, said.answers))

    @cached_property
    def conditions(self) -> dict[int, str]:
        """Places of the parts that answer yes or no by themselves, not by joining others; by identity, asked often."""
        return {id(part): part.pointer for part in conditions_of(self.rule)}


@dataclass(frozen=True)
class TableSubject:
    """A graph of decision tables; its parts are the rows of all of them, and each cell that says something."""

    graph: Graph

    def parts(self) -> Mapping[PartKind, frozenset[str]]:
        rows: set[str] = set()
        cells: set[str] = set()
        for node in self.graph.tables:
            if isinstance(node.body, Tabled):
                rows.update(f"{node.id}/{row.id}" for row in node.body.table.rows)
                cells.update(cells_of(node.id, node.body.table))
        return {PartKind.ROW: frozenset(rows), PartKind.CONDITION: frozenset(cells)}

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told:
        looked: set[tuple[str, bool]] = set()

        def watch(node: Node, seen: Mapping[str, Any]) -> None:
            if isinstance(node.body, Tabled):
                looked.update(looked_at(node.id, node.body.table, seen, instant))

        found = decide(self.graph, context, instant, watch=watch)
        rows = [f"{fired.node}/{fired.hit.row}" for fired in found.fired]
        said = {"result": found.result, "fired": [fired.hit.row for fired in found.fired]}
        return Told(found.outcome, said, found.reason, Touched({PartKind.ROW: frozenset(rows)}, looked))
