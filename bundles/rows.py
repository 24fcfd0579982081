"""Rows of a data file: NDJSON, or CSV whose header names the members (`attributes.ip_rating` goes inside)."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from bundles.folder import Folder
from bundles.json_text import read_json
from bundles.limits import DEFAULT, Limits
from bundles.problems import Unreadable
from bundles.scalars import text

NDJSON = (".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz")
CSV = (".csv", ".csv.gz")
LIST_SEPARATOR = "|"
LISTS = frozenset({"tags"})


def read_rows(folder: Folder, name: str, limits: Limits = DEFAULT) -> Iterator[tuple[int, Any]]:
    """Line and value of each row; raises Unreadable at the first row that cannot be read at all."""
    if name.endswith(NDJSON):
        return _json_rows(folder, name, limits)
    if name.endswith(CSV):
        return _csv_rows(folder, name, limits)
    raise Unreadable("bundle.unknown_data_format", f"{name} is neither NDJSON nor CSV", 1, "name it .ndjson or .csv")


def _json_rows(folder: Folder, name: str, limits: Limits) -> Iterator[tuple[int, Any]]:
    with folder.open(name) as stream:
        line = 0
        while raw := stream.readline(limits.row_bytes + 1):
            line += 1
            if len(raw) > limits.row_bytes:
                raise Unreadable("bundle.too_large", f"a row of more than {limits.row_bytes} bytes", line)
            if raw.strip():
                yield line, read_json(_decoded(raw, line), limits, line=line)


def _csv_rows(folder: Folder, name: str, limits: Limits) -> Iterator[tuple[int, Any]]:
    with folder.open(name) as stream, io.TextIOWrapper(stream, "utf-8-sig", newline="") as words:
        reader = csv.reader(words, strict=True)
        try:
            header = next(reader, [])
            for cells in reader:
                if cells:
                    yield reader.line_num, _row(header, cells, reader.line_num)
        except csv.Error as wrong:
            raise Unreadable("bundle.broken_csv", str(wrong), reader.line_num) from wrong
        except UnicodeDecodeError as wrong:
            raise Unreadable("bundle.bad_text", "not UTF-8", reader.line_num + 1) from wrong


def _row(header: list[str], cells: list[str], line: int) -> dict[str, Any]:
    if len(cells) != len(header):
        raise Unreadable("bundle.broken_csv", f"{len(cells)} cells under {len(header)} headings", line)
    row: dict[str, Any] = {}
    for heading, cell in zip(header, cells, strict=True):
        if cell:
            _place(row, heading.split("."), text(cell, line))
    return row


def _place(row: dict[str, Any], steps: list[str], cell: str) -> None:
    """CSV knows only text: lists are split here, numbers are read where their type is known."""
    for step in steps[:-1]:
        row = row.setdefault(step, {})
    row[steps[-1]] = cell.split(LIST_SEPARATOR) if steps[-1] in LISTS else cell


def _decoded(raw: bytes, line: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Unreadable("bundle.bad_text", "not UTF-8", line) from wrong
