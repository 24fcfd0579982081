"""A table that says no schema of its own reads what conditions read: the context that the tree declares."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity, errors
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.tables.declared import UnusableSchema, declared
from catalog_admin.artefacts.tables.files import all_findings


def usable(context: Any) -> Mapping[str, Any] | None:
    """The schema, if a table could say it itself."""
    try:
        return declared(context).schema
    except UnusableSchema:
        return None


def findings_within(artefact: Artefact, context: Mapping[str, Any] | None) -> list[Finding]:
    """All that is wrong with a table by itself, and by the context where it declares nothing.

    Nothing says that the table is asked with that context: what is wrong by it alone is a warning, and who changes the
    context is not kept from it by tables.
    """
    entrances = [*_undeclared(artefact)] if context is not None else []
    if not entrances:
        return all_findings(artefact)
    nodes = [_declaring(node, context) if at in entrances else node for at, node in enumerate(artefact.value["nodes"])]
    found = all_findings(replace(artefact, value={**artefact.value, "nodes": nodes}))
    return [*_by_itself(artefact, found), *(_not_enforced(artefact.path, at) for at in entrances)]


def _by_itself(artefact: Artefact, found: list[Finding]) -> list[Finding]:
    """With warnings for those that are no errors of the table alone."""
    if not errors(found):
        return found
    own = {(each.pointer, each.code) for each in errors(all_findings(artefact))}
    return [each if (each.pointer, each.code) in own else replace(each, severity=Severity.WARNING) for each in found]


def _undeclared(artefact: Artefact) -> list[int]:
    """The places of input nodes without a schema."""
    nodes = artefact.value.get("nodes") if isinstance(artefact.value, dict) else None
    if artefact.kind is not ArtefactKind.TABLE or not isinstance(nodes, list):
        return []
    return [at for at, node in enumerate(nodes) if isinstance(node, dict) and _says_nothing(node)]


def _says_nothing(node: Mapping[str, Any]) -> bool:
    content = node.get("content")
    if node.get("type") != "inputNode" or not (content is None or isinstance(content, dict)):
        return False
    return (content or {}).get("schema") in (None, "")


def _declaring(node: Mapping[str, Any], context: Mapping[str, Any] | None) -> dict[str, Any]:
    """Of which a table may read more than the tree declares: nobody said that this is all."""
    schema = {**context, "additionalProperties": True} if context is not None else None
    return {**node, "content": {**(node.get("content") or {}), "schema": schema}}


def _not_enforced(path: str, place: int) -> Finding:
    reason = "no schema declares what enters: it is read by schemas/context.json, and enforced by nothing"
    pointer = f"/nodes/{place}/content/schema"
    return Finding(path, pointer, Code.TABLE_NO_SCHEMA, reason, "a JSON Schema", Severity.WARNING)
