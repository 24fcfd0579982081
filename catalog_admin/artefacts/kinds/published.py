"""The published JSON Schemas: what files are checked with, editors complete from, and canonical text is ordered by.

Beside the standard's keywords they say, for us: `x-defines` (an object that others refer to by its id), `x-refers` and
`x-keys-refer` (a text that names such a thing, or members that do), `x-key` (the member that tells the items of a list
apart), `x-language` (a condition, an expression, a formula or plain logic), `x-reads` (a name of the context) and
`x-moment` (a date or an instant).
"""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema_rs

from catalog_admin.artefacts.kinds.model import DESCRIBED, ArtefactKind

FOLDER = Path(__file__).with_name("schemas")
BASE = "https://catalog-admin.dev/schemas/rules/"
Schema = dict[str, Any]


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
    if isinstance(schema, list):
        return [_whole(each, name) for each in schema]
    if not isinstance(schema, dict):
        return schema
    own = {key: _whole(each, name) for key, each in schema.items() if key != "$defs"}
    reference = own.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        own["$ref"] = name + reference.rstrip("#") if reference == "#" else name + reference
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
