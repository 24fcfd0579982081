"""A checked rule as a typed tree; `pointer` is the place of each part in the canonical JSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias, cast

from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.model import Json, Scalar, Type
from catalog_admin.predicates.operators import LISTWISE, LITERALS
from catalog_admin.predicates.values import date_text

_NAMING = frozenset({"var", "missing", "missing_some"})


@dataclass(frozen=True, slots=True)
class Literal:
    value: Scalar
    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list written in the rule: never empty, one kind, no gaps."""

    values: tuple[Scalar, ...]
    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class Read:
    name: str
    type: Type
    pointer: str
    otherwise: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The element that the surrounding list body looks at."""

    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class Absent:
    """True when fewer than `needed` of the names have a value; never itself missing."""

    names: tuple[str, ...]
    needed: int
    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class Call:
    operator: str
    arguments: tuple["Expression", ...]
    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class Each:
    """some, all, none, filter, map, or reduce (which only sums) of a list."""

    operator: str
    source: "Expression"
    body: "Expression"
    type: Type
    pointer: str


@dataclass(frozen=True, slots=True)
class EachRecord:
    """some, all, none, map or reduce over the records of a list that all of `chosen` hold for.

    In `chosen` and `body` names are those of one record: it is the row there.
    """

    operator: str
    name: str
    chosen: tuple["Expression", ...]
    body: "Expression"
    type: Type
    pointer: str


Expression: TypeAlias = Literal | Listed | Read | Item | Absent | Call | Each | EachRecord


@dataclass(frozen=True)
class Rule:
    """`logic` is the canonical JSON that is stored, `root` what the evaluators walk."""

    logic: Json
    root: Expression

    @cached_property
    def names_read(self) -> frozenset[str]:
        """The attributes that can change the outcome, `missing` included."""
        return frozenset(_names_read(self.root))

    @cached_property
    def operators(self) -> frozenset[str]:
        return frozenset(part.operator for part in walk(self.root) if isinstance(part, Call))


def parts(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Each):
        return (expression.source, expression.body)
    if isinstance(expression, EachRecord):
        return (*expression.chosen, expression.body)
    return ()


def _names_read(expression: Expression) -> Iterator[str]:
    """Of records the list's name alone: theirs are names of another row."""
    if isinstance(expression, EachRecord):
        yield expression.name
        return
    if isinstance(expression, Read):
        yield expression.name
    elif isinstance(expression, Absent):
        yield from expression.names
    for part in parts(expression):
        yield from _names_read(part)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it, outermost first."""
    yield expression
    for part in parts(expression):
        yield from walk(part)


def logic_of(expression: Expression) -> Json:
    """The canonical JSON of a checked expression."""
    match expression:
        case Literal(value=value):
            return written(value)
        case Listed(values=values):
            return [written(value) for value in values]
        case Read(name=name, otherwise=value) if value is not None:
            return {"var": [name, written(value)]}
        case Read(name=name):
            return {"var": name}
        case Item():
            return {"var": ""}
        case Absent(names=names, needed=needed) if needed == len(names):
            return {"missing": [*names]}
        case Absent(names=names, needed=needed):
            return {"missing_some": [needed, [*names]]}
        case Call(operator=operator, arguments=arguments):
            return {operator: [logic_of(argument) for argument in arguments]}
        case Each(operator="reduce", source=source, body=body):
            current = renamed(logic_of(body), lambda _: "current")
            return {"reduce": [logic_of(source), {"+": [{"var": "accumulator"}, current]}, 0]}
        case Each(operator=operator, source=source, body=body):
            return {operator: [logic_of(source), logic_of(body)]}
        case EachRecord():
            return _logic_of_records(expression)


def _logic_of_records(each: EachRecord) -> Json:
    source: Json = {"var": each.name}
    for condition in each.chosen:
        source = {"filter": [source, logic_of(condition)]}
    body = logic_of(each.body)
    if each.operator != "reduce":
        return {each.operator: [source, body]}
    return {"reduce": [source, {"+": [{"var": "accumulator"}, renamed(body, lambda name: f"current.{name}")]}, 0]}


def renamed(logic: Json, called: Callable[[str], str]) -> Json:
    """The logic with the names that it reads called otherwise; bodies of lists inside it have names of their own."""
    if isinstance(logic, list):
        return [renamed(each, called) for each in logic]
    if not isinstance(logic, dict):
        return logic
    ((operator, arguments),) = logic.items()
    if operator in LITERALS:
        return logic
    if operator in _NAMING:
        return {operator: _renamed_names(operator, arguments, called)}
    if operator in LISTWISE and isinstance(arguments, list):
        return {operator: [renamed(arguments[0], called), *arguments[1:]]}
    return {operator: renamed(arguments, called)}


def _renamed_names(operator: str, arguments: Json, called: Callable[[str], str]) -> Json:
    if isinstance(arguments, str):
        return called(arguments)
    listed = cast("list[Json]", arguments)
    if operator == "var":
        return [called(str(listed[0])), *listed[1:]]
    names, most = (listed, []) if operator == "missing" else (cast("list[Json]", listed[1]), listed[:1])
    told: list[Json] = [called(str(name)) for name in names]
    return [*most, told] if most else told


def written(value: Scalar) -> Json:
    """A scalar as its one literal."""
    if isinstance(value, Decimal):
        text = plain(value)
        return {"decimal": text} if "." in text else int(text)
    if isinstance(value, date):
        return {"datetime" if isinstance(value, datetime) else "date": date_text(value)}
    return value
