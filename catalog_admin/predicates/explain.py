"""The same evaluation, kept: every part with its place, what it read and what it answered."""

from dataclasses import dataclass
from datetime import datetime

from catalog_admin.predicates.evaluate import Moment, Step, Steps, answer
from catalog_admin.predicates.model import Gap, Outcome, Row, Value, outcome_of
from catalog_admin.predicates.shown import shown
from catalog_admin.predicates.tree import Call, Each, EachRecord, Item, Listed, Literal, Read, Rule, logic_of

ITEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Explanation:
    """`outcome` is None for a part that is a value, not a condition; `reason` says why one is not there.

    Parts that were not needed (the branch not taken) have no entry; a list body has one entry per item, the first
    twenty of them.
    """

    pointer: str
    operator: str
    expression: str
    value: Value | None
    outcome: Outcome | None
    reason: str | None
    parts: tuple["Explanation", ...]


def explain(rule: Rule, row: Row, instant: datetime) -> Explanation:
    """The trace; its outcome is the outcome of evaluate(), being the same evaluation."""
    steps = Steps()
    answer(rule.root, Moment(row, instant, record=steps))
    return _explained(steps[0])


def _explained(step: Step) -> Explanation:
    expression, found = step.expression, step.answer
    shown_steps = step.steps[: ITEMS_SHOWN + 1] if isinstance(expression, Each | EachRecord) else step.steps
    gap = found if isinstance(found, Gap) else None
    return Explanation(
        pointer=expression.pointer,
        operator=_operator(step),
        expression=shown(logic_of(expression)),
        value=None if isinstance(found, Gap) else found,
        outcome=outcome_of(found) if gap or isinstance(found, bool) else None,
        reason=gap.reason if gap else None,
        parts=tuple(_explained(inner) for inner in shown_steps),
    )


def _operator(step: Step) -> str:
    match step.expression:
        case Call(operator=operator) | Each(operator=operator) | EachRecord(operator=operator):
            return operator
        case Read() | Item():
            return "var"
        case Literal() | Listed():
            return "literal"
        case _:
            return "missing"
