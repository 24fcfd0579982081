"""Whether a file has the shape of its kind; each fault with its place and, where one exists, a repair."""

from collections.abc import Iterator
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, did_you_mean
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.published import Schema, applied, below, schema_of, validator
from catalog_admin.kit.faults import step
from catalog_admin.predicates.suggest import nearest

# Who sends nonsense is told a page of it, not a book.
FINDINGS_TOLD = 50
# What these say of a value is what is wrong with it; others show all of it, however little of it is at fault.
_SHOWN = frozenset({"type", "enum", "const", "pattern", "format", "required"})


def misshapen(path: str, kind: ArtefactKind, value: Any) -> Iterator[Finding]:
    """What keeps the value from being of its kind; nothing if all is well."""
    judge = validator(kind)
    if judge.is_valid(value):
        return
    for _, error in zip(range(FINDINGS_TOLD), judge.iter_errors(value), strict=False):
        schema, at = _at(kind, value, error.instance_path)
        pointer = "".join(step(part) for part in error.instance_path)
        code, suggestion = _told(error.kind, schema, at)
        yield Finding(path, pointer, code, str(error.message)[:300], suggestion, key=_key(error.kind))


def _at(kind: ArtefactKind, value: Any, path: list[str | int]) -> tuple[Schema, Any]:
    schema = applied(schema_of(kind), value)
    for part in path:
        value = value[part]
        schema = applied(below(schema, part), value)
    return schema, value


def _told(fault: Any, schema: Schema, value: Any) -> tuple[Code, str | None]:
    known = schema.get("properties", {})
    match fault.name:
        case "additionalProperties":
            return Code.UNKNOWN_MEMBER, did_you_mean(nearest(fault.unexpected[0], known)) or _listed(known)
        case "required":
            return Code.MISSING_MEMBER, known.get(fault.property, {}).get("description")
        case "enum":
            options = [each for each in schema.get("enum", ()) if isinstance(each, str)]
            near = nearest(value, options) if isinstance(value, str) else None
            return Code.UNKNOWN_WORD, did_you_mean(near) or _listed(options)
    return Code.MISSHAPEN, schema.get("description")


def _key(fault: Any) -> frozenset[str]:
    if fault.name == "additionalProperties":
        return frozenset(fault.unexpected)
    return frozenset() if fault.name in _SHOWN else frozenset({fault.name})


def _listed(words: Any) -> str | None:
    listed = ", ".join(sorted(words)[:20])
    return f"one of {listed}" if listed else None
