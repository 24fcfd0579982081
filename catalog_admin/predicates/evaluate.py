"""One row, one instant → one of four outcomes.

Three-valued logic with a fourth value: `and` is false if any part is false, else an error if any part is one, else
missing if any is; `or` the same with true. Everything else is strict: an error in is an error out, then a missing
input in is a missing input out. So no missing value and no error ever becomes MATCH by comparing or negating it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any, Protocol, cast

from catalog_admin.predicates import exact, functions
from catalog_admin.predicates.model import (
    SUM_ITEM_LIMIT,
    Gap,
    Kind,
    Outcome,
    Records,
    Row,
    Scalar,
    failed,
    missing,
    outcome_of,
)
from catalog_admin.predicates.strict import STRICT, Answer
from catalog_admin.predicates.tree import (
    Absent,
    Call,
    Each,
    EachRecord,
    Expression,
    Item,
    Listed,
    Literal,
    Read,
    Rule,
)
from catalog_admin.predicates.values import cell_of


class Record(Protocol):
    """Keeps what parts answer. While one is there every part is looked at, also those that were not needed."""

    def kept(self, expression: Expression, moment: "Moment") -> Answer:
        """What its entry in ANSWERS answers."""


@dataclass(slots=True)
class Moment:
    """What a part may look at: the row, the instant, and inside a list body the item."""

    row: Row
    instant: datetime
    item: Scalar | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One evaluated part, for the explanation."""

    expression: Expression
    answer: Answer
    steps: "Steps"


class Steps(list[Step]):
    """Everything: each part with its own parts in it."""

    def kept(self, expression: Expression, moment: Moment) -> Answer:
        inner = Steps()
        within = Moment(moment.row, moment.instant, moment.item, inner)
        found = ANSWERS[type(expression)](expression, within)
        self.append(Step(expression, found, inner))
        return found


def evaluate(rule: Rule, row: Row, instant: datetime) -> Outcome:
    """The outcome; never raises for what a row holds. The instant carries its time zone."""
    return outcome_of(answer(rule.root, Moment(row, instant)))


def answer(expression: Expression, moment: Moment) -> Answer:
    if moment.record is None:
        return ANSWERS[type(expression)](expression, moment)
    return moment.record.kept(expression, moment)


def _read(expression: Read, moment: Moment) -> Answer:
    cell = moment.row.get(expression.name)
    if cell is None and expression.otherwise is not None:
        return expression.otherwise
    return cell_of(expression.name, expression.type, cell)


def _item(_: Item, moment: Moment) -> Answer:
    return missing("an item") if moment.item is None else moment.item


def _absent(expression: Absent, moment: Moment) -> Answer:
    present = sum(moment.row.get(name) is not None for name in expression.names)
    return present < expression.needed


def _call(expression: Call, moment: Moment) -> Answer:
    operator = expression.operator
    if operator == "and" or operator == "or":
        return _joined(expression, moment, dominant=operator == "or")
    if operator == "if":
        return _branch(expression, moment)
    values = [answer(argument, moment) for argument in expression.arguments]
    gap = _worst(values)
    if gap is not None:
        return gap
    strict = STRICT.get(operator)
    return strict(values) if strict else functions.compute(operator, moment.instant, values)


def _worst(answers: list[Answer]) -> Gap | None:
    """The first error, else the first missing input."""
    gaps = [each for each in answers if isinstance(each, Gap)]
    return next((gap for gap in gaps if gap.outcome is Outcome.ERROR), gaps[0] if gaps else None)


def _joined(expression: Call, moment: Moment, *, dominant: bool) -> Answer:
    answers: list[Answer] = []
    for argument in expression.arguments:
        found = answer(argument, moment)
        # Order does not matter to the outcome, so an explanation may look at everything.
        if found is dominant and moment.record is None:
            return dominant
        answers.append(found)
    return _verdict(answers, dominant=dominant)


def _verdict(answers: list[Answer], *, dominant: bool) -> Answer:
    if any(each is dominant for each in answers):
        return dominant
    return _worst(answers) or (not dominant)


def _branch(expression: Call, moment: Moment) -> Answer:
    arguments = expression.arguments
    for place in range(0, len(arguments) - 1, 2):
        condition = answer(arguments[place], moment)
        if isinstance(condition, Gap):
            return condition
        if condition is True:
            return _result(expression, answer(arguments[place + 1], moment))
    return _result(expression, answer(arguments[-1], moment))


def _result(expression: Call, found: Answer) -> Answer:
    """An integer branch beside a decimal one gives a decimal."""
    if expression.type.kind is Kind.DECIMAL and isinstance(found, int):
        return exact.widened(found)
    return found


def _each(expression: Each, moment: Moment) -> Answer:
    source = answer(expression.source, moment)
    if isinstance(source, Gap):
        return source
    items = cast("tuple[Scalar | None, ...]", source)
    answers = [answer(expression.body, Moment(moment.row, moment.instant, item, moment.record)) for item in items]
    if expression.operator == "reduce":
        return _total(answers, decimal=expression.type.kind is Kind.DECIMAL)
    if expression.operator in ("filter", "map"):
        return _worst(answers) or _picked(expression.operator, items, answers)
    return _quantified(expression.operator, answers)


def _each_record(expression: EachRecord, moment: Moment) -> Answer:
    records = _chosen(expression, moment)
    if isinstance(records, Gap):
        return records
    answers = [_of_record(expression.body, record, moment) for record in records]
    if expression.operator == "reduce":
        return _total(answers, decimal=expression.type.kind is Kind.DECIMAL)
    if expression.operator == "map":
        return _worst(answers) or tuple(cast("list[Scalar]", answers))
    return _quantified(expression.operator, answers)


def _chosen(expression: EachRecord, moment: Moment) -> Records | Gap:
    """The records that are looked at; one of which it is not known whether it is chosen leaves all undecided."""
    records = moment.row.get(expression.name)
    if records is None:
        return missing(expression.name)
    if not isinstance(records, list | tuple):
        return failed(f"{expression.name} is no list of records")
    found = cast("Records", records)
    for condition in expression.chosen:
        answers = [_of_record(condition, record, moment) for record in found]
        gap = _worst(answers)
        if gap is not None:
            return gap
        found = [record for record, held in zip(found, answers, strict=True) if held is True]
    return found


def _of_record(expression: Expression, record: object, moment: Moment) -> Answer:
    if not isinstance(record, Mapping):
        return missing("an item") if record is None else failed("an item is no record")
    return answer(expression, Moment(record, moment.instant, None, moment.record))


def _picked(operator: str, items: tuple[Scalar | None, ...], answers: list[Answer]) -> Answer:
    if operator == "map":
        return tuple(cast("list[Scalar]", answers))
    return tuple(item for item, held in zip(items, answers, strict=True) if held is True)


def _quantified(operator: str, answers: list[Answer]) -> Answer:
    if operator == "all":
        # As in JSONLogic, "all of nothing" does not hold: an empty list must not grant.
        return _verdict(answers, dominant=False) if answers else False
    found = _verdict(answers, dominant=True)
    return found if operator == "some" or isinstance(found, Gap) else not found


def _total(answers: list[Answer], *, decimal: bool) -> Answer:
    """Refused when the magnitudes alone leave the range: the order of the items must not matter."""
    gap = _worst(answers)
    if gap is not None:
        return gap
    if len(answers) > SUM_ITEM_LIMIT:
        return failed(f"a sum of more than {SUM_ITEM_LIMIT} items")
    if not decimal:
        whole = cast("list[int]", answers)
        magnitude = exact.counted(sum(abs(number) for number in whole))
        return magnitude if isinstance(magnitude, Gap) else sum(whole)
    numbers = cast("list[Decimal]", answers)
    reach = exact.settled(reduce(exact.WIDE.add, (number.copy_abs() for number in numbers), Decimal(0)))
    return reach if isinstance(reach, Gap) else reduce(exact.WIDE.add, numbers, Decimal(0))


ANSWERS: dict[type, Callable[[Any, Moment], Answer]] = {
    Literal: lambda expression, _: expression.value,
    Listed: lambda expression, _: expression.values,
    Read: _read,
    Item: _item,
    Absent: _absent,
    Call: _call,
    Each: _each,
    EachRecord: _each_record,
}
