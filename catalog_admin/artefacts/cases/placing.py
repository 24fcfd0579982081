"""Where the parts of a subject stand in its file, for whoever shows the text with what cases tried of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog_admin.artefacts.cases.conditions import conditions_of
from catalog_admin.artefacts.cases.decisions import DecisionsSubject
from catalog_admin.artefacts.cases.guardrails import GuardrailSubject
from catalog_admin.artefacts.cases.model import PartKind, Subject, SubjectId
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.tables.graph import Tabled
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.kit.faults import step


@dataclass(frozen=True, slots=True)
class Stands:
    """`key` is what the subject's `parts` call it; parts of a set are told of their rule, by their place in it."""

    subject: SubjectId
    kind: PartKind
    key: str
    name: str
    file: str
    pointer: str


def places(id: SubjectId, subject: Subject, file: str) -> Iterator[Stands]:
    """In the order of the file."""
    match subject:
        case PredicateSubject():
            yield Stands(id, PartKind.RULE, subject.id, "", file, "/when")
            for part in conditions_of(subject.rule):
                yield Stands(id, PartKind.CONDITION, part.pointer, part.pointer, file, f"/when{part.pointer}")
        case RulesetSubject():
            yield from _of_rules(subject)
        case TableSubject():
            for node in subject.graph.tables:
                if isinstance(node.body, Tabled):
                    yield from _of_table(id, node.id, node.body.table, file, has_columns=True)
        case DecisionsSubject():
            for decision in subject.decisions.decisions:
                yield from _of_table(id, decision.name, decision.table, file, has_columns=False)
        case GuardrailSubject():
            yield from _of_guardrail(id, subject, file)


def _of_rules(subject: RulesetSubject) -> Iterator[Stands]:
    for rule in subject.asked.rules:
        own, (file, pointer) = SubjectId("rule", rule.id), rule.place
        yield Stands(own, PartKind.RULE, rule.id, "", file, pointer)
        for part in conditions_of(rule.condition):
            where = f"{pointer}/when{part.pointer}"
            yield Stands(own, PartKind.CONDITION, f"{rule.id}{part.pointer}", part.pointer, file, where)


def _of_table(id: SubjectId, name: str, table: Table, file: str, *, has_columns: bool) -> Iterator[Stands]:
    """A cell of JDM is a member of its row; of DMN the row is the nearest that a pointer can name."""
    for row in table.rows:
        yield Stands(id, PartKind.ROW, f"{name}/{row.id}", f"{name}/{row.id}", file, row.pointer)
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test is not None:
                key = f"{name}/{row.id}/{column.id}"
                where = row.pointer + step(column.id) if has_columns else row.pointer
                yield Stands(id, PartKind.CONDITION, key, key, file, where)


def _of_guardrail(id: SubjectId, subject: GuardrailSubject, file: str) -> Iterator[Stands]:
    condition = subject.guardrail.condition
    for part in conditions_of(condition) if condition is not None else ():
        yield Stands(id, PartKind.CONDITION, f"when{part.pointer}", f"when{part.pointer}", file, f"/when{part.pointer}")
    for at, limit in enumerate(subject.guardrail.limits):
        yield Stands(id, PartKind.RULE, limit.id, limit.id, file, f"/limits/{at}")
        for bound in limit.bounds():
            key = f"{limit.id}/{bound}"
            yield Stands(id, PartKind.CONDITION, key, key, file, f"/limits/{at}/{bound}")
