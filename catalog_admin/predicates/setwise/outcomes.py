"""A checked rule over a whole frame: every part becomes columns, used once and dropped.

Not one big expression: a checked sum mentions its parts several times, and nested ones would grow without bound.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce

import polars as pl

from catalog_admin.predicates.evaluate import Moment, answer
from catalog_admin.predicates.model import NUMBERS, Gap, Kind, Outcome
from catalog_admin.predicates.operators import COMPARISONS, FUNCTIONS
from catalog_admin.predicates.rules import reads
from catalog_admin.predicates.setwise import lists, numbers
from catalog_admin.predicates.setwise.columns import Clock, Column, either, literal, polars_type, strict
from catalog_admin.predicates.setwise.functions import function_column
from catalog_admin.predicates.tree import Absent, Call, Each, Expression, Item, Listed, Literal, Read, Rule, walk

_ITEM = "item"
_GAPS = "~gaps in "
_MISSING = pl.lit(int(Outcome.MISSING_INPUT), pl.UInt8)


def outcomes(rule: Rule, rows: pl.DataFrame, instant: datetime) -> pl.Series:
    """UInt8 outcomes; the frame has a column of polars_type() for every attribute read, null where missing."""
    return outcomes_of([rule], rows, instant)[0]


def outcomes_of(rules: Sequence[Rule], rows: pl.DataFrame, instant: datetime) -> list[pl.Series]:
    """Of many rules in one pass: Polars asks once what several of them ask, and keeps every core busy.

    A rule with parts in work is answered at once, so that never more than one rule's parts take memory.
    """
    stage = _Stage(_read(rules, rows), Clock(instant))
    answered: list[pl.Series | pl.Expr] = []
    for rule in rules:
        before = stage.parts
        answer = _outcome(stage.column(rule.root))
        answered.append(answer if stage.parts == before else stage.answered([answer], before)[0])
    waiting = [answer for answer in answered if isinstance(answer, pl.Expr)]
    together = iter(stage.answered(waiting, stage.parts))
    return [answer if isinstance(answer, pl.Series) else next(together) for answer in answered]


def _outcome(column: Column) -> pl.Expr:
    # As numbers NO_MATCH and MATCH are what false and true are: no branch for each row.
    answered = column.value.cast(pl.UInt8).fill_null(_MISSING)
    if column.error is None:
        return answered
    return pl.when(column.error).then(pl.lit(int(Outcome.ERROR), pl.UInt8)).otherwise(answered)


def _read(rules: Sequence[Rule], rows: pl.DataFrame) -> pl.DataFrame:
    """The columns that are read, and one that is not, so that a rule without any still knows the height."""
    counted = pl.Series("~", [None], dtype=pl.Null).new_from_index(0, rows.height)
    return pl.DataFrame([counted, *(rows[name] for name in sorted(frozenset().union(*map(reads, rules))))])


class _Stage:
    """A frame that grows a column for each part in work; their names start with `~`, which attributes never do."""

    def __init__(self, frame: pl.DataFrame, clock: Clock) -> None:
        self.frame = frame
        self.clock = clock
        self.parts = 0
        self._gaps: dict[str, bool] = {}

    def answered(self, answers: Sequence[pl.Expr], before: int) -> list[pl.Series]:
        """For each row of the frame; parts that were numbered after `before` are used up."""
        names = [f"~outcome{place}" for place in range(len(answers))]
        named = [answer.alias(name) for answer, name in zip(answers, names, strict=True)]
        # Lazily, because only so Polars sees what several of them have in common.
        told = self.frame.lazy().with_columns(named).select(names).collect()
        self._drop_after(before)
        return [told[name].rename("outcome") for name in names]

    def column(self, expression: Expression) -> Column:
        if isinstance(expression, Literal):
            return Column(literal(expression.value, expression.type))
        if not isinstance(expression, Read) and _reads_nothing(expression):
            return _constant(expression, self.clock)
        match expression:
            case Read(name=name, type=declared, otherwise=otherwise):
                stored = pl.col(name)
                return Column(stored if otherwise is None else stored.fill_null(literal(otherwise, declared)))
            case Item():
                return Column(pl.col(_ITEM))
            case Absent(names=names, needed=needed):
                present = [pl.col(name).is_not_null().cast(pl.Int64) for name in names]
                return Column(pl.sum_horizontal(present) < needed)
            case Each():
                return self.each(expression)
            case Call():
                return self.call(expression)
            case _:
                return _constant(expression, self.clock)

    def call(self, call: Call) -> Column:
        before = self.parts
        columns = [self.column(argument) for argument in call.arguments]
        if call.operator in _ARITHMETIC and len(columns) > 1:
            return self.arithmetic(call, columns, before)
        done = self.member(call, columns) if call.operator == "in" else _call(call, columns, self.clock)
        is_small = call.operator in COMPARISONS or call.operator in ("and", "or", "!") or _asks_of_a_column(call)
        return done if is_small and done.error is None else self.keep(done, before)

    def member(self, call: Call, columns: list[Column]) -> Column:
        hay, (left, right) = columns[1], call.arguments
        gaps = None
        if right.type.many and not isinstance(right, Listed):
            if isinstance(right, Read) and right.otherwise is None:
                gaps = self.gaps(right.name)
            else:
                gaps = lists.gaps_in(hay.value)
        return lists.member(columns[0], hay, left, right, gaps)

    def gaps(self, name: str) -> pl.Expr | None:
        """Looked for once for all rules that read the list; most lists have none, and no row is asked for them."""
        kept = f"{_GAPS}{name}"
        if kept not in self._gaps:
            items = self.frame[name].explode(empty_as_null=False, keep_nulls=False)
            self._gaps[kept] = items.null_count() > 0
            if self._gaps[kept]:
                self.frame = self.frame.with_columns(lists.gaps_in(pl.col(name)).alias(kept))
        return pl.col(kept) if self._gaps[kept] else None

    def arithmetic(self, call: Call, columns: list[Column], before: int) -> Column:
        typed = [(column, part.type.kind) for column, part in zip(columns, call.arguments, strict=True)]
        total, kind = typed[0]
        for operand in typed[1:]:
            step, kind = _ARITHMETIC[call.operator]((total, kind), operand)
            total = self.keep(step)
        return self.keep(strict(total, columns), before)

    def each(self, each: Each) -> Column:
        before = self.parts
        source = self.keep(self.column(each.source))
        inner = _Stage(lists.exploded(self.frame.select(source.value).to_series()), self.clock)
        body = inner.column(each.body)
        failed = pl.lit(False) if body.error is None else body.error
        items = inner.frame.select("row", _ITEM, value=body.value, failed=failed)
        self.parts += 1
        of = f"~{self.parts}"
        said = lists.gathered(items, each, self.frame.height)
        self.frame = self.frame.hstack([column.alias(f"{of}{column.name}") for column in said])
        return self.keep(lists.each_column(each, source, of), before)

    def keep(self, column: Column, before: int | None = None) -> Column:
        """The column computed; `before` drops the parts that were numbered after it, all of them used up."""
        self.parts += 1
        name = f"~{self.parts}"
        made = [column.value.alias(f"{name}value")]
        if column.error is not None:
            made.append(column.error.alias(f"{name}error"))
        computed = self.frame.with_columns(made)
        # As series: a column that Polars keeps as one repeated value makes `literal == column` one row long (2.1).
        self.frame = computed.with_columns([computed[each.meta.output_name()] for each in made])
        if before is not None:
            self._drop_after(before, self.parts)
        return Column(pl.col(f"{name}value"), None if column.error is None else pl.col(f"{name}error"))

    def _drop_after(self, before: int, until: int | None = None) -> None:
        spent = {f"~{part}" for part in range(before + 1, self.parts + 1 if until is None else until)}
        self.frame = self.frame.drop([each for each in self.frame.columns if each.rstrip(_LETTERS) in spent])


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _asks_of_a_column(call: Call) -> bool:
    """Membership mentions its sides several times, which costs nothing where they are columns or written values."""
    return call.operator == "in" and all(isinstance(part, Read | Literal | Listed) for part in call.arguments)


def _reads_nothing(expression: Expression) -> bool:
    # Asked of every part, so it ends with the first that reads: most have one near.
    if any(isinstance(part, Read | Absent) for part in walk(expression)):
        return False
    # List bodies do not nest: with a list operation in sight, every item belongs to it.
    kinds = {type(part) for part in walk(expression)}
    return Each in kinds or Item not in kinds


def _constant(expression: Expression, clock: Clock) -> Column:
    """What reads nothing is answered once, not for every row."""
    found = answer(expression, Moment({}, clock.instant))
    if isinstance(found, Gap):
        return Column(pl.lit(None, dtype=polars_type(expression.type)), pl.lit(True))
    return Column(literal(found, expression.type))


def _call(call: Call, columns: list[Column], clock: Clock) -> Column:
    operator = call.operator
    if operator in FUNCTIONS:
        return function_column(call, columns, clock)
    if operator == "and" or operator == "or":
        return _joined(operator, columns)
    if operator == "!":
        return Column(~columns[0].value, columns[0].error)
    if operator == "if":
        return _branches(call, columns)
    if operator in COMPARISONS:
        return _compared(call, columns)
    return numbers.negative(columns[0])


def _joined(operator: str, columns: list[Column]) -> Column:
    """Polars' & and | are Kleene's; an error is null in the value, and reported only where nothing decides."""
    values = [each.value for each in columns]
    value = reduce(lambda a, b: a & b, values) if operator == "and" else reduce(lambda a, b: a | b, values)
    failed = either(*(each.error for each in columns))
    return Column(value, None if failed is None else failed & value.is_null())


def _branches(call: Call, columns: list[Column]) -> Column:
    """From the last else outwards: an unknown condition answers with its own gap."""
    places = range(len(columns) - 3, -1, -2)
    result = _as_result(call, len(columns) - 1, columns)
    for place in places:
        condition, then = columns[place], _as_result(call, place + 1, columns)
        value = pl.when(condition.value).then(then.value).when(~condition.value).then(result.value)
        none = pl.lit(False)
        chosen = (
            pl.when(condition.value)
            .then(none if then.error is None else then.error)
            .when(~condition.value)
            .then(none if result.error is None else result.error)
        )
        result = Column(value, either(chosen, condition.error))
    return result


def _as_result(call: Call, place: int, columns: list[Column]) -> Column:
    kind = call.arguments[place].type.kind
    if call.type.kind is Kind.DECIMAL and kind is Kind.INTEGER:
        return numbers.widened(columns[place], kind)
    return columns[place]


def _compared(call: Call, columns: list[Column]) -> Column:
    left, right = (each.value for each in columns)
    if {argument.type.kind for argument in call.arguments} == NUMBERS:
        left, right = (numbers.comparable(*each) for each in zip((left, right), call.arguments, strict=True))
    return Column(_COMPARE[call.operator](left, right), either(*(each.error for each in columns)))


_COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "===": lambda left, right: left == right,
    "!==": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: dict[str, Callable[[numbers.Typed, numbers.Typed], numbers.Typed]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.remainder,
    "min": numbers.least,
    "max": numbers.greatest,
}
