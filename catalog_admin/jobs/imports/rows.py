"""Rows out of files, one at a time, in memory bounded by the longest row.

Numbers keep every digit. A row that cannot be read is a fault on its line and the next one is read; a file that
cannot be read on ends with a fault.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from unicodedata import is_normalized

import ijson
import orjson

from catalog_admin.jobs.errors import BrokenFile, UnreadableRow
from catalog_admin.jobs.imports.model import Cells, Format, Header, Record, Row
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_json import Members, read_exactly, refuse_unstorable
from catalog_admin.kit.faults import Fault

LONGEST_ROW_BYTES = 1024 * 1024
LONGEST_CELL = 256 * 1024
MOST_COLUMNS = 2_000
# What tables are saved with: in half of Europe the comma stands in numbers, so cells are parted by semicolons there.
SEPARATORS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
# A number that orjson, five times as fast, would round: it has a point, an exponent, or very many digits.
# Digits are taken once and not given back: lines are searched by the million.
_INEXACT = re.compile(rb"[:\[,]\s*+-?\d++(?:[.eE]|(?<=\d{16}))")

# All bytes of characters below U+0300: one glance is enough for most of Europe's texts.
_NEVER_COMBINING = bytes(range(0xCC))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a member is given twice")
    return said


# Whoever reads a number bounds it; here it only keeps its digits.
_EXACT = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_each_once).decode


def rows_of(file: IO[bytes], format: Format, document_of: Cells, renamed: Mapping[str, str]) -> Iterator[Row]:
    """`renamed` maps a CSV file's column names to ours; one that is renamed to nothing is left out."""
    if format is Format.NDJSON:
        return _ndjson(file)
    if format is Format.JSON:
        return _array(file)
    return _csv(file, document_of, renamed)


def _ndjson(file: IO[bytes]) -> Iterator[Row]:
    number = 0
    while text := file.readline(LONGEST_ROW_BYTES):
        number += 1
        if len(text) == LONGEST_ROW_BYTES and not text.endswith(b"\n"):
            _skip_line(file)
            yield _unreadable(number, f"longer than {LONGEST_ROW_BYTES} bytes")
        elif number == 1 and text.startswith(b"\xef\xbb\xbf"):
            yield Row(number, unread=text[3:])
        elif text.strip():
            yield Row(number, unread=text)


def exactly(row: Row) -> Row:
    """With its document, or what is wrong with it, if nobody has read it yet."""
    if (text := row.unread) is None:
        return row
    try:
        if not _INEXACT.search(text):
            return Row(row.line, nearly(text))
        if not _is_escaped(text):
            return Row(row.line, _EXACT(text.decode()))
    except (ValueError, InvalidOperation, RecursionError, Refusal):
        pass
    return _slowly(row.line, text)


def nearly(text: bytes) -> Any:
    """For who takes no floats: these have lost digits, all else is exact. Texts in it are composed (NFC).

    Raises ValueError for what is not plain, such as a member given twice: orjson keeps the last one, so a colon is gone
    when written again.
    """
    if _is_escaped(text) or not is_composed(text):
        raise ValueError("to be looked at character by character")
    value = orjson.loads(text)
    try:
        said = orjson.dumps(value)
    except orjson.JSONEncodeError as wrong:  # deeper than it writes
        raise ValueError("nested too deeply") from wrong
    if said.count(b":") != text.count(b":"):
        raise ValueError("a member is given twice")
    return value


def is_composed(text: bytes) -> bool:
    """Of the whole, as any part of a composed text is composed."""
    return not text.translate(None, _NEVER_COMBINING) or is_normalized("NFC", text.decode())


def _is_escaped(text: bytes) -> bool:
    """Only by its code can a NUL or half a character be brought in, and only then the searching reader is needed."""
    return b"\\" in text and b"\\u" in text


def _slowly(number: int, text: bytes) -> Row:
    try:
        return Row(number, read_exactly(text))
    except Refusal as wrong:
        return Row(number, fault=Fault(UnreadableRow, wrong.pointer or "", wrong.detail))


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(LONGEST_ROW_BYTES)) and not rest.endswith(b"\n"):
        pass


class _Bounded:
    """Refuses to read on when a single item does not end: ijson would gather it in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.since_item = file, 0

    def read(self, size: int = -1) -> bytes:
        if self.since_item > LONGEST_ROW_BYTES:
            raise ValueError(f"an item longer than {LONGEST_ROW_BYTES} bytes")
        found = self._file.read(size)
        self.since_item += len(found)
        return found


def _array(file: IO[bytes]) -> Iterator[Row]:
    bounded, number = _Bounded(file), 0
    items = ijson.items(bounded, "item", use_float=False, buf_size=64 * 1024, map_type=Members)
    while True:
        try:
            document = next(items)
        except StopIteration:
            break
        except (ijson.JSONError, ValueError, InvalidOperation, RecursionError) as wrong:
            detail = str(wrong).strip().partition("\n")[0][:200]
            yield Row(number + 1, fault=Fault(BrokenFile, "", f"not JSON after item {number}: {detail}"))
            return
        number, bounded.since_item = number + 1, 0
        yield _searched(number, document)
    if number == 0 and not _is_array(file):
        yield Row(1, fault=Fault(BrokenFile, "", "the file is no JSON array of objects"))


def _searched(number: int, document: Any) -> Row:
    try:
        refuse_unstorable(document)
    except Refusal as wrong:
        return Row(number, fault=Fault(UnreadableRow, wrong.pointer or "", wrong.detail))
    return Row(number, document)


def _is_array(file: IO[bytes]) -> bool:
    file.seek(0)
    return file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


class _Lines:
    """Decoded lines for the csv module; a broken one ends the file, as it may hold a quote.

    So does a record that does not end: its quoted cells may run over as many lines as the file has.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.since_record = file, 0
        self._head = file.readline(LONGEST_ROW_BYTES)

    @property
    def separator(self) -> str:
        """Of those known, the one that parts the most names in the first line."""
        return max(SEPARATORS, key=_QUOTED.sub("", self._head.decode("utf-8", "replace")).count)

    def __iter__(self) -> Iterator[str]:
        line, encoding = self._head, "utf-8-sig"
        while line:
            self.since_record += len(line)
            if self.since_record >= LONGEST_ROW_BYTES:
                raise csv.Error(f"a row longer than {LONGEST_ROW_BYTES} bytes")
            yield line.decode(encoding)
            line, encoding = self._file.readline(LONGEST_ROW_BYTES), "utf-8"


def _csv(file: IO[bytes], document_of: Cells, renamed: Mapping[str, str]) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=lines.separator, strict=True)
    names: list[str] | None = None
    try:
        for cells in reader:
            lines.since_record = 0
            if names is None:
                columns = [name.strip() for name in cells]
                names = [renamed.get(column, column) for column in columns]
                if fault := _header_fault(names):
                    yield Row(1, fault=fault)
                    return
                header = Header.of(columns, names, document_of)
            elif cells:
                yield _record(reader.line_num, names, Record(header, cells), document_of)
    except (csv.Error, UnicodeDecodeError) as wrong:
        yield Row(reader.line_num + 1, fault=Fault(BrokenFile, "", f"not CSV in UTF-8: {wrong}"[:300]))


def _header_fault(columns: list[str]) -> Fault | None:
    if len(columns) > MOST_COLUMNS:
        return Fault(BrokenFile, "", f"more than {MOST_COLUMNS} columns")
    twice = next((name for position, name in enumerate(columns) if name and name in columns[:position]), None)
    return Fault(BrokenFile, "", f"two columns are called {twice!r}"[:300]) if twice is not None else None


def _record(number: int, names: list[str], record: Record, document_of: Cells) -> Row:
    cells = record.cells
    if len(cells) != len(names):
        return _unreadable(number, f"{len(cells)} cells under {len(names)} columns")
    if any("\x00" in cell for cell in cells):
        return _unreadable(number, "text holds a NUL character")
    said = {name: cell for name, cell in zip(names, cells, strict=True) if cell != "" and name}
    return Row(number, document_of(said), record=record)


def _unreadable(number: int, detail: str) -> Row:
    return Row(number, fault=Fault(UnreadableRow, "", detail))
