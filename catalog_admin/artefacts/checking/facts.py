"""What a condition says for sure of one name: enough to prove that one condition implies another, or excludes it.

Only what can be proven is said. A comparison that holds has its value there, so a proof about values is one about
outcomes: where the premise matches, the conclusion matches.
"""

from dataclasses import dataclass
from typing import Any

from catalog_admin.predicates.tree import Call, Expression, Listed, Literal, Read, logic_of

_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "===": "==="}


@dataclass(frozen=True, slots=True)
class Fact:
    """The name lies between these, or is one of `values`."""

    name: str
    low: Any = None
    high: Any = None
    is_above: bool = False
    is_below: bool = False
    values: tuple[Any, ...] | None = None

    def admits(self, value: Any) -> bool:
        if self.values is not None:
            return value in self.values
        if self.low is not None and (value < self.low or (self.is_above and value == self.low)):
            return False
        return self.high is None or not (value > self.high or (self.is_below and value == self.high))

    def is_within(self, other: "Fact") -> bool:
        if self.values is not None:
            return all(map(other.admits, self.values))
        if other.values is not None:
            return False
        return _is_at_least(self, other) and _is_at_most(self, other)

    def excludes(self, other: "Fact") -> bool:
        """No value satisfies both."""
        if self.values is not None:
            return not any(map(other.admits, self.values))
        return other.excludes(self) if other.values is not None else _is_past(self, other) or _is_past(other, self)


def _is_at_least(inner: Fact, outer: Fact) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    return bool(inner.low > outer.low or (inner.low == outer.low and (inner.is_above or not outer.is_above)))


def _is_at_most(inner: Fact, outer: Fact) -> bool:
    if outer.high is None:
        return True
    if inner.high is None:
        return False
    return bool(inner.high < outer.high or (inner.high == outer.high and (inner.is_below or not outer.is_below)))


def _is_past(above: Fact, below: Fact) -> bool:
    if above.low is None or below.high is None:
        return False
    touches = above.low == below.high and not (above.is_above or below.is_below)
    return bool(above.low >= below.high and not touches)


def fact_of(expression: Expression) -> Fact | None:
    """None for what is no comparison of one name with plain values."""
    match expression:
        case Call(operator="in", arguments=(Read(name=name, otherwise=None), Listed(values=values))):
            return Fact(name, values=values)
        case Call(operator=operator, arguments=(Read(name=name, otherwise=None), Literal(value=value))):
            return _compared(operator, name, value)
        case Call(operator=operator, arguments=(Literal(value=value), Read(name=name, otherwise=None))):
            return _compared(_SWAPPED.get(operator, ""), name, value)
        case Read(name=name, otherwise=None):
            return Fact(name, values=(True,))
        case Call(operator="!", arguments=(Read(name=name, otherwise=None),)):
            return Fact(name, values=(False,))
    return None


def _compared(operator: str, name: str, value: Any) -> Fact | None:
    match operator:
        case "===":
            return Fact(name, values=(value,))
        case ">" | ">=":
            return Fact(name, low=value, is_above=operator == ">")
        case "<" | "<=":
            return Fact(name, high=value, is_below=operator == "<")
    return None


def implies(premise: Expression, conclusion: Expression) -> bool:
    """Wherever the premise matches, the conclusion does; False means that it could not be proven."""
    if _is_literal(conclusion, True) or _is_literal(premise, False):
        return True
    if _is_same(premise, conclusion):
        return True
    if isinstance(conclusion, Call) and conclusion.operator == "and":
        return all(implies(premise, each) for each in conclusion.arguments)
    if isinstance(premise, Call) and premise.operator == "or":
        return all(implies(each, conclusion) for each in premise.arguments)
    if isinstance(conclusion, Call) and conclusion.operator == "or":
        return any(implies(premise, each) for each in conclusion.arguments)
    if isinstance(premise, Call) and premise.operator == "and":
        return any(implies(each, conclusion) for each in premise.arguments)
    given, wanted = fact_of(premise), fact_of(conclusion)
    return given is not None and wanted is not None and given.name == wanted.name and given.is_within(wanted)


def _is_same(one: Expression, other: Expression) -> bool:
    """Wherever it stands; told apart first by what is cheap to see."""
    if type(one) is not type(other) or getattr(one, "operator", None) != getattr(other, "operator", None):
        return False
    return logic_of(one) == logic_of(other)


def _is_literal(expression: Expression, value: bool) -> bool:
    return isinstance(expression, Literal) and expression.value is value


def is_impossible(condition: Expression) -> bool:
    """It never matches: false, or a conjunction of what excludes one another; False means that it may."""
    match condition:
        case Literal(value=False):
            return True
        case Call(operator="or", arguments=arguments):
            return all(map(is_impossible, arguments))
        case Call(operator="and", arguments=arguments):
            facts = [fact for fact in map(fact_of, arguments) if fact is not None]
            pairs = ((a, b) for at, a in enumerate(facts) for b in facts[at + 1 :])
            return any(map(is_impossible, arguments)) or any(a.name == b.name and a.excludes(b) for a, b in pairs)
    return False
