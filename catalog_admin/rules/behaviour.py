"""What two trees decide differently, thing by thing: inputs that show it, or none found among so many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.cases.decisions import DecisionsSubject
from catalog_admin.artefacts.cases.guardrails import GuardrailSubject
from catalog_admin.artefacts.cases.model import Subject, SubjectId
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.conditioned import Conditioned, compared_conditions
from catalog_admin.artefacts.differing.decision_edges import compared_decisions
from catalog_admin.artefacts.differing.guardrail_edges import asked_by
from catalog_admin.artefacts.differing.probing import CASE_LIMIT
from catalog_admin.artefacts.differing.rule_edges import Asked, Reading, edges_of
from catalog_admin.artefacts.differing.ruleset_edges import compared_rulesets, declared_otherwise, together
from catalog_admin.artefacts.differing.table_edges import compared_graphs
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.rulesets.model import ReadyRule
from catalog_admin.rules.conditioned import conditioned_of

TABLES = (ArtefactKind.TABLE, ArtefactKind.DMN)
# Cases times the rules or cells that each asks, for one thing: a second or so.
WORK = 200_000
FEWEST_CASES = 50


@dataclass(frozen=True)
class Compared:
    """`behaviour` is None where there is only one of them, or where it cannot be compared; `why` says why not."""

    subject: SubjectId
    is_before: bool
    is_after: bool
    behaviour: Behaviour | None
    why: str | None = None


@dataclass(frozen=True)
class Deciding:
    """Something that decides, and what it says: where that is the same, nothing need be tried."""

    subject: Subject | Conditioned
    said: object


@dataclass(frozen=True)
class Things:
    """What decides in two trees, and which of it may decide differently."""

    before: Mapping[SubjectId, Deciding]
    after: Mapping[SubjectId, Deciding]
    changed: tuple[SubjectId, ...]

    def compared(self, name: SubjectId, instant: datetime) -> Compared:
        old, new = self.before.get(name), self.after.get(name)
        if old is None or new is None:
            return Compared(name, old is not None, new is not None, None)
        behaviour = _behaviour(old.subject, new.subject, instant)
        return Compared(name, True, True, behaviour, _why_not(new.subject) if behaviour is None else None)


def things_of(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Things:
    old, new = dict(_deciding(before)), dict(_deciding(after))
    names = sorted(old.keys() | new.keys(), key=lambda each: (each.kind, each.id))
    changed = (each for each in names if each not in old or each not in new or old[each].said != new[each].said)
    return Things(old, new, tuple(changed))


def _deciding(files: Mapping[str, bytes]) -> Iterator[tuple[SubjectId, Deciding]]:
    """Each rule is compared with its set."""
    report = check(files)
    if report.tree is None:
        return
    artefacts = report.tree.artefacts.values()
    texts = {named_by(each.path): each.content for each in artefacts if each.kind in TABLES}
    suite = suite_of(artefacts, report.sets or {}, report.tree.scopes)
    for name, subject in suite.subjects.items():
        if name.kind != "rule":
            yield name, Deciding(subject, texts.get(name.id) if name.kind == "table" else _meant(subject))
    for (kind, called), each in conditioned_of(report.tree).items():
        yield SubjectId(kind, called), Deciding(each, each.said())


def _meant(subject: Subject) -> object:
    """Of rules, whichever file they lie in."""
    if not isinstance(subject, RulesetSubject):
        return subject
    asked = subject.asked
    return asked.scope, [
        (rule.id, rule.scope, rule.priority, rule.stops, rule.in_force, text_of([rule.condition.logic, *_does(rule)]))
        for rule in asked.rules
    ]


def _does(rule: ReadyRule) -> Iterator[Any]:
    return ([action.name, action.payload] for action in rule.actions)


def _behaviour(old: Subject | Conditioned, new: Subject | Conditioned, instant: datetime) -> Behaviour | None:
    match old, new:
        case PredicateSubject(), PredicateSubject():
            return _of_conditions(old, new, instant)
        case RulesetSubject(), RulesetSubject():
            size = len(old.asked.rules) + len(new.asked.rules)
            return compared_rulesets(old.asked, new.asked, instant, _most(size))
        case GuardrailSubject(), GuardrailSubject():
            return _of_guardrails(old, new, instant)
        case TableSubject(), TableSubject():
            return compared_graphs(old.graph, new.graph, instant, _most(_cells_of(old, new)))
        case DecisionsSubject(), DecisionsSubject():
            return compared_decisions(old.decisions, new.decisions, instant, _most(_cells_of(old, new)))
        case Conditioned(), Conditioned():
            return compared_conditions(old, new, instant, _most)
    return None


def _cells_of(*tables: TableSubject | DecisionsSubject) -> int:
    return sum(len(parts) for each in tables for parts in each.parts().values())


def _why_not(subject: Subject | Conditioned) -> str:
    if not isinstance(subject, Conditioned):
        return "nobody knows which inputs to try"
    return "none of its conditions did, and what else it says decides nothing by itself"


def _most(size: int) -> int:
    return max(FEWEST_CASES, min(CASE_LIMIT, WORK // max(1, size)))


def _of_conditions(old: PredicateSubject, new: PredicateSubject, instant: datetime) -> Behaviour:
    """Inputs as people write them, so that one can be made a case."""
    sides = [Asked([each.rule.root], [each.in_force]) for each in (old, new)]
    reading = Reading(together(old.scope, new.scope))
    edges = edges_of(sides[0], sides[1], instant, reading, unknown=declared_otherwise(old.scope, new.scope))
    limit = _most(len(old.conditions) + len(new.conditions))
    return compared(_outcome(old), _outcome(new), edges.space, [instant], limit, edges.unknown)


def _outcome(subject: PredicateSubject) -> Decides:
    return lambda context, at: subject.tell(context, at).outcome.name


def _of_guardrails(old: GuardrailSubject, new: GuardrailSubject, instant: datetime) -> Behaviour:
    """With those above that bind it."""
    sides = [asked_by([each.guardrail, *each.above], each.scope) for each in (old, new)]
    reading = Reading(together(old.scope, new.scope))
    edges = edges_of(sides[0], sides[1], instant, reading, unknown=declared_otherwise(old.scope, new.scope))
    limit = _most(sum(len(each.roots) for each in sides))
    return compared(_weighed(old), _weighed(new), edges.space, [instant], limit, edges.unknown)


def _weighed(subject: GuardrailSubject) -> Decides:
    def answer(context: Mapping[str, Any], at: datetime) -> Any:
        told = subject.tell(context, at)
        return told.outcome.name, told.said.get("breaches", [])

    return answer
