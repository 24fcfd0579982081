"""Names that may be read somewhere: what a JSON Schema declares, what nodes answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog_admin.artefacts.tables.paths import Path

# How deep references are followed: less deep where that is more work than a schema is worth.
REFERENCES_FOLLOWED = (8, 4, 2, 1, 0)
WORK_LIMIT = 5_000
_CHOICES = ("anyOf", "oneOf")
_CONDITIONAL = ("if", "then", "else")


@dataclass(frozen=True)
class Names:
    """`is_open` where anything may stand: nothing is declared, or it is said that there may be others.

    `is_closed` where a schema says that there are no others. Between the two lies what most schemas say: these members,
    and nothing of others.
    """

    members: Mapping[str, "Names"] = field(default_factory=dict)
    items: "Names | None" = None
    is_open: bool = False
    is_closed: bool = False

    def lacks(self, path: Path) -> int | None:
        """The place of the first step that nothing declares; None where all of it may be there."""
        here = self
        for place, step in enumerate(path):
            below = here.below(step)
            if below is None:
                return place
            here = below
        return None

    def below(self, step: str) -> "Names | None":
        if step in self.members:
            return self.members[step]
        if self.items is not None and step.isdecimal():
            return self.items
        return OPEN if self.is_open else None

    def at(self, path: Path) -> "Names":
        """What is known of what stands there; anything, where nothing is."""
        here = self
        for step in path:
            here = here.below(step) or OPEN
        return here


OPEN = Names(is_open=True)
_UNSAID = Names()


def declared_by(schema: Any) -> Names:
    """Of a schema that says no members anything may be there, and so where it is too much to go through."""
    for depth in REFERENCES_FOLLOWED:
        try:
            return _Schema(schema).says(schema, depth) or _required(schema)
        except _TooMuch:
            continue
    return OPEN


def together(*known: Names) -> Names:
    """What stands in one of them or in another, where all of them hold: one that is closed closes the whole."""
    return _joined(known, any)


def either(*known: Names) -> Names:
    """What stands in one of them or in another, where one alone may hold: closed is what all of them close."""
    return _joined(known, all)


def placed(paths: Iterable[Path]) -> Names:
    """Values at these paths, of which nothing more is known."""
    found = Names()
    for path in paths:
        one = OPEN
        for step in reversed(path):
            one = Names({step: one})
        found = together(found, one)
    return found


def _joined(known: Sequence[Names], closes: Callable[[Iterable[bool]], bool]) -> Names:
    if all(each is known[0] for each in known):
        return known[0]
    members: dict[str, Names] = {}
    for name in dict.fromkeys(name for each in known for name in each.members):
        members[name] = _joined(_standing([each.members.get(name) for each in known], closes), closes)
    items = [each.items for each in known]
    return Names(
        members,
        _joined(_standing(items, closes), closes) if any(items) else None,
        is_open=any(each.is_open for each in known),
        is_closed=closes(each.is_closed for each in known),
    )


def _standing(said: Sequence[Names | None], closes: Callable[[Iterable[bool]], bool]) -> list[Names]:
    """Who says nothing of a member closes nothing below it."""
    if closes is any:
        return [each for each in said if each is not None]
    return [each or _UNSAID for each in said]


def _required(schema: Any) -> Names:
    """Names of which it is only said that they must be there."""
    needed = _listed(schema, "required") if isinstance(schema, Mapping) else []
    return replace(OPEN, members={name: OPEN for name in needed if isinstance(name, str)}) if needed else OPEN


class _TooMuch(Exception):
    """Members that refer to what holds them multiply with each reference that is followed."""


@dataclass
class _Schema:
    root: Any
    left: int = WORK_LIMIT

    def says(self, schema: Any, depth: int) -> Names | None:
        """None where it says no members, such as a branch that only requires some: that leaves it to the others."""
        self.left -= 1
        if self.left < 0:
            raise _TooMuch
        if not isinstance(schema, Mapping):
            return None
        if depth < 0:
            return OPEN
        said = [self.own(schema, depth), *self.referred(schema, depth - 1)]
        said += [self.says(each, depth - 1) for each in _listed(schema, "allOf")]
        said += [self.one_of(_listed(schema, name), depth - 1) for name in _CHOICES]
        said += [self.one_of([schema[name], True], depth - 1) for name in _CONDITIONAL if name in schema]
        telling = [each for each in said if each is not None]
        return _evaluated(schema, together(*telling) if telling else None)

    def own(self, schema: Mapping[str, Any], depth: int) -> Names | None:
        properties, items, others = (schema.get(name) for name in ("properties", "items", "additionalProperties"))
        has_patterns = "patternProperties" in schema
        members = properties if isinstance(properties, Mapping) else {}
        if others is None and not members and not has_patterns and not isinstance(items, Mapping):
            return None
        return Names(
            {name: self.says(each, depth) or OPEN for name, each in members.items()},
            (self.says(items, depth) or OPEN) if isinstance(items, Mapping) else None,
            is_open=has_patterns or others not in (None, False),
            is_closed=others is False and not has_patterns,
        )

    def referred(self, schema: Mapping[str, Any], depth: int) -> list[Names | None]:
        """What cannot be followed may say anything."""
        if "$dynamicRef" in schema or "dependentSchemas" in schema:
            return [OPEN]
        if "$ref" not in schema:
            return []
        found = _found(self.root, schema["$ref"])
        return [self.says(found, depth) if found is not None else OPEN]

    def one_of(self, branches: Sequence[Any], depth: int) -> Names | None:
        said = [self.says(each, depth) for each in branches]
        return either(*(each or _UNSAID for each in said)) if any(said) else None


def _listed(schema: Mapping[str, Any], name: str) -> list[Any]:
    listed = schema.get(name)
    return listed if isinstance(listed, list) else []


def _evaluated(schema: Mapping[str, Any], found: Names | None) -> Names | None:
    others = schema.get("unevaluatedProperties")
    if others is None:
        return found
    known = found or _UNSAID
    return replace(known, is_open=known.is_open or others is not False, is_closed=known.is_closed or others is False)


def _found(root: Any, reference: Any) -> Any:
    """Inside the same document alone, and by its place there; None for any other."""
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        return None
    found = root
    for step in reference.removeprefix("#").split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
