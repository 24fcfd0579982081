"""A tree as lines: what comes in, in three spellings, and what goes out, in one."""

from collections.abc import Iterator
from typing import Any

import orjson
from pydantic import Field, ValidationError

from catalog_admin.catalogs.commands.importing import LARGEST
from catalog_admin.catalogs.errors import BadItem, TooManyRows
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.catalogs.schemas.trees import NodeType, Path, SortKey
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.faults import detail_of, pointer_of
from catalog_admin.kit.words import Instant, Words

DERIVED = ("depth", "leaf", "added", "dropped")


class TreeRowIn(Words):
    """`path`, or `id` and `parent`; then the id's last part is the key and `name` the display name."""

    path: Path | None = None
    id: str | None = Field(None, min_length=1, max_length=500)
    parent: str | None = Field(None, max_length=500)
    name: str | dict[str, str] | None = None
    type: NodeType = "category"
    meta: dict[str, Any] = Field(default_factory=dict)
    attributes: dict[str, Any] = Field(default_factory=dict)
    sort_key: SortKey | None = None
    active_from: Instant | None = None
    active_to: Instant | None = None

    def row(self) -> TreeRow:
        if (self.id is None) == (self.path is None):
            return TreeRow(refused=BadItem("a row says path, or id and parent", pointer=""))
        said = self.model_dump(exclude={"name"})
        if self.name is not None:
            said["meta"] = {"displayName": self.name, **self.meta}
        return TreeRow(**said)


class Imported(Words):
    """How many nodes are new."""

    created: int


def rows_of(body: bytes) -> list[TreeRow]:
    """A JSON array, or one object a line; a row that cannot be read keeps its place and its refusal."""
    rows: list[TreeRow] = []
    for said in _objects(body):
        if len(rows) >= LARGEST:
            raise TooManyRows(f"more than {LARGEST} rows in one import", pointer=f"/{LARGEST}")
        rows.append(said if isinstance(said, TreeRow) else _row(said))
    return rows


def _objects(body: bytes) -> Iterator[Any]:
    if body.lstrip()[:1] == b"[":
        yield from read_exactly(body)
        return
    for line in body.splitlines():
        if line.strip():
            try:
                yield read_exactly(line)
            except Refusal as refused:
                yield TreeRow(refused=refused)


def _row(said: Any) -> TreeRow:
    row = _taxonomy_row(said)
    try:
        return TreeRowIn.model_validate(row).row()
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        pointer = pointer_of(fault, row)
        return TreeRow(refused=BadItem(f"{pointer or 'row'}: {detail_of(fault)}", pointer=pointer))


def _taxonomy_row(said: Any) -> Any:
    """Product taxonomies say their path in names and repeat what follows from the tree; attributes are mere names."""
    if not isinstance(said, dict) or not isinstance(said.get("path"), list) or "id" not in said:
        return said
    row = {name: value for name, value in said.items() if name != "path" and name not in DERIVED}
    if said["path"]:
        row.setdefault("name", said["path"][-1])
    if isinstance(row.get("attributes"), list):
        row["meta"] = {"attributes": row.pop("attributes"), **row.get("meta", {})}
    return row


def line_of(node: Node) -> bytes:
    """One line of an export; an import reads it back."""
    said: dict[str, Any] = {"path": node.path, "type": node.type, "meta": node.meta}
    if node.attributes:
        said["attributes"] = node.attributes
    said["sortKey"] = node.sort_key
    if node.active_from is not None:
        said["activeFrom"] = node.active_from
    if node.active_to is not None:
        said["activeTo"] = node.active_to
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
