"""A tree as rows: each names its place by path, or by an id and its parent's id, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.catalogs.errors import BadPath, NamedTwice, ParentMissing, WouldCycle
from catalog_admin.catalogs.model import paths
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Faults


@dataclass(frozen=True, slots=True)
class TreeRow:
    """`refused` is what was wrong with the row before anybody looked at the tree."""

    path: str | None = None
    id: str | None = None
    parent: str | None = None
    type: str = "category"
    meta: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    sort_key: int | None = None
    active_from: datetime | None = None
    active_to: datetime | None = None
    refused: Refusal | None = None


def paths_of(rows: Sequence[TreeRow], faults: Faults) -> list[str | None]:
    """The path of each row; None where it has none, and then `faults` say why."""
    by_id = {row.id: row for row in rows if row.id is not None and row.refused is None}
    known: dict[str, str | Refusal] = {}
    found: list[str | None] = []
    seen: set[str] = set()
    for position, row in enumerate(rows):
        if row.refused is not None:
            faults.add(type(row.refused), f"/{position}{row.refused.pointer or ''}", row.refused.detail)
            found.append(None)
            continue
        path = _by_id(row, by_id, known) if row.id is not None else _by_path(row)
        if not isinstance(path, Refusal) and path in seen:
            path = NamedTwice(f"{path or 'the root'} stands in the rows before", pointer=_pointer(row))
        if isinstance(path, Refusal):
            faults.add(type(path), f"/{position}{path.pointer or _pointer(row)}", path.detail)
            found.append(None)
            continue
        seen.add(path)
        found.append(path)
    return found


def _pointer(row: TreeRow) -> str:
    return "/path" if row.id is None else "/id"


def _by_path(row: TreeRow) -> str | Refusal:
    try:
        return paths.check_path(row.path) if row.path else ""
    except Refusal as refused:
        return refused


def _by_id(row: TreeRow, by_id: dict[str, TreeRow], known: dict[str, str | Refusal]) -> str | Refusal:
    """Climbs to the first ancestor that is known, then comes back down: no recursion, whatever the depth."""
    climbed: list[TreeRow] = []
    at: TreeRow | None = row
    path: str | Refusal = ""
    passed: set[str] = set()
    while at is not None and at.id is not None:
        if at.id in known:
            path = known[at.id]
            break
        if at.id in passed:
            path = WouldCycle(f"{at.id} is its own ancestor", pointer="/parent")
            break
        passed.add(at.id)
        climbed.append(at)
        if at.parent is not None and at.parent not in by_id:
            path = ParentMissing(f"no row has the id {at.parent[:200]}", pointer="/parent")
            break
        at = by_id[at.parent] if at.parent is not None else None
    for each in reversed(climbed):
        path = path if isinstance(path, Refusal) else _below(path, each.id or "")
        known[each.id or ""] = path
    return path


def _below(parent: str, id: str) -> str | Refusal:
    """The key is the id's last part: `gid://taxonomy/aa-1` hangs as `aa-1`."""
    key = id.rpartition("/")[2]
    if not paths.KEY.fullmatch(key):
        return BadPath(f"{key[:80]!r} is no key: A-Z, a-z, 0-9, _ and -, 1 to 63 of them", pointer="/id")
    try:
        return paths.check_path(paths.joined(parent, key), "/id")
    except Refusal as refused:
        return refused
