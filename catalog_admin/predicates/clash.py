"""What to say, and to suggest, when types do not fit."""

from catalog_admin.predicates.errors import TypeClash, UnknownValue
from catalog_admin.predicates.literals import towards
from catalog_admin.predicates.model import BOOLEAN, NUMBERS, Kind, Scope, Type
from catalog_admin.predicates.shown import shown
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.tree import Expression, Listed, Literal, Read, logic_of, written
from catalog_admin.predicates.values import decimal_of


def said(expression: Expression) -> str:
    return shown(logic_of(expression))


def comparable(left: Type, right: Type) -> bool:
    return left.kind == right.kind or {left.kind, right.kind} <= NUMBERS


def align(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """A text literal beside a date becomes a date."""
    return towards(left, right.type), towards(right, left.type)


def type_clash(at: Expression, detail: str, suggestion: str | None = None) -> TypeClash:
    return TypeClash(detail, pointer=at.pointer, suggestion=suggestion, expression=said(at))


def of_comparison(operator: str, left: Expression, right: Expression, pointer: str) -> TypeClash:
    detail = f"{left.type} and {right.type} do not compare"
    return TypeClash(detail, pointer=pointer, suggestion=_comparable_instead(operator, left, right))


def _comparable_instead(operator: str, left: Expression, right: Expression) -> str | None:
    if left.type.many != right.type.many and comparable(left.type, right.type):
        one, many = (right, left) if left.type.many else (left, right)
        member = f"{said(one)} in {said(many)}"
        return {"===": member, "!==": f"!({member})"}.get(operator)
    for literal, other in ((left, right), (right, left)):
        repaired = _read_as(literal, other.type)
        if repaired is not None:
            return repaired
    return None


def _read_as(expression: Expression, wanted: Type) -> str | None:
    """The literal without the quotes that made it a text."""
    if not isinstance(expression, Literal) or not isinstance(expression.value, str) or wanted.many:
        return None
    if wanted.kind in NUMBERS:
        number = decimal_of(expression.value)
        return None if number is None else shown(written(number))
    if wanted.kind is Kind.BOOLEAN and expression.value.lower() in ("true", "false"):
        return expression.value.lower()
    return None


def of_membership(left: Expression, right: Expression, pointer: str) -> TypeClash:
    swapped = left.type.many and not right.type.many and comparable(left.type, right.type)
    return TypeClash(
        f"{left.type} is not in {right.type}",
        pointer=pointer,
        suggestion=f"{said(right)} in {said(left)}" if swapped else None,
    )


def as_boolean(operand: Expression) -> str | None:
    """How a condition on this value would be written."""
    if operand.type == BOOLEAN:
        return None
    if operand.type.many:
        return f"size({said(operand)}) > 0"
    if operand.type.is_number:
        return f"{said(operand)} != 0"
    return f"has({said(operand)})" if isinstance(operand, Read) else None


def refuse_unknown_values(scope: Scope, left: Expression, right: Expression) -> None:
    """A literal that the attribute can never hold is a typing mistake, not a rule."""
    for read, other in ((left, right), (right, left)):
        if not isinstance(read, Read) or not isinstance(other, Literal | Listed):
            continue
        allowed = scope[read.name].allowed
        written_values = (other.value,) if isinstance(other, Literal) else other.values
        for value in written_values if allowed is not None else ():
            if value not in (allowed or ()):
                hint = nearest(str(value), [str(each) for each in allowed or ()])
                raise UnknownValue(f"`{read.name}` is never {value!r}", pointer=other.pointer, suggestion=hint)
