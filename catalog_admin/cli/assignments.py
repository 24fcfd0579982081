"""Assignments read from a file: which rate plan goes on which node, row by row."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.commands.bulk import BulkItem, BulkResult, ErrorPolicy
from catalog_admin.catalogs.errors import BadItem, BulkRefused, NodeNotFound
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.schemas.assignments import BulkIn
from catalog_admin.cli.asked import bytes_of
from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.work import Work

NUMBERS = ("pin", "rank")


@dataclass(frozen=True)
class Row:
    """`line` as an editor shows it."""

    line: int
    path: str | None
    item: BulkItem


def rows_in(file: Path, path: str | None) -> list[Row]:
    """Every row, also one that says something impossible: its item is refused then. Raises BadArgument."""
    try:
        text = bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadArgument(f"{file} is not UTF-8 at byte {wrong.start}", pointer="/file") from wrong
    if file.suffix == ".csv":
        rows = _csv(file, text, path)
    else:
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        is_list = file.suffix == ".txt"
        rows = [_row(line, {"ratePlanId": said} if is_list else read_exactly(said), path) for line, said in lines]
    if not rows:
        raise BadArgument(f"there is nothing in {file}", pointer="/file")
    return rows


def _csv(file: Path, text: str, path: str | None) -> list[Row]:
    read = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return [_row(read.line_num, _typed(cells), path) for cells in read]
    except csv.Error as wrong:
        raise BadArgument(f"{file} is not CSV at line {read.line_num + 1}: {wrong}", pointer="/file") from wrong


def assign_rows(
    work: Work, catalog: str, rows: list[Row], policy: ErrorPolicy, *, dry: bool = False
) -> list[BulkResult]:
    """A result for each row, in their order. Raises CatalogNotFound, and BulkRefused if one fails that must not."""
    home = queries.catalog(work, catalog)
    by_path: dict[str | None, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        by_path[row.path].append(position)
    results: dict[int, BulkResult] = {}
    # In path order: two such files at once take the same nodes in the same order.
    for path in sorted(by_path, key=str):
        positions = by_path[path]
        items = [rows[position].item for position in positions]
        results |= zip(positions, _assign(work, home, path, items, policy, dry), strict=True)
    found = [results[position] for position in range(len(rows))]
    if policy is ErrorPolicy.REJECT_EVERYTHING:
        _refuse_everything(rows, found)
    return found


def _assign(
    work: Work, home: Catalog, path: str | None, items: list[BulkItem], policy: ErrorPolicy, dry: bool
) -> list[BulkResult]:
    # What one bad row does to those of other nodes is decided when all nodes are known.
    lenient = ErrorPolicy.REJECT_FAILED_ROWS if policy is ErrorPolicy.REJECT_EVERYTHING else policy
    try:
        return commands.assign_in_bulk(work, _node_of(work, home, path).id, items, lenient, dry=dry)
    except (BadItem, NodeNotFound) as refusal:
        is_ignored = policy is ErrorPolicy.IGNORE_FAILED
        return [BulkResult(item.plan_key, "ignored" if is_ignored else "refused", refusal) for item in items]


def _node_of(work: Work, home: Catalog, path: str | None) -> Node:
    if path is None:
        raise BadItem("the row names no node: give it a path, or say --path", pointer="/path")
    return queries.node_at(work, home, path)


def _refuse_everything(rows: list[Row], results: list[BulkResult]) -> None:
    failed = [(row.line, each.refusal) for row, each in zip(rows, results, strict=True) if each.refusal is not None]
    if failed:
        errors = [
            {"pointer": f"line {line}", "code": refusal.code, "detail": refusal.detail}
            for line, refusal in failed[:ERRORS_TOLD]
        ]
        raise BulkRefused(f"{len(failed)} of {len(rows)} rows cannot be done, so nothing was", errors=errors)


def _row(line: int, said: Any, path: str | None) -> Row:
    if isinstance(said, dict):
        path, said = said.get("path", path), {name: value for name, value in said.items() if name != "path"}
    [item] = BulkIn(items=[said]).wanted()
    return Row(line, path, item)


def _typed(cells: dict[str, Any]) -> dict[str, Any]:
    """An empty cell says nothing; places and ranks are numbers if they can be read as such."""
    said = {name: cell for name, cell in cells.items() if cell not in ("", None)}
    return said | {name: int(said[name]) for name in NUMBERS if str(said.get(name, "")).isdecimal()}
