"""CertLogic, the rule language of the EU's digital COVID certificates, converted to our profile of JSONLogic.

What the conversion writes out, because CertLogic does it silently and the profile has no such thing:

- **Truthiness.** `{"var": x}` as a condition is true for whatever is there and is not 0, "" or empty. A thing with
  members (`payload.v.0`) becomes the question whether it is there; a scalar `has(x)` and, for texts and numbers,
  "and is not empty" or "and is not 0".
- **Null.** `===` and `in` of something missing are false there, MISSING_INPUT here: `has(x) && …` is written before
  them. Where CertLogic would fail (a date or number that is missing) nothing is written: MISSING_INPUT is the answer.
- **Dates.** A day is its midnight in UTC, so every date is an instant. `plusTime` of days, and of hours that are whole
  days, becomes `date.add_days`; the four comparisons of time become `<`, `>`, `>=` and `<=`.
- **The clock.** `external.validationClock` is the instant of the decision, `date.now`; no rule reads an input for it.
- **`reduce`** over a list that is written in the rule is written out, item by item (five rules, all of them counts).
- **Constants.** `if` with a constant condition is the branch it chooses; arguments after the third are not looked at,
  there as here.
- **Certificates.** A context has names, no places in lists: `payload.v.0.dn` is one, `payload.v.0.is_there` says
  whether there is a first vaccination. What a name holds is declared by its last part, as in the certificate's schema.
"""

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from typing import Any

from catalog_admin.predicates.model import Attribute, Kind, Scope, Type

_CLOCK = "external.validationClock"
_INTEGERS = frozenset({"dn", "sd"})
_MOMENTS = frozenset({"dt", "fr", "df", "du", "sc", "dob"})
_TEXTS = frozenset({"tg", "tt", "tr", "ma", "mp", "vp"})
_TIMES = {"before": "<", "after": ">", "not-before": ">=", "not-after": "<="}
_HOURS_A_DAY = 24
# The member that says of a thing with members whether there is one.
THERE = "is_there"


class NotConverted(Exception):
    """A part of CertLogic that has no counterpart."""


def type_of(name: str) -> Type:
    """A value set is a list of texts; of a certificate the last name says it, and what has members is there or not."""
    if name.startswith("external.valueSets."):
        return Type(Kind.TEXT, many=True)
    last = name.rpartition(".")[2]
    if last in _INTEGERS:
        return Type(Kind.INTEGER)
    if last in _MOMENTS:
        return Type(Kind.DATETIME)
    return Type(Kind.TEXT) if last in _TEXTS else Type(Kind.BOOLEAN)


def scope_of(logic: Any) -> Scope:
    return Scope({name: Attribute(type_of(name)) for name in names_of(logic)})


def names_of(logic: Any) -> set[str]:
    if isinstance(logic, list):
        return {name for part in logic for name in names_of(part)}
    if not isinstance(logic, dict):
        return set()
    named = {logic["var"]} if isinstance(logic.get("var"), str) else set()
    named.update(logic.get("missing", ()))
    return named | {name for part in logic.values() for name in names_of(part)}


def condition(logic: Any) -> Any:
    """The part as something that is true or false."""
    if isinstance(logic, bool):
        return logic
    if "var" in logic:
        return _is_there(logic["var"])
    ((operator, arguments),) = logic.items()
    if operator == "if":
        return _branches(arguments, condition)
    if operator in _TIMES:
        moments = [_moment(argument) for argument in arguments]
        pairs = [{_TIMES[operator]: [*pair]} for pair in pairwise(moments)]
        return pairs[0] if len(pairs) == 1 else {"and": pairs}
    if operator in ("and", "!"):
        return {operator: [condition(argument) for argument in arguments]}
    if operator in ("===", "in"):
        return _guarded(operator, arguments)
    if operator in (">", ">=", "<", "<="):
        return {operator: [_value(argument) for argument in arguments]}
    raise NotConverted(operator)


def _is_there(name: str) -> Any:
    if type_of(name).kind is Kind.BOOLEAN:
        return {"!": [{"missing": [f"{name}.{THERE}"]}]}
    there = {"!": [{"missing": [name]}]}
    empty: Any = {Kind.TEXT: "", Kind.INTEGER: 0}.get(type_of(name).kind)
    return there if empty is None else {"and": [there, {"!==": [{"var": name}, empty]}]}


def _guarded(operator: str, arguments: list[Any]) -> Any:
    read = [argument["var"] for argument in arguments if isinstance(argument, dict) and "var" in argument]
    names = [name for name in read if not name.startswith("external.")]
    there = [{"!": [{"missing": names}]}] if names else []
    compared = {operator: [_value(argument) for argument in arguments]}
    return {"and": [*there, compared]} if there else compared


def _branches(arguments: list[Any], branch: Callable[[Any], Any]) -> Any:
    """The first branch whose condition holds; CertLogic looks at no more than three arguments."""
    chosen, then, otherwise = arguments[:3]
    if chosen is True:
        return branch(then)
    return {"if": [condition(chosen), branch(then), branch(otherwise)]}


def _value(logic: Any) -> Any:
    if not isinstance(logic, dict):
        return logic
    if "reduce" in logic:
        return _written_out(*logic["reduce"])
    if "if" in logic:
        return _branches(logic["if"], _value)
    if "var" in logic:
        return logic
    raise NotConverted(str(next(iter(logic))))


def _written_out(items: list[Any], step: Any, start: Any) -> Any:
    """A count over the items: each adds what the step adds for it."""
    ((operator, (accumulated, added)),) = step.items()
    if operator != "+" or accumulated != {"var": "accumulator"}:
        raise NotConverted("reduce that does not count")
    return reduce(lambda sum_, item: {"+": [sum_, _value(_of_item(added, item))]}, items, start)


def _of_item(logic: Any, item: Any) -> Any:
    if isinstance(logic, list):
        return [_of_item(part, item) for part in logic]
    if not isinstance(logic, dict):
        return logic
    if isinstance(logic.get("var"), str) and logic["var"].startswith("current."):
        return {"var": f"{item['var']}.{logic['var'].removeprefix('current.')}"}
    return {operator: _of_item(arguments, item) for operator, arguments in logic.items()}


def _moment(logic: Any) -> Any:
    """A moment, moved."""
    if "if" in logic:
        return _branches(logic["if"], _moment)
    read, amount, unit = logic["plusTime"]
    if unit == "hour":
        amount, left = divmod(amount, _HOURS_A_DAY)
        if left:
            raise NotConverted("hours that are no whole days")
    elif unit != "day":
        raise NotConverted(unit)
    moment = {"date.now": []} if read["var"] == _CLOCK else read
    return {"date.add_days": [moment, amount]} if amount else moment
