"""Canonical JSON + scope → a typed rule; every name declared, every operand of its type, the result boolean."""

from dataclasses import dataclass
from typing import Any

from catalog_admin.predicates import clash, operations
from catalog_admin.predicates.clash import align, comparable, type_clash
from catalog_admin.predicates.errors import ItemScope, TypeClash, UnknownName
from catalog_admin.predicates.literals import literal_of, literals_of, towards
from catalog_admin.predicates.model import BOOLEAN, ORDERED, Kind, Scope, Type
from catalog_admin.predicates.operators import COMPARISONS, FUNCTIONS, LISTWISE, LITERALS
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.tree import (
    Absent,
    Call,
    Each,
    EachRecord,
    Expression,
    Item,
    Literal,
    Read,
    Rule,
    logic_of,
)


def check(logic: Any, scope: Scope) -> Rule:
    """The typed rule of canonical JSON; refuses unknown names and type clashes with pointer and suggestion."""
    root = typed(logic, scope)
    if root.type != BOOLEAN:
        raise type_clash(root, "a rule answers yes or no", clash.as_boolean(root))
    return Rule(logic_of(root), root)


def typed(logic: Any, scope: Scope) -> Expression:
    """Any expression of the language, also one that answers a number, a text or a list."""
    return _Checker(scope).read(logic, "")


@dataclass(frozen=True, slots=True)
class _Records:
    """The list, what one of its records has, and which of them are looked at."""

    name: str
    scope: Scope
    chosen: tuple[Expression, ...] = ()


class _Checker:
    def __init__(self, scope: Scope, outside: "_Checker | None" = None, before: str = "") -> None:
        self.scope = scope
        # Inside a body over records: who reads outside of it, and what stands before each name in JSONLogic.
        self.outside = outside
        self.before = before
        # Inside a list body: the item's type and the name it has there ("" or "current").
        self.item: tuple[Type, str] | None = None

    def read(self, logic: Any, pointer: str) -> Expression:
        if isinstance(logic, list):
            return literals_of(logic, pointer)
        if not isinstance(logic, dict):
            return literal_of(logic, pointer)
        ((operator, arguments),) = logic.items()
        if operator in LITERALS:
            return literal_of(logic, pointer)
        inside = f"{pointer}/{operator.replace('/', '~1')}"
        if operator == "var":
            return self.variable(arguments, pointer)
        if operator in ("missing", "missing_some"):
            return self.absent(operator, arguments, pointer)
        if operator in LISTWISE:
            return self.each(operator, arguments, pointer, inside)
        operands = tuple(self.read(each, f"{inside}/{place}") for place, each in enumerate(arguments))
        return self.call(operator, operands, pointer)

    def call(self, operator: str, operands: tuple[Expression, ...], pointer: str) -> Expression:
        if operator in FUNCTIONS:
            return operations.of_function(FUNCTIONS[operator], operands, pointer)
        if operator in ("and", "or", "!"):
            for operand in operands:
                operations.boolean(operand)
            return Call(operator, operands, BOOLEAN, pointer)
        if operator == "if":
            return operations.branches(operands, pointer)
        if operator == "in":
            return self.within(operands, pointer)
        if operator in COMPARISONS:
            return self.comparison(operator, operands, pointer)
        return operations.arithmetic(operator, operands, pointer)

    def variable(self, argument: Any, pointer: str) -> Expression:
        name, otherwise = argument if isinstance(argument, list) else (argument, None)
        if self.item is not None:
            return self.item_of(name, otherwise, pointer)
        name = self.called(name, pointer)
        if name in self.scope.records:
            raise TypeClash(
                f"`{name}` is a list of records: it is gone through",
                pointer=pointer,
                suggestion=f"{name}.exists(item, item.… == …)",
            )
        declared = self.declared(name, pointer).type
        if otherwise is None:
            return Read(name, declared, pointer)
        default = towards(literal_of(otherwise, f"{pointer}/var/1"), declared)
        if declared.many or not comparable(default.type, declared) or not isinstance(default, Literal):
            raise type_clash(default, f"the default of a {declared} is a {declared}")
        if declared.kind is Kind.INTEGER and default.type.kind is Kind.DECIMAL:
            raise type_clash(default, "the default of an integer is an integer")
        value = literal_of(otherwise, pointer, declared.kind).value if declared.is_number else default.value
        return Read(name, declared, pointer, value)

    def item_of(self, name: str, otherwise: Any, pointer: str) -> Expression:
        if self.item is None or name != self.item[1] or otherwise is not None:
            raise self.beyond(pointer)
        return Item(self.item[0], pointer)

    def called(self, name: str, pointer: str) -> str:
        """The name as the scope has it; in a sum over records JSONLogic says `current.` before it."""
        if not name.startswith(self.before):
            raise self.beyond(pointer)
        return name.removeprefix(self.before)

    def beyond(self, pointer: str) -> ItemScope:
        return ItemScope(
            "the body of a list operation reads its item and nothing else",
            pointer=pointer,
            suggestion="compare with other attributes outside the body",
        )

    def declared(self, name: str, pointer: str) -> Any:
        if name not in self.scope:
            hint = nearest(name, [*self.scope, *self.scope.records])
            if hint is None and self.outside is not None and name in self.outside.scope:
                raise self.beyond(pointer)
            raise UnknownName(f"nothing declares `{name}`", pointer=pointer, suggestion=hint, name=name)
        return self.scope[name]

    def absent(self, operator: str, arguments: Any, pointer: str) -> Expression:
        needed, names = (len(arguments), arguments) if operator == "missing" else arguments
        if self.item is not None:
            raise self.beyond(pointer)
        names = [self.called(name, pointer) for name in names]
        for name in names:
            if name not in self.scope.records:
                self.declared(name, pointer)
        return Absent(tuple(names), needed, BOOLEAN, pointer)

    def each(self, operator: str, arguments: Any, pointer: str, inside: str) -> Expression:
        if self.item is not None:
            raise ItemScope("a list operation inside a list body", pointer=pointer)
        records = self.records(arguments[0], f"{inside}/0")
        if records is not None:
            return self.each_record(operator, records, arguments[1], pointer, inside)
        source = self.read(arguments[0], f"{inside}/0")
        if not source.type.many:
            raise type_clash(source, f"`{operator}` runs over a list, not over {source.type}")
        self.item = (source.type.item, "current" if operator == "reduce" else "")
        logic, place = (arguments[1]["+"][1], "1/+/1") if operator == "reduce" else (arguments[1], "1")
        body = self.read(logic, f"{inside}/{place}")
        self.item = None
        kind = operations.of_list(operator, body, source.type if operator == "filter" else None)
        return Each(operator, source, body, kind, pointer)

    def records(self, logic: Any, pointer: str) -> "_Records | None":
        """None for a list of plain values."""
        if not isinstance(logic, dict):
            return None
        ((operator, arguments),) = logic.items()
        if operator == "var" and isinstance(arguments, str):
            inner = self.scope.records.get(arguments.removeprefix(self.before))
            return None if inner is None else _Records(self.called(arguments, pointer), inner)
        found = self.records(arguments[0], f"{pointer}/filter/0") if operator == "filter" else None
        if found is None:
            return None
        held = _Checker(found.scope, self).read(arguments[1], f"{pointer}/filter/1")
        operations.boolean(held)
        return _Records(found.name, found.scope, (*found.chosen, held))

    def each_record(self, operator: str, records: "_Records", logic: Any, pointer: str, inside: str) -> Expression:
        if operator == "filter":
            detail = "a list of records is gone through, counted or summed"
            raise TypeClash(detail, pointer=pointer, suggestion=f"size({records.name}.filter(item, …)) > 0")
        if operator == "reduce":
            body = _Checker(records.scope, self, "current.").read(logic["+"][1], f"{inside}/1/+/1")
        else:
            body = _Checker(records.scope, self).read(logic, f"{inside}/1")
        return EachRecord(operator, records.name, records.chosen, body, operations.of_list(operator, body), pointer)

    def comparison(self, operator: str, operands: tuple[Expression, ...], pointer: str) -> Expression:
        left, right = align(operands[0], operands[1])
        if left.type.many or right.type.many or not comparable(left.type, right.type):
            raise clash.of_comparison(operator, left, right, pointer)
        if operator not in ("===", "!==") and left.type.kind not in ORDERED:
            raise type_clash(left, f"{left.type} has no order")
        clash.refuse_unknown_values(self.scope, left, right)
        return Call(operator, (left, right), BOOLEAN, pointer)

    def within(self, operands: tuple[Expression, ...], pointer: str) -> Expression:
        left, right = align(operands[0], operands[1])
        part_of_text = right.type == Type(Kind.TEXT) and left.type == right.type
        item_of_list = right.type.many and not left.type.many and comparable(left.type, right.type.item)
        if not part_of_text and not item_of_list:
            raise clash.of_membership(left, right, pointer)
        if item_of_list:
            clash.refuse_unknown_values(self.scope, left, right)
        return Call("in", (left, right), BOOLEAN, pointer)
