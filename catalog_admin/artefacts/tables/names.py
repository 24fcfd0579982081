"""Names that may be read somewhere: what a JSON Schema declares, what nodes answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.artefacts.tables.paths import Path

REFERENCES_FOLLOWED = 8
_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("then", "else")


@dataclass(frozen=True)
class Names:
    """`is_open` where anything may stand: nothing is declared, or it is said that there may be others."""

    members: Mapping[str, "Names"] = field(default_factory=dict)
    items: "Names | None" = None
    is_open: bool = False

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


def declared_by(schema: Any) -> Names:
    """Of a schema that says no members anything may be there; one that says some means these."""
    return _declared(schema, schema, REFERENCES_FOLLOWED)


def together(*known: Names) -> Names:
    """What stands in one of them or in another."""
    members: dict[str, Names] = {}
    for each in known:
        for name, below in each.members.items():
            members[name] = together(members[name], below) if name in members else below
    items = [each.items for each in known if each.items is not None]
    return Names(members, together(*items) if items else None, any(each.is_open for each in known))


def placed(paths: Iterable[Path]) -> Names:
    """Values at these paths, of which nothing more is known."""
    found = Names()
    for path in paths:
        one = OPEN
        for step in reversed(path):
            one = Names({step: one})
        found = together(found, one)
    return found


def _declared(schema: Any, root: Any, left: int) -> Names:
    if not isinstance(schema, Mapping) or left < 0:
        return OPEN
    said = [_own(schema, root, left)]
    reference = schema.get("$ref")
    if reference is not None:
        said.append(_declared(_found(root, reference), root, left - 1))
    branches = [schema[name] for name in _CONDITIONAL if name in schema]
    for name in _BRANCHES:
        branches += schema[name] if isinstance(schema.get(name), list) else []
    said += [_declared(each, root, left - 1) for each in branches]
    # What says no members itself, such as a branch that only requires some, leaves it to the others.
    telling = [each for each in said if each is not OPEN]
    return together(*telling) if telling else OPEN


def _own(schema: Mapping[str, Any], root: Any, left: int) -> Names:
    properties, items = schema.get("properties"), schema.get("items")
    others = schema.get("additionalProperties", False)
    if not isinstance(properties, Mapping) and not isinstance(items, Mapping):
        return OPEN
    members = {name: _declared(each, root, left) for name, each in properties.items()} if properties else {}
    return Names(
        members,
        _declared(items, root, left) if isinstance(items, Mapping) else None,
        is_open=others is not False or "patternProperties" in schema,
    )


def _found(root: Any, reference: Any) -> Any:
    """Inside the same document alone."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    found = root
    for step in reference.removeprefix("#").split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
