"""Does a document or row have the shape of its kind: the published JSON Schema, compiled once per kind."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from bundles.yaml_text import escaped

SCHEMA = Path(__file__).with_name("bundle.schema.json")
API_VERSION = "catalog-admin/v1"
# The row inside `items`, or in a data file, by kind of document.
ROWS = {
    "Attributes": "attribute",
    "Nodes": "node",
    "Assignments": "assignment",
    "Products": "product",
    "RatePlans": "plan",
    "Tariffs": "tariff",
}
KINDS = ("Bundle", "Catalog", "RuleSet", "Publication", *ROWS)

Fault = tuple[str, str, str | None]
"""Pointer, detail, suggestion."""


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text())
    return found


@cache
def _validator(definition: str) -> Any:
    whole = schema()
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]})


def faults(definition: str, value: Any) -> Iterator[Fault]:
    """What keeps the value from being one of these; nothing if all is well. About 3 µs for a good row."""
    validator = _validator(definition)
    if validator.is_valid(value):
        return
    for error in validator.iter_errors(value):
        pointer = "".join(f"/{escaped(str(step))}" for step in error.instance_path)
        yield pointer, str(error.message)[:300], _suggestion(definition, error)


def _suggestion(definition: str, error: Any) -> str | None:
    """A misspelt member is the commonest fault: name the one that was probably meant."""
    unexpected = getattr(error.kind, "unexpected", None)
    if not unexpected or error.instance_path:
        return None
    known = schema()["$defs"][definition].get("properties", {})
    close = get_close_matches(unexpected[0], known, n=1)
    return f"did you mean {close[0]}?" if close else None


def nearest(word: str, words: Any) -> str | None:
    close = get_close_matches(word, words, n=1)
    return f"did you mean {close[0]}?" if close else None
