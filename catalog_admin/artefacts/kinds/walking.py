"""Every place of an artefact, with what the schema says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.published import Schema, applied, below, schema_of
from catalog_admin.kit.faults import step


@dataclass(frozen=True, slots=True)
class Place:
    """`around` are the objects and lists that it stands in, the outermost first."""

    pointer: str
    value: Any
    schema: Schema
    around: tuple[Any, ...] = ()

    def said(self, name: str) -> Any:
        """A member of this object, or of the nearest around it that has one of this name."""
        holders = (self.value, *reversed(self.around))
        return next((each[name] for each in holders if isinstance(each, dict) and each.get(name) is not None), None)


def places(kind: ArtefactKind, value: Any) -> Iterator[Place]:
    """Outermost first; logic is one place, whatever is in it."""
    return _walked(value, schema_of(kind), "", ())


def _walked(value: Any, schema: Schema, pointer: str, around: tuple[Any, ...]) -> Iterator[Place]:
    schema = applied(schema, value)
    yield Place(pointer, value, schema, around)
    if "x-language" in schema:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _walked(each, below(schema, name), pointer + step(name), (*around, value))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _walked(each, below(schema, at), f"{pointer}/{at}", (*around, value))
