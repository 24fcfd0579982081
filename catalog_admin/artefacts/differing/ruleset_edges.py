"""Behavioural difference of two sets of rules: what they do differently, whichever rule does it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.probing import CASE_LIMIT
from catalog_admin.artefacts.differing.rule_edges import Asked, Reading, edges_of
from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.lines import ITEM, name_of_lines
from catalog_admin.artefacts.rulesets.model import LINE, Action, Done, ReadyRule, ReadySet
from catalog_admin.predicates.clash import said
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.tree import EachRecord, Expression, Read, logic_of, parts, walk


def compared_rulesets(before: ReadySet, after: ReadySet, instant: datetime, limit: int = CASE_LIMIT) -> Behaviour:
    """At the edges of every condition of both, and at instants at which a rule comes into force or leaves it; those of
    rules that are not in both come first."""
    scope = together(before.scope, after.scope)
    lines = name_of_lines(after.scope) or name_of_lines(before.scope)
    edges = edges_of(
        _asked(before.rules),
        _asked(after.rules),
        instant,
        Reading(scope, lines),
        _asked(_changed(before.rules, after.rules)),
        [*declared_otherwise(before.scope, after.scope), *_worked_out(before.rules, after.rules)],
    )
    return compared(_doing(before), _doing(after), edges.space, [instant], limit, edges.unknown)


def together(before: Scope, after: Scope) -> Scope:
    return Scope({**before.attributes, **after.attributes}, {**before.records, **after.records})


def declared_otherwise(before: Scope, after: Scope) -> Iterator[str]:
    """What is read as another type now: values of both would have to be tried."""
    for name, declared in before.attributes.items():
        if name in after.attributes and after.attributes[name].type != declared.type:
            yield f"{name}, declared otherwise"
    for name, inner in before.records.items():
        if name in after.records:
            yield from declared_otherwise(inner, after.records[name])


def _asked(rules: Sequence[ReadyRule]) -> Asked:
    return Asked(
        [each for rule in rules if rule.scope != LINE for each in _roots(rule)],
        [rule.in_force for rule in rules],
        [each for rule in rules if rule.scope == LINE for each in _roots(rule)],
    )


def _roots(rule: ReadyRule) -> Iterator[Expression]:
    yield rule.condition.root
    yield from (action.expression for action in rule.actions if action.expression is not None)


def _changed(before: Sequence[ReadyRule], after: Sequence[ReadyRule]) -> list[ReadyRule]:
    told = [{text_of(_said(rule)): rule for rule in rules} for rules in (before, after)]
    return [rule for one, other in (told, told[::-1]) for text, rule in one.items() if text not in other]


def _said(rule: ReadyRule) -> Any:
    """All but what it is called."""
    actions = [[action.name, action.payload] for action in rule.actions]
    return [rule.scope, rule.priority, rule.stops, repr(rule.in_force), rule.condition.logic, actions]


def _worked_out(before: Sequence[ReadyRule], after: Sequence[ReadyRule]) -> Iterator[str]:
    """Values that are set otherwise, and those that rules after it read: what they turn at is not looked for."""
    sides = [{text_of(logic_of(each)): each for _, each in _expressions(rules)} for rules in (before, after)]
    yield from (said(each) for one, other in (sides, sides[::-1]) for key, each in one.items() if key not in other)
    for rules in (before, after):
        read = {name for rule in rules for root in _roots(rule) for name in _names(root)}
        for rule in rules:
            for target in _hidden(rule.actions, read):
                yield f"{target}, which {rule.id} sets"


def _hidden(actions: Iterable[Action], read: set[str]) -> Iterator[str]:
    for action in actions:
        target = action.target or ""
        is_line = target.startswith(f"{ITEM}.")
        if (action.expression is not None and target in read) or (is_line and _in_records(target) in read):
            yield target


def _in_records(target: str) -> str:
    return f"[].{target.removeprefix(f'{ITEM}.')}"


def _expressions(rules: Sequence[ReadyRule]) -> Iterator[tuple[str, Expression]]:
    """Plain values need no looking for."""
    for rule in rules:
        yield from ((str(each.target), each.expression) for each in rule.actions if each.expression is not None)


def _names(root: Expression) -> Iterator[str]:
    """Those in lists of records as `[].quantity`."""
    if isinstance(root, Read):
        yield root.name
    elif isinstance(root, EachRecord):
        inner = (each for part in parts(root) for each in walk(part))
        yield from (f"[].{each.name}" for each in inner if isinstance(each, Read))
    for part in () if isinstance(root, EachRecord) else parts(root):
        yield from _names(part)


def _doing(asked: ReadySet) -> Decides:
    def answer(context: Mapping[str, Any], instant: datetime) -> Any:
        try:
            decision = decide(asked, context, instant, explained=False)
        except TooMuchToAsk:
            return "TOO_MUCH"
        return sorted({entry.verdict.value for entry in decision.undecided}), [*map(_does, decision.done)]

    return answer


def _does(done: Done) -> Any:
    return done.action.name, done.action.payload, done.line, done.action.target, done.value
