"""Why a subject told what it told: rule by rule, row by row, limit by limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.cases.cells import looked_at
from catalog_admin.artefacts.cases.decisions import DecisionsSubject
from catalog_admin.artefacts.cases.guardrails import GuardrailSubject
from catalog_admin.artefacts.cases.model import Case, Subject
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Verdict
from catalog_admin.artefacts.rulesets.reasons import why
from catalog_admin.artefacts.tables import walk
from catalog_admin.artefacts.tables.dmn.decide import decide as decide_dmn
from catalog_admin.artefacts.tables.graph import Node, Tabled
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.predicates.explain import Explanation, explain

FIRED, NOT_MATCHED, BREACHED = "fired", "not_matched", "breached"


@dataclass(frozen=True, slots=True)
class Reason:
    """`thing` is a rule, a row in its table, or a limit; `line` the line that it was asked of."""

    thing: str
    verdict: str
    line: int | None = None
    why: str | None = None
    told: Explanation | None = None


def reasons(subject: Subject, case: Case) -> Iterator[Reason]:
    """The same evaluation again, with everything kept; in the order in which things were asked."""
    match subject:
        case PredicateSubject() if not subject.in_force.holds(case.instant):
            yield Reason(subject.id, Verdict.NOT_IN_FORCE.value, None, subject.tell(case.context, case.instant).reason)
        case PredicateSubject():
            told = explain(subject.rule, row_of(subject.scope, case.context), case.instant)
            verdict = told.outcome.name.lower() if told.outcome is not None else ""
            yield Reason(subject.id, verdict, None, why(told), told)
        case RulesetSubject():
            yield from _of_rules(subject, case)
        case TableSubject():
            yield from _of_graph(subject, case)
        case DecisionsSubject():
            yield from _of_decisions(subject, case)
        case GuardrailSubject():
            said = subject.tell(case.context, case.instant).said
            yield from (Reason(f"{each['guardrail']}/{each['limit']}", BREACHED) for each in said["breaches"])


def _of_rules(subject: RulesetSubject, case: Case) -> Iterator[Reason]:
    try:
        decision = decide(subject.asked, case.context, case.instant, explained=True)
    except TooMuchToAsk:
        return  # which the case's own result says
    for entry in decision.trail:
        yield Reason(entry.rule.id, entry.verdict.value, entry.line, entry.why, entry.explanation)


def _of_graph(subject: TableSubject, case: Case) -> Iterator[Reason]:
    asked: list[tuple[Node, Table, Mapping[str, Any]]] = []

    def watch(node: Node, seen: Mapping[str, Any]) -> None:
        if isinstance(node.body, Tabled):
            asked.append((node, node.body.table, seen))

    found = walk.decide(subject.graph, case.context, case.instant, watch=watch)
    fired = {(each.node, each.hit.row) for each in found.fired}
    for node, table, seen in asked:
        yield from _of_rows(node.id, table, seen, case, {row for name, row in fired if name == node.id})


def _of_decisions(subject: DecisionsSubject, case: Case) -> Iterator[Reason]:
    last = subject.decisions.decisions[-1]
    found = decide_dmn(subject.decisions, last.name, case.context, case.instant)
    answers = {**found.others, found.name: found.answer}
    for decision in subject.decisions.decisions:
        if decision.name in answers:
            seen = {**case.context, **found.seen}
            yield from _of_rows(decision.name, decision.table, seen, case, {*answers[decision.name].fired})


def _of_rows(name: str, table: Table, seen: Mapping[str, Any], case: Case, fired: set[str]) -> Iterator[Reason]:
    """Of a row that did not fire, the columns that kept it from it; none: the policy chose another."""
    held = dict(looked_at(name, table, seen, case.instant))
    for row in table.rows:
        kept = [each.title for each in table.inputs if held.get(f"{name}/{row.id}/{each.id}") is False]
        reason = None if row.id in fired or not kept else f"{', '.join(kept)}: not as this row asks"
        yield Reason(f"{name}/{row.id}", FIRED if row.id in fired else NOT_MATCHED, None, reason)
