"""What an operation gives, once its operands are typed; refuses operands that it does not take."""

from catalog_admin.predicates import clash
from catalog_admin.predicates.clash import comparable, type_clash
from catalog_admin.predicates.exact import FRACTION_DIGITS
from catalog_admin.predicates.literals import towards
from catalog_admin.predicates.model import BOOLEAN, NUMBERS, TIMES, Kind, Type
from catalog_admin.predicates.operators import QUANTIFIERS, Function
from catalog_admin.predicates.tree import Call, Expression, Literal


def boolean(operand: Expression) -> None:
    if operand.type != BOOLEAN:
        raise type_clash(operand, f"a condition is boolean, not {operand.type}", clash.as_boolean(operand))


def of_list(operator: str, body: Expression, chosen_of: Type | None = None) -> Type:
    """`chosen_of` is the list that a filter leaves items of."""
    if operator in QUANTIFIERS or chosen_of is not None:
        boolean(body)
        return BOOLEAN if chosen_of is None else chosen_of
    if body.type.many or (operator == "reduce" and not body.type.is_number):
        raise type_clash(body, "a sum adds numbers" if operator == "reduce" else "a list of lists")
    return Type(body.type.kind, many=operator == "map")


def branches(operands: tuple[Expression, ...], pointer: str) -> Expression:
    for condition in operands[:-1:2]:
        boolean(condition)
    results = [*operands[1:-1:2], operands[-1]]
    kind = results[0].type
    for place, result in enumerate(results):
        result = towards(result, kind)
        if result.type.many != kind.many or not comparable(result.type, kind) or (kind.many and result.type != kind):
            raise type_clash(result, f"one branch is {kind}, this one {result.type}")
        kind = result.type if result.type.kind is Kind.DECIMAL else kind
        results[place] = result
    rebuilt = [*operands]
    rebuilt[1:-1:2], rebuilt[-1] = results[:-1], results[-1]
    return Call("if", tuple(rebuilt), kind, pointer)


def arithmetic(operator: str, operands: tuple[Expression, ...], pointer: str) -> Expression:
    for operand in operands:
        if not operand.type.is_number:
            raise type_clash(operand, f"`{operator}` takes numbers, not {operand.type}", _counted_otherwise(operand))
    decimal = operator == "/" or any(operand.type.kind is Kind.DECIMAL for operand in operands)
    return Call(operator, operands, Type(Kind.DECIMAL if decimal else Kind.INTEGER), pointer)


def _counted_otherwise(operand: Expression) -> str | None:
    if operand.type.many:
        return "size(…) or a sum over the items"
    if operand.type.kind in TIMES:
        return "daysBetween(…), addDays(…) or daysSince(…)"
    return "text.concat(…)" if operand.type.kind is Kind.TEXT else None


def of_function(function: Function, operands: tuple[Expression, ...], pointer: str) -> Expression:
    takes = function.takes + (function.takes[-1:] * (len(operands) - len(function.takes)))
    given = tuple(_argument(function, *pair) for pair in zip(operands, takes, strict=True))
    if function.name == "money.round":
        _places(given[1])
    kind = function.gives if function.gives is not None else given[0].type.kind
    return Call(function.name, given, Type(kind), pointer)


def _argument(function: Function, operand: Expression, kinds: frozenset[Kind]) -> Expression:
    if kinds <= TIMES:
        for kind in sorted(kinds):
            operand = towards(operand, Type(kind), strict=len(kinds) == 1)
    if operand.type.many or operand.type.kind not in kinds:
        wanted = "a number" if kinds == NUMBERS else " or ".join(sorted(kinds))
        raise type_clash(operand, f"`{function.spelling}` takes {wanted}, not {operand.type}")
    return operand


def _places(operand: Expression) -> None:
    if not isinstance(operand, Literal) or not isinstance(operand.value, int):
        raise type_clash(operand, "the number of places is written in the rule")
    if not 0 <= operand.value <= FRACTION_DIGITS:
        raise type_clash(operand, f"places are 0 to {FRACTION_DIGITS}")
