"""All cases of a tree and what they are about; the way in for whoever holds a checked tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog_admin.artefacts.cases.decisions import DecisionsSubject
from catalog_admin.artefacts.cases.guardrails import subjects_of
from catalog_admin.artefacts.cases.model import Case, Subject, SubjectId
from catalog_admin.artefacts.cases.reading import cases_of
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.guardrails.model import Guardrail
from catalog_admin.artefacts.guardrails.reading import guardrail_of
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.rulesets.model import ReadySet, in_force
from catalog_admin.artefacts.tables.files import read_file
from catalog_admin.artefacts.tables.graph import Graph
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule

_DEFAULT_CONTEXT = "context"


@dataclass(frozen=True)
class Suite:
    """Findings are of the tests' own files; what is wrong with a subject is found where trees are checked.

    `files` says where a subject lies that has a file of its own.
    """

    cases: Sequence[Case]
    subjects: Mapping[SubjectId, Subject]
    findings: Sequence[Finding]
    files: Mapping[SubjectId, str] = field(default_factory=dict)


def suite_of(artefacts: Iterable[Artefact], sets: Mapping[str, ReadySet], scopes: Mapping[str, Scope]) -> Suite:
    """`sets` are the rules that can be asked, by their set; `scopes` what contexts declare, by their schema."""
    cases: list[Case] = []
    findings: list[Finding] = []
    subjects: dict[SubjectId, Subject] = {}
    guardrails: list[tuple[Guardrail, Scope]] = []
    files: dict[SubjectId, str] = {}
    for artefact in artefacts:
        if artefact.kind is ArtefactKind.TEST and artefact.value is not None:
            read, wrong = cases_of(artefact.path, artefact.value)
            cases += read
            findings += wrong
        if artefact.kind is ArtefactKind.GUARDRAIL:
            found = [*_guardrail(artefact, scopes)]
            guardrails += found
            files |= {SubjectId("guardrail", each.id): artefact.path for each, _ in found}
        own = _tables(artefact) if artefact.kind is not ArtefactKind.PREDICATE else _predicate(artefact, scopes)
        subjects |= own
        files |= dict.fromkeys(own, artefact.path)
    subjects |= {SubjectId("guardrail", name): each for name, each in subjects_of(guardrails).items()}
    for asked in sets.values():
        subjects |= dict(_rules(asked))
    return Suite(cases, subjects, findings, files)


def _tables(artefact: Artefact) -> dict[SubjectId, Subject]:
    read, _ = read_file(artefact)
    if read is None:
        return {}
    subject: Subject = TableSubject(read) if isinstance(read, Graph) else DecisionsSubject(read)
    return {SubjectId("table", named_by(artefact.path)): subject}


def _predicate(artefact: Artefact, scopes: Mapping[str, Scope]) -> dict[SubjectId, Subject]:
    """Nothing where its condition does not compile: that is a finding of the tree already."""
    value: Any = artefact.value
    scope = scopes.get(value.get("context", _DEFAULT_CONTEXT)) if isinstance(value, dict) else None
    if scope is None:
        return {}
    try:
        rule = compile_rule(value["when"], scope)
    except PredicateRefused:
        return {}
    return {SubjectId("predicate", value["id"]): PredicateSubject(value["id"], rule, scope, in_force(value))}


def _guardrail(artefact: Artefact, scopes: Mapping[str, Scope]) -> Iterator[tuple[Guardrail, Scope]]:
    """The same."""
    value: Any = artefact.value
    name = value.get("context", _DEFAULT_CONTEXT) if isinstance(value, dict) else ""
    guardrail = guardrail_of(value, name, scopes[name]) if name in scopes else None
    if guardrail is not None:
        yield guardrail, scopes[name]


def _rules(asked: ReadySet) -> Iterator[tuple[SubjectId, Subject]]:
    """The set as a whole, and each of its rules alone."""
    yield SubjectId("ruleset", asked.id), RulesetSubject(asked)
    for rule in asked.rules:
        yield SubjectId("rule", rule.id), RulesetSubject(replace(asked, rules=(rule,)))
