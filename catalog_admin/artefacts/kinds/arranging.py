"""A well-shaped value → its canonical form: members in the schema's order, logic and exact numbers in one notation."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.errors import UnreadableText
from catalog_admin.artefacts.kinds.model import FOREIGN, ArtefactKind
from catalog_admin.artefacts.kinds.published import Schema, applied, below, schema_of
from catalog_admin.kit.faults import step
from catalog_admin.predicates.canonical import canonical_logic
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.rules import read_logic
from catalog_admin.predicates.values import decimal_of

# What is refused on the way, and where.
Refused = Callable[[str, PredicateRefused], None]


def arranged(kind: ArtefactKind, value: Any, refused: Refused) -> Any:
    """Logic that cannot be read stays as it is and is told; raises UnreadableText for what is no exact number."""
    return _Arranger(refused, is_exact=kind not in FOREIGN).arrange(value, schema_of(kind), "")


def _in_order(value: dict[str, Any], schema: Schema) -> list[str]:
    """As the schema tells them; what it does not know comes last, by code point."""
    known = [name for name in schema.get("properties", ()) if name in value]
    return [*known, *sorted(value.keys() - {*known})]


class _Arranger:
    def __init__(self, refused: Refused, *, is_exact: bool) -> None:
        self.refused = refused
        self.is_exact = is_exact

    def arrange(self, value: Any, schema: Schema, pointer: str) -> Any:
        schema = applied(schema, value)
        language = schema.get("x-language")
        if language is not None:
            return self.logic(value, language, pointer)
        if isinstance(value, dict):
            return self.object(value, schema, pointer)
        if isinstance(value, list):
            return [self.arrange(each, below(schema, at), f"{pointer}/{at}") for at, each in enumerate(value)]
        return self.number(value) if isinstance(value, Decimal) else value

    def object(self, value: dict[str, Any], schema: Schema, pointer: str) -> Any:
        if self.is_exact and value.keys() == {"decimal"}:
            return self.exactly(value["decimal"], pointer)
        names = _in_order(value, schema)
        return {name: self.arrange(value[name], below(schema, name), pointer + step(name)) for name in names}

    def exactly(self, digits: Any, pointer: str) -> Any:
        number = decimal_of(digits) if isinstance(digits, str) else None
        if number is None:
            raise UnreadableText("decimal takes a text of digits, in the exact range", pointer=f"{pointer}/decimal")
        return self.number(number)

    def number(self, number: Decimal) -> Any:
        """Fractions travel as texts: parsers that count in floats lose digits."""
        if not self.is_exact:
            return number
        digits = plain(number)
        return {"decimal": digits} if "." in digits else int(digits)

    def logic(self, value: Any, language: str, pointer: str) -> Any:
        """In `logic` a text is a text; in the others it is the short form."""
        try:
            return canonical_logic(value) if language == "logic" else read_logic(value)
        except PredicateRefused as refused:
            self.refused(pointer, refused)
            return value
