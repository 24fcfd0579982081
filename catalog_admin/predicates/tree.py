"""A checked rule as a typed tree; `pointer` is the place of each part in the canonical JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.model import Json, Scalar, Type
from catalog_admin.predicates.values import date_text


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


Expression: TypeAlias = Literal | Listed | Read | Item | Absent | Call | Each


@dataclass(frozen=True)
class Rule:
    """`logic` is the canonical JSON that is stored, `root` what the evaluators walk."""

    logic: Json
    root: Expression

    @cached_property
    def names_read(self) -> frozenset[str]:
        """The attributes that can change the outcome, `missing` included."""
        names: set[str] = set()
        for part in walk(self.root):
            if isinstance(part, Read):
                names.add(part.name)
            elif isinstance(part, Absent):
                names.update(part.names)
        return frozenset(names)

    @cached_property
    def operators(self) -> frozenset[str]:
        return frozenset(part.operator for part in walk(self.root) if isinstance(part, Call))


def parts(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Each):
        return (expression.source, expression.body)
    return ()


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
            current = _current_for_item(logic_of(body))
            return {"reduce": [logic_of(source), {"+": [{"var": "accumulator"}, current]}, 0]}
        case Each(operator=operator, source=source, body=body):
            return {operator: [logic_of(source), logic_of(body)]}


def written(value: Scalar) -> Json:
    """A scalar as its one literal."""
    if isinstance(value, Decimal):
        text = plain(value)
        return {"decimal": text} if "." in text else int(text)
    if isinstance(value, date):
        return {"datetime" if isinstance(value, datetime) else "date": date_text(value)}
    return value


def _current_for_item(logic: Json) -> Json:
    if isinstance(logic, list):
        return [_current_for_item(each) for each in logic]
    if not isinstance(logic, dict):
        return logic
    if logic == {"var": ""}:
        return {"var": "current"}
    return {operator: _current_for_item(arguments) for operator, arguments in logic.items()}
