"""Whether a context is as its schema declares: what conditions read of one that is not would be misread in silence.

A region that nobody declared equals none of the regions in the rules, so that a guard would simply not fire.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from catalog_admin.artefacts.kinds.numbers import is_written, number_of
from catalog_admin.kit.faults import step

FAULTS_TOLD = 50


@dataclass(frozen=True, slots=True)
class Misdeclared:
    """Where in the context, and what its schema says otherwise."""

    pointer: str
    reason: str


class Judge:
    """One schema, compiled; contexts are judged by the thousand."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)

    def faults(self, context: Any) -> list[Misdeclared]:
        """Empty where all is as declared; fractions may be {"decimal": "0.5"}."""
        told = _exact(context)
        if self.validator.is_valid(told):
            return []
        found = zip(range(FAULTS_TOLD), self.validator.iter_errors(told), strict=False)
        return [Misdeclared("".join(map(step, each.instance_path)), str(each.message)[:300]) for _, each in found]


def _exact(value: Any) -> Any:
    if isinstance(value, list):
        return [_exact(each) for each in value]
    number = number_of(value) if is_written(value) else None
    if number is not None:
        return number
    return {name: _exact(each) for name, each in value.items()} if isinstance(value, Mapping) else value
