"""What editors are given: every kind with the files it lies in and a schema that needs nothing beside itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from catalog_admin.artefacts.kinds.model import DESCRIBED, ArtefactKind
from catalog_admin.artefacts.kinds.paths import FOLDERS
from catalog_admin.artefacts.kinds.published import Schema, applied, published, schema_of, self_contained
from catalog_admin.artefacts.tables.described import table_schema

SCHEMA_STORE = "https://json.schemastore.org/schema-catalog.json"
# Two kinds lie in one folder, and what a file says tells them apart: an editor asks by its path alone.
TOGETHER = {
    ArtefactKind.RULESET: (ArtefactKind.RULE, {"anyOf": [{"required": ["when"]}, {"required": ["then"]}]}),
    ArtefactKind.APPROVAL_POLICY: (ArtefactKind.APPROVAL_POLICIES, {"required": ["approvalPolicies"]}),
}


@dataclass(frozen=True)
class KindOfFile:
    """`schema` is its name among `schemas`, None of what is no JSON."""

    kind: ArtefactKind
    title: str
    description: str
    patterns: tuple[str, ...]
    schema: str | None


@dataclass(frozen=True)
class Lying:
    """What lies at these paths, and the schema that holds for all of it."""

    title: str
    description: str
    patterns: tuple[str, ...]
    schema: str


def kinds() -> list[KindOfFile]:
    """In the order in which they are introduced."""
    return [_kind(kind) for kind in ArtefactKind]


def lying() -> Iterator[Lying]:
    """By folder."""
    for folder, kind in FOLDERS.items():
        schema = f"in-{folder}" if kind in TOGETHER else kind.value
        said = schemas()[schema]
        yield Lying(said["title"], said["description"], _patterns(kind), schema)


@cache
def schemas() -> MappingProxyType[str, Schema]:
    """By kind; and by folder, as `in-rulesets`, where two of them lie."""
    found = {kind.value: {"description": _description(kind), **self_contained(kind)} for kind in DESCRIBED}
    found[ArtefactKind.TABLE.value] = table_schema()
    found |= {f"in-{folder}": _together(folder, kind) for folder, kind in FOLDERS.items() if kind in TOGETHER}
    return MappingProxyType(found)


def addressed(name: str, address: str) -> Schema:
    """The schema as it lies at an address, which is then its `$id`. Raises KeyError."""
    return {**schemas()[name], "$id": address}


def catalog(address: Callable[[str], str]) -> dict[str, Any]:
    """In the format of SchemaStore: which files an editor checks with which schema."""
    return {"$schema": SCHEMA_STORE, "version": 1, "schemas": [_entry(each, address(each.schema)) for each in lying()]}


def _entry(lying: Lying, url: str) -> dict[str, Any]:
    return {"name": lying.title, "description": lying.description, "fileMatch": [*lying.patterns], "url": url}


def _kind(kind: ArtefactKind) -> KindOfFile:
    if kind is ArtefactKind.DMN:
        described = "DMN 1.1 to 1.5: XML, as its tools write it."
        return KindOfFile(kind, "A decision table of DMN", described, ("tables/**/*.dmn",), None)
    said = schemas()[kind.value]
    return KindOfFile(kind, said["title"], said["description"], _patterns(_as_by_path(kind)), kind.value)


def _as_by_path(kind: ArtefactKind) -> ArtefactKind:
    return next((outer for outer, (inner, _) in TOGETHER.items() if inner is kind), kind)


def _patterns(kind: ArtefactKind) -> tuple[str, ...]:
    folder = next(folder for folder, each in FOLDERS.items() if each is kind)
    return (f"{folder}/**/*.jdm.json",) if kind is ArtefactKind.TABLE else (f"{folder}/**/*.json",)


def _description(kind: ArtefactKind) -> str:
    return str(applied(schema_of(kind), None)["description"])


def _together(folder: str, one: ArtefactKind) -> Schema:
    """Each half refers to definitions of its own: those of both have one name only where they are the same."""
    other, tells = TOGETHER[one]
    halves = {kind.value: self_contained(kind) for kind in (one, other)}
    inside = {name: said for half in halves.values() for name, said in half["$defs"].items()}
    for name, half in halves.items():
        inside[f"whole.{name}"] = {key: said for key, said in half.items() if key not in ("$defs", "$id", "$schema")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": published()[f"{one}.json"]["$id"].replace(f"{one}.json", f"in-{folder}.json"),
        "title": f"{halves[one.value]['title']}, or {halves[other.value]['title'].lower()}",
        "description": f"What lies in {folder}/: {_description(one)}",
        "if": tells,
        "then": {"$ref": f"#/$defs/whole.{other}"},
        "else": {"$ref": f"#/$defs/whole.{one}"},
        "$defs": dict(sorted(inside.items())),
    }
