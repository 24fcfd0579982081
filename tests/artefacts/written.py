"""Files of any kind as somebody could write them: values drawn from the published schemas, and changes of them."""

import copy
import json
import re
from random import Random
from typing import Any

from hypothesis import strategies as st

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.published import Schema, _named, schema_of

PATHS = {
    ArtefactKind.PREDICATE: ("predicates/a.json", "predicates/b.json"),
    ArtefactKind.RULESET: ("rulesets/a.json", "rulesets/b.json"),
    ArtefactKind.RULE: ("rulesets/a/r.json", "rulesets/b/r.json"),
    ArtefactKind.APPROVAL_POLICY: ("approval-policies/a.json",),
    ArtefactKind.APPROVAL_POLICIES: ("approval-policies/m.json",),
    ArtefactKind.GUARDRAIL: ("guardrails/a.json", "guardrails/b.json", "guardrails/c.json"),
    ArtefactKind.TEMPLATE: ("templates/a.json",),
    ArtefactKind.WORKFLOW: ("workflows/a.json",),
    ArtefactKind.PACKAGE: ("packages/a.json", "packages/a/p.json", "packages/b.json"),
    ArtefactKind.TEST: ("tests/a.json",),
    ArtefactKind.SCHEMA: ("schemas/context.json", "schemas/b.json"),
}
_LINES = {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "integer"}}}}
_CONTEXT: dict[str, Any] = {
    "discount": {"type": "number"},
    "flag": {"type": "boolean"},
    "region": {"type": "string", "enum": ["EU", "NA"]},
    "quote": {"type": "object", "properties": {"lines": _LINES}},
}
CONTEXT = json.dumps({"type": "object", "properties": _CONTEXT}).encode()
_IDS = ("a", "b", "c", "context", "discount", "flag", "region")
_TEXTS = (
    *_IDS,
    *("role:x", "team:x", "2026-01-31", "2026-02-30", "2025-01-01T10:00:00+02:00", "EUR", "#/$defs/a", "1.5"),
    *("", "é", "e\u0301", "\u200b", "true", "a@1.0.0", "P1D", "10:00", "Europe/Berlin"),
)
_LOGIC: tuple[Any, ...] = (
    *(True, False, "discount > 1", "discount == 2 && flag", "flag", 'region in ["EU"]', "1/0 > discount", "a", 5),
    *("quote.lines.exists(l, l.x > 1)", "line.x > 1", {"===": [{"var": "flag"}, True]}),
    *({">": [{"var": "discount"}, {"decimal": "0.50"}]}, {"+": [{"var": "discount"}, 1.5]}),
)
_ANYTHING: tuple[Any, ...] = (1, 2.5, "x", "2.5", True, None, {"decimal": "0.50"}, {"a": [1.5, True, 1]}, [])
_DEEPEST = 8


class Writer:
    """The same chance writes the same."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def tree(self) -> dict[str, bytes]:
        files = {
            path: json.dumps(self.value(schema_of(kind))).encode()
            for kind, paths in PATHS.items()
            for path in paths
            if self.chance.random() < 0.5
        }
        return files | ({"schemas/context.json": CONTEXT} if self.chance.random() < 0.8 else {})

    def value(self, schema: Schema, depth: int = 0) -> Any:
        """Mostly what the schema wants, sometimes beside it."""
        schema = _followed(schema)
        if "const" in schema:
            return schema["const"]
        if "x-language" in schema:
            return self.chance.choice(_LOGIC)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if "anyOf" in schema and "type" not in schema:
            return self.value(self.chance.choice(schema["anyOf"]), depth)
        kind = schema.get("type")
        match self.chance.choice(kind) if isinstance(kind, list) else kind:
            case "object":
                return self.object(schema, depth)
            case "array":
                return self.array(schema, depth)
            case "string":
                return self.text(schema)
            case "integer":
                return self.chance.choice((schema.get("minimum", 0), schema.get("maximum", 5), 1))
            case "number":
                return self.chance.choice((0, 1, 2.5, -3, 100.25))
            case "boolean":
                return self.chance.choice((True, False))
            case "null":
                return None
        return self.chance.choice(_ANYTHING)

    def object(self, schema: Schema, depth: int) -> dict[str, Any]:
        required = {*schema.get("required", ())}
        often = 0 if depth > _DEEPEST else 0.5 if depth < 2 else 0.25
        said = {
            name: self.value(member if isinstance(member, dict) else {}, depth + 1)
            for name, member in schema.get("properties", {}).items()
            if name in required or self.chance.random() < often
        }
        others = schema.get("additionalProperties")
        if isinstance(others, dict) and depth <= _DEEPEST:
            said |= {self.chance.choice(_IDS): self.value(others, depth + 1) for _ in range(self.chance.randint(0, 2))}
        if self.chance.random() < 0.1:
            said["x_own"] = self.chance.choice(_ANYTHING)
        for branch in schema.get("allOf", ()):
            wanted = branch.get("if", {}).get("properties", {})
            if all(said.get(name) == each.get("const") for name, each in wanted.items()):
                said |= self.object({"properties": {}, **branch["then"]}, depth)
        return said | {name: self.text({}) for name in required - said.keys()}

    def array(self, schema: Schema, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        count = least if depth > _DEEPEST else self.chance.randint(least, max(least, min(3, schema.get("maxItems", 3))))
        items = schema.get("items", {})
        return [self.value(items if isinstance(items, dict) else {}, depth + 1) for _ in range(count)]

    def text(self, schema: Schema) -> str:
        fitting = [each for each in _TEXTS if re.search(schema.get("pattern", ""), each)]
        return self.chance.choice(fitting or _TEXTS)

    def changed(self, value: Any) -> Any:
        """Somewhere in it something has come, gone, or become another."""
        value = copy.deepcopy(value)
        holder = self.chance.choice([value, *_holders(value)])
        if isinstance(holder, dict):
            name = self.chance.choice([*holder, "x_own", "x_other"])
            if self.chance.random() < 0.3:
                holder.pop(name, None)
            elif not isinstance(holder.get(name), dict | list):
                holder[name] = self.another(holder.get(name))
        elif isinstance(holder, list):
            at = self.chance.randint(0, len(holder))
            if holder and self.chance.random() < 0.4:
                holder.pop(at - 1)
            else:
                holder.insert(at, self.added(holder))
        return value

    def another(self, value: Any) -> Any:
        """Mostly of the same sort."""
        sort = type(value) if value is not None and self.chance.random() < 0.9 else object
        return self.chance.choice([each for each in (*_ANYTHING, *_IDS, False, 7) if isinstance(each, sort)] or _IDS)

    def added(self, items: list[Any]) -> Any:
        made = copy.deepcopy(self.chance.choice(items)) if items else None
        if not isinstance(made, dict):
            return self.another(made)
        for name in ("id", "_id", "name"):
            if name in made:
                made[name] = self.chance.choice(("n1", "n2", "n3"))
        return made


# By a seed: what is drawn piece by piece of so much would be slow, and no smaller where it fails.
writers = st.integers(0, 2**32 - 1).map(lambda seed: Writer(Random(seed)))  # noqa: S311 - no secrets


def _holders(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for each in inside if isinstance(each, dict | list) for found in (each, *_holders(each))]


def _followed(schema: Schema) -> Schema:
    while "$ref" in schema:
        named = _named(schema["$ref"])
        schema = {**named, **{key: each for key, each in schema.items() if key != "$ref"}}
        if "$ref" in named:
            schema["$ref"] = named["$ref"]
    return schema
