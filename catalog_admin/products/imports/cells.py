"""CSV rows as the documents they stand for.

Columns are members (`key`, `status`), members of members (`name.de`, `attributes.weight`, `charge.unit`,
`oneTime.priceRef`) or simply registered attributes (`weight`). Lists are separated by `|`. A cell that does not
read as its attribute's type stays text, and the check says so.
"""

import re
from typing import Any

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products.model.attributes import Registry
from catalog_admin.products.model.documents import NESTED_MEMBERS, PLAN_MEMBERS

MEMBERS = NESTED_MEMBERS | PLAN_MEMBERS
SEPARATOR = "|"
_INTEGER = re.compile(r"-?\d{1,17}", re.ASCII)
_BOOLEAN = {"true": True, "false": False}


def document_of(cells: dict[str, str], registry: Registry) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for column, cell in cells.items():
        head, _, rest = column.partition(".")
        if column in MEMBERS:
            document[column] = _member(column, cell)
        elif column in registry.definitions:
            document.setdefault("attributes", {})[column] = _value(column, cell, registry)
        elif head == "attributes" and rest:
            document.setdefault("attributes", {})[rest] = _value(rest, cell, registry)
        elif head == "charge" and rest:
            _charge(document.setdefault("charges", [{}])[0], rest, cell, registry)
        elif head in ("name", "oneTime") and rest:
            document.setdefault(head, {})[rest] = cell
        else:
            document[column] = cell
    return document


def _member(column: str, cell: str) -> Any:
    if column == "tags":
        return cell.split(SEPARATOR)
    if column == "name":
        return {"en": cell}
    if column in ("charges", "ratePlans", "attributes", "oneTime"):
        return _json(cell)
    return cell


def _json(cell: str) -> Any:
    try:
        return read_exactly(cell)
    except Refusal:
        return cell


def _charge(charge: dict[str, Any], member: str, cell: str, registry: Registry) -> None:
    head, _, rest = member.partition(".")
    if head == "attributes" and rest:
        charge.setdefault("attributes", {})[rest] = _value(rest, cell, registry)
    elif head == "name":
        charge.setdefault("name", {})[rest or "en"] = cell
    else:
        charge[member] = cell


def _value(key: str, cell: str, registry: Registry) -> Any:
    definition = registry.definitions.get(key)
    if definition is None:
        return cell
    if definition.type.many:
        return [_item(definition.type, item) for item in cell.split(SEPARATOR)]
    return _item(definition.type, cell)


def _item(declared: Type, cell: str) -> Any:
    if declared.kind is Kind.INTEGER and _INTEGER.fullmatch(cell):
        return int(cell)
    if declared.kind is Kind.BOOLEAN:
        return _BOOLEAN.get(cell.lower(), cell)
    return cell
