"""What two trees decide differently, thing by thing: inputs that show it, or none found among so many."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.cases.decisions import DecisionsSubject
from catalog_admin.artefacts.cases.model import Subject, SubjectId
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.differing.behaviour import Behaviour, compared
from catalog_admin.artefacts.differing.decision_edges import compared_decisions
from catalog_admin.artefacts.differing.probing import CASE_LIMIT
from catalog_admin.artefacts.differing.rule_edges import space_of
from catalog_admin.artefacts.differing.ruleset_edges import compared_rulesets
from catalog_admin.artefacts.differing.table_edges import compared_graphs
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.model import ReadyRule
from catalog_admin.predicates.evaluate import evaluate

TABLES = (ArtefactKind.TABLE, ArtefactKind.DMN)
# Cases times the rules or cells that each asks, for one thing: a second or so.
WORK = 200_000
FEWEST_CASES = 50


@dataclass(frozen=True)
class Compared:
    """`behaviour` is None where there is only one of them, or where nobody knows which inputs to try."""

    subject: SubjectId
    is_before: bool
    is_after: bool
    behaviour: Behaviour | None


@dataclass(frozen=True)
class Deciding:
    """Something that decides, and what it says: where that is the same, nothing need be tried."""

    subject: Subject
    said: object


@dataclass(frozen=True)
class Things:
    """What decides in two trees, and which of it may decide differently."""

    before: Mapping[SubjectId, Deciding]
    after: Mapping[SubjectId, Deciding]
    changed: tuple[SubjectId, ...]

    def compared(self, name: SubjectId, instant: datetime) -> Compared:
        old, new = self.before.get(name), self.after.get(name)
        behaviour = None if old is None or new is None else _behaviour(old.subject, new.subject, instant)
        return Compared(name, old is not None, new is not None, behaviour)


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


def _behaviour(old: Subject, new: Subject, instant: datetime) -> Behaviour | None:
    if isinstance(old, PredicateSubject) and isinstance(new, PredicateSubject):
        return _of_conditions(old, new, instant)
    if isinstance(old, RulesetSubject) and isinstance(new, RulesetSubject):
        size = len(old.asked.rules) + len(new.asked.rules)
        return compared_rulesets(old.asked, new.asked, instant, _most(size))
    if isinstance(old, TableSubject) and isinstance(new, TableSubject):
        return compared_graphs(old.graph, new.graph, instant, _most(_cells_of(old, new)))
    if isinstance(old, DecisionsSubject) and isinstance(new, DecisionsSubject):
        return compared_decisions(old.decisions, new.decisions, instant, _most(_cells_of(old, new)))
    return None


def _cells_of(*tables: TableSubject | DecisionsSubject) -> int:
    return sum(len(parts) for each in tables for parts in each.parts().values())


def _most(size: int) -> int:
    return max(FEWEST_CASES, min(CASE_LIMIT, WORK // max(1, size)))


def _of_conditions(old: PredicateSubject, new: PredicateSubject, instant: datetime) -> Behaviour:
    """Inputs as people write them, so that one can be made a case."""
    space = space_of([old.rule, new.rule], instant, nested=True)
    return compared(
        _answering(old), _answering(new), space, [instant], _most(len(old.conditions) + len(new.conditions))
    )


def _answering(subject: PredicateSubject) -> Callable[[Mapping[str, Any], datetime], str]:
    return lambda context, at: evaluate(subject.rule, row_of(subject.scope, context), at).name
