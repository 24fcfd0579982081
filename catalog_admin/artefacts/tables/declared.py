"""Inputs and outputs that a JSON Schema declares: enforced before a table looks, with no look elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

import jsonschema_rs

from catalog_admin.artefacts.tables.shapes import is_deeper
from catalog_admin.predicates.model import Gap, Outcome, failed

SCHEMA_DEPTH = 32


class UnusableSchema(Exception):
    """No JSON Schema, or one that refers to another document."""


@dataclass(frozen=True, eq=False)
class Declared:
    """A schema and what checks it; linear-time patterns, because authors write them."""

    schema: Mapping[str, Any]
    validator: jsonschema_rs.Draft202012Validator

    def gap(self, context: Mapping[str, Any]) -> Gap | None:
        """MISSING_INPUT where a required member is all that is wrong, ERROR for anything else."""
        try:
            wrong = list(self.validator.iter_errors(context))
        except ValueError as unreadable:
            return failed(f"the input cannot be checked: {str(unreadable)[:200]}")
        others = [each for each in wrong if not isinstance(each.kind, jsonschema_rs.ValidationErrorKind.Required)]
        if others:
            where = ".".join(str(step) for step in others[0].instance_path)
            return failed(f"{where or 'the input'}: {others[0].message[:200]}")
        if wrong:
            return Gap(Outcome.MISSING_INPUT, wrong[0].message[:200])
        return None


def declared(schema: Any) -> Declared:
    if not isinstance(schema, dict) or is_deeper(schema, SCHEMA_DEPTH):
        raise UnusableSchema(f"a schema is an object, at most {SCHEMA_DEPTH} levels deep")
    try:
        validator = jsonschema_rs.Draft202012Validator(
            schema,
            retriever=_refuse_to_fetch,
            pattern_options=jsonschema_rs.RegexOptions(),
            validate_formats=True,
        )
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as wrong:
        raise UnusableSchema(str(wrong).partition("\n")[0][:200]) from None
    return Declared(schema, validator)


def _refuse_to_fetch(address: str) -> NoReturn:
    raise ValueError(f"a schema refers to nothing elsewhere: {address[:80]}")


def domain(schema: Mapping[str, Any] | None, path: tuple[str, ...]) -> Mapping[str, Any]:
    """What the schema says of the member at the path; empty where it says nothing."""
    found: Any = schema or {}
    for name in path:
        members = found.get("properties") if isinstance(found, Mapping) else None
        found = members.get(name, {}) if isinstance(members, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def bound(said: Any) -> Decimal | None:
    return Decimal(said) if isinstance(said, int | Decimal) and not isinstance(said, bool) else None
