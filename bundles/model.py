"""A state is a set of things; a thing is a kind, a key and a body in one canonical form.

Both sides of a difference go through `thing`: what is not said and what is said to be the default are the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class Kind(StrEnum):
    """In the order in which things are made; they are taken away the other way round."""

    ATTRIBUTE = "attribute"
    TARIFF = "tariff"
    PRODUCT = "product"
    PLAN = "plan"
    CATALOG = "catalog"
    NODE = "node"
    RULESET = "ruleset"
    ASSIGNMENT = "assignment"


ORDER = {kind: position for position, kind in enumerate(Kind)}
Id = tuple[Kind, str]
DEFAULTS: dict[Kind, dict[str, Any]] = {
    Kind.ATTRIBUTE: {"many": False, "facetable": False, "searchable": False},
    Kind.TARIFF: {"model": "flat"},
    Kind.PRODUCT: {"status": "draft"},
    Kind.PLAN: {"status": "draft"},
    Kind.CATALOG: {"type": "master", "autoPublish": "none"},
    Kind.NODE: {"type": "category", "sortKey": 0},
    Kind.ASSIGNMENT: {"effect": "include"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody wrote it; `pointer` is inside the row that stands there, if that row says other things too."""

    file: str
    line: int
    pointer: str = ""

    def inside(self, pointer: str) -> "Place":
        return Place(self.file, self.line, self.pointer + pointer)


@dataclass(frozen=True, slots=True)
class Thing:
    kind: Kind
    key: str
    body: Mapping[str, Any]
    place: Place | None = field(default=None, compare=False)

    @property
    def id(self) -> Id:
        return self.kind, self.key

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def thing(kind: Kind, key: str, body: Mapping[str, Any], place: Place | None = None) -> Thing:
    """The body without what says nothing: null, empty, or the default."""
    defaults = DEFAULTS.get(kind, {})
    said = {
        name: value
        for name, value in body.items()
        if value is not None and value not in ("", [], {}) and (name not in defaults or value != defaults[name])
    }
    return Thing(kind, key, said, place)


def node_key(catalog: str, path: str) -> str:
    """A catalog's root is `global:`, its nodes are `global:Hardware.GPSSensors`."""
    return f"{catalog}:{path}"


def assignment_key(catalog: str, path: str, plan: str) -> str:
    return f"{catalog}:{path}/{plan}"


def catalog_of(thing: Thing) -> str:
    """Only for what lives in a catalog."""
    return thing.key.partition(":")[0]


class State:
    """Things by identity, in the order in which they were said."""

    def __init__(self, things: Iterable[Thing] = ()) -> None:
        self._things = {each.id: each for each in things}

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._things.values())

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, id: object) -> bool:
        return id in self._things

    def get(self, id: Id) -> Thing | None:
        return self._things.get(id)

    def of(self, kind: Kind) -> Iterator[Thing]:
        return (each for each in self if each.kind == kind)

    def put(self, thing: Thing) -> None:
        self._things[thing.id] = thing

    def drop(self, id: Id) -> None:
        self._things.pop(id, None)


@dataclass(frozen=True)
class Scope:
    """What a bundle is complete about: what lies in here and is not said gets deleted."""

    catalogs: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    attributes: bool = False

    def covers(self, thing: Thing) -> bool:
        match thing.kind:
            case Kind.ATTRIBUTE:
                return self.attributes
            case Kind.PRODUCT:
                return _matches(thing.key, self.products)
            case Kind.PLAN:
                return _matches(thing.body["product"], self.products)
            case Kind.CATALOG | Kind.TARIFF:
                # A whole catalog goes by its own command, never because a line is missing; prices end, and stay known.
                return False
            case _:
                return catalog_of(thing) in self.catalogs


def _matches(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


@dataclass(frozen=True)
class Publication:
    """An act, not a state: publish what the catalog then is. Its tags say whether it was done before."""

    catalog: str
    effective_from: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Bundle:
    """Loaded and sound in itself. `stages` are bundles to be applied before, one after the other: a history."""

    name: str
    wanted: State
    scope: Scope = Scope()
    publications: tuple[Publication, ...] = ()
    stages: tuple["Bundle", ...] = ()
