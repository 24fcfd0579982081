"""The published JSON Schemas: what files are checked with, editors complete from, and canonical text is ordered by.

Beside the standard's keywords they say, for us: `x-defines` (an object that others refer to by its id), `x-refers` and
`x-keys-refer` (a text that names such a thing, or members that do), `x-key` (the member that tells the items of a list
apart), `x-language` (a condition, an expression, a formula or plain logic), `x-reads` (a name of the context) and
`x-moment` (a date or an instant).
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema_rs

from catalog_admin.artefacts.kinds.model import DESCRIBED, ArtefactKind

FOLDER = Path(__file__).with_name("schemas")
BASE = "https://catalog-admin.dev/schemas/rules/"
Schema = dict[str, Any]
_BY_NAME = frozenset({"properties", "patternProperties"})


@cache
def published() -> MappingProxyType[str, Schema]:
    """Every schema by its name: `rule.json`."""
    return MappingProxyType({path.name: json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))})


@cache
def validator(kind: ArtefactKind) -> Any:
    registry = jsonschema_rs.Registry([(BASE + name, schema) for name, schema in published().items()])
    return jsonschema_rs.Draft202012Validator(published()[f"{kind}.json"], registry=registry)


def schema_of(kind: ArtefactKind) -> Schema:
    """Where walking over a value begins: a reference to the kind's own schema; of other people's there is none."""
    return {"$ref": f"{kind}.json"} if kind in DESCRIBED else {}


@cache
def _named(reference: str) -> Schema:
    """What a reference means; references in it are made whole, so that they can be followed from anywhere."""
    name, _, pointer = reference.partition("#")
    found: Any = published()[name]
    for step in pointer.split("/")[1:]:
        found = found[step]
    whole: Schema = _whole(found, name)
    return whole


def _whole(schema: Any, name: str) -> Any:
    return _rewritten(schema, lambda reference: name + reference.rstrip("#") if reference[0] == "#" else reference)


def _rewritten(schema: Any, called: Callable[[str], str]) -> Any:
    """The schema without its definitions, its references called otherwise. Members may be named like keywords."""
    if isinstance(schema, list):
        return [_rewritten(each, called) for each in schema]
    if not isinstance(schema, dict):
        return schema
    own: Schema = {}
    for keyword, said in schema.items():
        if keyword in _BY_NAME:
            own[keyword] = {name: _rewritten(each, called) for name, each in said.items()}
        elif keyword != "$defs":
            own[keyword] = called(said) if keyword == "$ref" else _rewritten(said, called)
    return own


def applied(schema: Schema, value: Any) -> Schema:
    """The keywords that hold for this value: references followed, and what `if` and `then` say of it."""
    while "$ref" in schema:
        named = _named(schema["$ref"])
        schema = {**named, **{key: each for key, each in schema.items() if key != "$ref"}}
        if "$ref" in named:
            schema["$ref"] = named["$ref"]
    properties = dict(schema.get("properties", {}))
    for branch in schema.get("allOf", ()):
        if _holds(branch.get("if", {}), value):
            properties |= branch["then"].get("properties", {})
    return {**schema, "properties": properties} if properties else schema


def _holds(condition: Schema, value: Any) -> bool:
    """Of all that `if` may say, ours say which constant a member has."""
    wanted = condition.get("properties", {})
    return isinstance(value, dict) and all(value.get(name) == each["const"] for name, each in wanted.items())


def below(schema: Schema, step: str | int) -> Schema:
    """The schema of a member or an item; one that says nothing where anything may stand."""
    if isinstance(step, int):
        items = schema.get("items", {})
        return items if isinstance(items, dict) else {}
    members = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    return members if isinstance(members, dict) else {}


def self_contained(kind: ArtefactKind) -> Schema:
    """The kind's schema with everything that it refers to inside: what editors are given, who follow no addresses."""
    inside: dict[str, Schema] = {}
    whole: Schema = _inlined(f"{kind}.json", inside)
    return {**whole, "$defs": dict(sorted(inside.items()))}


def _inlined(reference: str, inside: dict[str, Schema]) -> Any:
    """Definitions gather in `inside`, under names that say where they came from."""
    file, _, pointer = reference.partition("#")
    found: Any = published()[file]
    for step in pointer.split("/")[1:]:
        found = found[step]

    def gathered(other: str) -> str:
        whole = file + other.rstrip("#") if other[0] == "#" else other
        called = whole.replace(".json", "").replace("#/$defs/", ".")
        if called not in inside:
            inside[called] = {}  # a definition may refer to itself
            about = _inlined(whole, inside)
            inside[called] = {key: each for key, each in about.items() if key not in ("$id", "$schema")}
        return f"#/$defs/{called}"

    return _rewritten(found, gathered)
