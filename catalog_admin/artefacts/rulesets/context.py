"""What conditions may read: a JSON Schema becomes a typed scope, and a context a row of it.

Objects are opened (`account.region`), lists of plain values are lists, lists of objects are records
(`quote.lines.exists(line, …)`). What is not declared is not read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.kinds.numbers import is_written, number_of
from catalog_admin.kit.faults import step
from catalog_admin.predicates.errors import UnreadableValue
from catalog_admin.predicates.model import Attribute, Kind, Row, Scalar, Scope, Type
from catalog_admin.predicates.values import from_json

DEEPEST = 8
NAMES = 5_000
Schema = Mapping[str, Any]
# Stands where an object or a list was declared and something else came: no type reads it.
_WRONG = object()
_KINDS = {"string": Kind.TEXT, "integer": Kind.INTEGER, "number": Kind.DECIMAL, "boolean": Kind.BOOLEAN}
# An abstract class takes ten times as long to ask, and contexts are nearly always the first.
_OBJECTS = (dict, Mapping)
# What files may write in two ways.
_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
_FORMATS = {"date": Kind.DATE, "date-time": Kind.DATETIME}


@dataclass(frozen=True, slots=True)
class Undeclarable:
    """A part of a schema that declares no type."""

    pointer: str
    reason: str


@dataclass(slots=True)
class _Names:
    attributes: dict[str, Attribute] = field(default_factory=dict)
    records: dict[str, Scope] = field(default_factory=dict)

    def scope(self) -> Scope:
        return Scope(self.attributes, self.records)


def scope_of(schema: Schema) -> tuple[Scope, list[Undeclarable]]:
    """The names that the schema declares, and the parts that declare none."""
    reader = _Reader(schema.get("$defs", {}))
    names = _Names()
    reader.members(schema, "", names, "", 0)
    return names.scope(), reader.undeclarable


def row_of(scope: Scope, context: Any) -> dict[str, Any]:
    """The context as a row; whatever is of another type than declared is an error for the rules that read it."""
    row = {name: _cell(declared.type, _at(context, name)) for name, declared in scope.attributes.items()}
    return row | {name: _records(inner, _at(context, name)) for name, inner in scope.records.items()}


class _Reader:
    def __init__(self, definitions: Schema) -> None:
        self.definitions = definitions
        self.undeclarable: list[Undeclarable] = []
        self.left = NAMES

    def refuse(self, pointer: str, reason: str) -> None:
        self.undeclarable.append(Undeclarable(pointer, reason))

    def members(self, schema: Schema, name: str, names: _Names, pointer: str, depth: int) -> None:
        for member, part in schema.get("properties", {}).items():
            self.name(part, f"{name}.{member}" if name else member, names, f"{pointer}/properties{step(member)}", depth)

    def name(self, schema: Schema, name: str, names: _Names, pointer: str, depth: int) -> None:
        schema = self.followed(schema, pointer)
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            self.refuse(pointer, f"names go {DEEPEST} levels deep, and there are {NAMES:,} of them at most")
            return
        match _type_of(schema):
            case "object":
                self.members(schema, name, names, pointer, depth + 1)
            case "array":
                self.list(schema, name, names, pointer, depth)
            case kind if kind in _KINDS:
                names.attributes[name] = _attribute(schema, _KINDS[kind], many=False)
            case _:
                self.refuse(pointer, "a name has one type: object, array, string, number, integer or boolean")

    def list(self, schema: Schema, name: str, names: _Names, pointer: str, depth: int) -> None:
        pointer += "/items"
        items = self.followed(schema.get("items", {}), pointer)
        kind = _type_of(items)
        if kind == "object":
            inner = _Names()
            self.members(items, "", inner, pointer, depth + 1)
            names.records[name] = inner.scope()
        elif kind in _KINDS:
            names.attributes[name] = _attribute(items, _KINDS[kind], many=True)
        else:
            self.refuse(pointer, "the items of a list have one type: object, string, number, integer or boolean")

    def followed(self, schema: Schema, pointer: str) -> Schema:
        seen: set[str] = set()
        while "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            if name in seen or name not in self.definitions:
                self.refuse(f"{pointer}/$ref", f"nothing defines {name}")
                return {}
            seen.add(name)
            schema = {**self.definitions[name], **{key: each for key, each in schema.items() if key != "$ref"}}
        return schema


def _type_of(schema: Schema) -> str | None:
    """null beside a type says that the value may be missing, which any value may."""
    said = schema.get("type")
    kinds = [each for each in (said if isinstance(said, list) else [said]) if each != "null"]
    return kinds[0] if len(kinds) == 1 else None


def _attribute(schema: Schema, kind: Kind, *, many: bool) -> Attribute:
    kind = _FORMATS.get(schema.get("format", ""), kind) if kind is Kind.TEXT else kind
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    allowed = None if listed is None else frozenset(_allowed(Type(kind), listed))
    return Attribute(Type(kind, many), schema.get("title"), allowed)


def _allowed(declared: Type, listed: list[Any]) -> Iterator[Scalar]:
    for value in listed:
        cell = _cell(declared, value)
        if isinstance(cell, Scalar):
            yield cell


def _at(context: Any, name: str) -> Any:
    for part in name.split("."):
        if context is None:
            return None
        if not isinstance(context, _OBJECTS):
            return _WRONG
        context = context.get(part)
    return context


def _cell(declared: Type, value: Any) -> Any:
    """Left as it came where it is none of the type: reading it is then an error, not a guess."""
    try:
        if declared.kind not in _NUMBERS:
            return from_json(declared, value)
        if isinstance(value, list):
            return from_json(declared, [_exact(declared, each) for each in value])
        return from_json(declared, _exact(declared, value))
    except UnreadableValue:
        return _WRONG


def _exact(declared: Type, value: Any) -> Any:
    """A number in its one form; a text where a number is declared is none."""
    if is_written(value) or isinstance(value, Decimal):
        number = number_of(value)
        return _WRONG if number is None else number
    return _WRONG if declared.kind is Kind.DECIMAL and isinstance(value, str) else value


def _records(scope: Scope, value: Any) -> Any:
    if value is None or not isinstance(value, list):
        return None if value is None else _WRONG
    return [None if each is None else _record(scope, each) for each in value]


def _record(scope: Scope, value: Any) -> Row | Any:
    return row_of(scope, value) if isinstance(value, Mapping) else _WRONG
