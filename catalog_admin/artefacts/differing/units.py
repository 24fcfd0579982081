"""A tree as the things in it, each with a name that survives being moved: rules, policies, offers, and what is left
of their files.

A rule is the same rule in another file. What has no id is its file's own; a file that is not understood is its bytes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from catalog_admin.artefacts.kinds.model import DESCRIBED, Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import wholes
from catalog_admin.artefacts.kinds.published import Schema, applied, below, schema_of
from catalog_admin.artefacts.kinds.reading import is_unnamed, named_after, read

Tree = Mapping[str, bytes]


class Key(NamedTuple):
    """`within` is the package that a thing belongs to, as ids of packages are their own."""

    kind: str
    within: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}" + (f" of {self.within}" if self.within else "")


class Home(NamedTuple):
    """The file, and the list in it; None: the file is the thing."""

    path: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """`value` of a file that holds others lists their ids where they stood."""

    key: Key
    home: Home
    value: Any
    schema: Schema


@dataclass(frozen=True, slots=True)
class _Part:
    artefact: Artefact
    member: str
    item: Any
    key: Key
    schema: Schema


def touched(*trees: Tree) -> list[str]:
    """The paths that are not the same in all of them: whatever changed or moved is in these files."""
    first, *others = trees
    paths = {path for tree in trees for path in tree}
    return sorted(path for path in paths if any(tree.get(path) != first.get(path) for tree in others))


def units_of(*trees: Tree) -> list[dict[Key, Unit]]:
    """Of each tree what is not the same in all of them."""
    among = touched(*trees)
    versions = {path: _alike([read(path, tree[path]) if path in tree else None for tree in trees]) for path in among}
    read_trees = [
        _Read(tree, [each for versions_ in versions.values() if (each := versions_[place]) is not None])
        for place, tree in enumerate(trees)
    ]
    # Where one of them gives an id twice, nobody can tell which is meant: those files stay whole in all.
    doubtful = {path for each in read_trees for path in each.doubtful()}
    return [dict(each.units(doubtful)) for each in read_trees]


def _alike(versions: list[Artefact | None]) -> list[Artefact | None]:
    """Rows that say no id are called as in the first version; and there as in another one, where that names them."""
    first, *others = versions
    if first is None or not any(each is not None and is_unnamed(each) for each in versions):
        return versions
    if is_unnamed(first):
        named = [each for each in others if each is not None and not is_unnamed(each)]
        # Whoever is called ours.
        first = named_after(first, min(named, key=lambda each: each.content)) if named else first
    return [first, *(each and (named_after(each, first) if is_unnamed(each) else each) for each in others)]


@dataclass(frozen=True)
class _Read:
    files: Tree
    artefacts: list[Artefact]

    @cached_property
    def parts(self) -> list[_Part]:
        return [part for artefact in self.artefacts for part in _parts(artefact, self.files)]

    @cached_property
    def counted(self) -> Counter[Key]:
        return Counter(part.key for part in self.parts) + Counter(map(_own_key, self.artefacts))

    def doubtful(self) -> Iterator[str]:
        yield from (part.artefact.path for part in self.parts if self.counted[part.key] > 1)
        yield from (each.path for each in self.artefacts if self.counted[_own_key(each)] > 1)

    def units(self, doubtful: set[str]) -> Iterator[tuple[Key, Unit]]:
        for part in self.parts:
            if part.artefact.path not in doubtful:
                yield part.key, Unit(part.key, Home(part.artefact.path, part.member), part.item, part.schema)
        for artefact in self.artefacts:
            is_whole = artefact.path in doubtful
            key = Key("file", "", artefact.path) if is_whole else _own_key(artefact)
            yield key, _rest(artefact, key, is_whole=is_whole)


def _parts(artefact: Artefact, files: Tree) -> Iterator[_Part]:
    if artefact.kind is None or artefact.value is None:
        return
    within = _within(artefact, files)
    for member, (defines, schema) in members_of(artefact.kind).items():
        for item in artefact.value.get(member, ()):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield _Part(artefact, member, item, Key(defines, within, item["id"]), schema)


@cache
def members_of(kind: ArtefactKind) -> dict[str, tuple[str, Schema]]:
    """The lists of a file whose items are things of their own, with what they are."""
    found: dict[str, tuple[str, Schema]] = {}
    for member, schema in applied(schema_of(kind), None).get("properties", {}).items() if kind in DESCRIBED else ():
        if not isinstance(schema, dict):
            continue  # anything may stand there
        items = below(applied(schema, None), 0)
        defines = applied(items, None).get("x-defines")
        if schema.get("x-key") == "id" and defines is not None and defines != "state":
            found[member] = (defines, items)
    return found


def _within(artefact: Artefact, files: Tree) -> str:
    if artefact.kind is not ArtefactKind.PACKAGE:
        return ""
    return next((each for each in wholes(artefact.path) if each in files), artefact.path)


def _own_key(artefact: Artefact) -> Key:
    said = artefact.value.get("id") if isinstance(artefact.value, dict) else None
    is_named = artefact.kind in DESCRIBED and artefact.kind is not ArtefactKind.PACKAGE and isinstance(said, str)
    return Key(str(artefact.kind), "", said) if is_named and said else Key("file", "", artefact.path)


def _rest(artefact: Artefact, key: Key, *, is_whole: bool) -> Unit:
    home = Home(artefact.path, None)
    if artefact.kind is None or artefact.value is None:
        return Unit(key, home, artefact.content, {})
    schema = schema_of(artefact.kind)
    if is_whole:
        return Unit(key, home, artefact.value, schema)
    parted = {member: [item["id"] for item in artefact.value[member]] for member in _parted(artefact)}
    return Unit(key, home, artefact.value | parted, _listing(schema, artefact.value, parted))


def _parted(artefact: Artefact) -> Iterator[str]:
    assert artefact.kind is not None, "it was understood"  # noqa: S101
    yield from (member for member in members_of(artefact.kind) if member in artefact.value)


def _listing(schema: Schema, value: Any, parted: Mapping[str, Any]) -> Schema:
    """The file's schema, with the lists of what stands in it as lists of ids."""
    if not parted:
        return schema
    whole = applied(schema, value)
    listed = {member: {"type": "array", "x-lists": True} for member in parted}
    return {**whole, "properties": {**whole["properties"], **listed}}
