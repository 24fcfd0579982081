"""Files that are not what they should be: a fault on a line, never an exception and never the machine's memory."""

from io import BytesIO
from typing import IO
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.jobs.imports.model import Format, Row
from catalog_admin.jobs.imports.rows import LONGEST_ROW_BYTES, MOST_COLUMNS, exactly, is_composed, rows_of


def rows(text: bytes, format: Format) -> list[Row]:
    return [exactly(row) for row in rows_of(BytesIO(text), format, dict, {})]


def test_a_number_beyond_all_exponents_is_a_fault_of_its_line() -> None:
    first, second = rows(b'{"key": 1e9999999999999999999}\n{"key": "b"}\n', Format.NDJSON)
    assert first.fault is not None
    assert first.fault.refusal.code == "jobs.unreadable_row"
    assert second.document == {"key": "b"}


def test_a_number_beyond_all_exponents_ends_an_array() -> None:
    first, second = rows(b'[{"key": "a"}, {"key": 1e9999999999999999999}]', Format.JSON)
    assert first.document == {"key": "a"}
    assert second.fault is not None
    assert second.fault.refusal.code == "jobs.broken_file"


class Endless:
    """A file that never ends, and counts what was read of it."""

    def __init__(self, head: bytes, line: bytes) -> None:
        self._head, self._line, self.given = head, line, 0

    def readline(self, size: int) -> bytes:
        line, self._head = self._head or self._line, b""
        self.given += len(line[:size])
        return line[:size]


@pytest.mark.parametrize(
    ("head", "line"), [(b'"', b'x","\n'), (b"key,name\n", b"x" * (2 * LONGEST_ROW_BYTES))], ids=["quoted", "one line"]
)
def test_a_csv_record_that_does_not_end_ends_the_file(head: bytes, line: bytes) -> None:
    file = Endless(head, line)
    [row] = list(rows_of(as_file(file), Format.CSV, dict, {}))
    assert row.fault is not None
    assert "longer than" in row.fault.detail
    assert file.given <= 2 * LONGEST_ROW_BYTES


def test_a_csv_header_has_a_limit() -> None:
    [row] = rows(b",".join(b"c%d" % n for n in range(MOST_COLUMNS + 1)), Format.CSV)
    assert row.fault is not None
    assert row.fault.detail == f"more than {MOST_COLUMNS} columns"


def as_file(file: Endless) -> IO[bytes]:
    return file  # type: ignore[return-value]  # only readline is asked for


@pytest.mark.parametrize("format", [Format.NDJSON, Format.JSON])
@pytest.mark.parametrize(
    ("twice", "pointer"),
    [
        (b'{"key": "a", "key": "b"}', "/key"),
        (b'{"meta": {"at": "9:30", "at": "9:31"}}', "/meta/at"),
        (b'{"price": 1.5, "price": 2}', "/price"),
        (rb'{"key": "a", "k\u0065y": "b"}', "/key"),
    ],
)
def test_a_member_given_twice_is_a_fault_of_its_row(format: Format, twice: bytes, pointer: str) -> None:
    text = twice + b'\n{"key": "c:d"}\n'
    first, second = rows(text if format is Format.NDJSON else b"[%b]" % text.strip().replace(b"\n", b","), format)
    assert first.fault is not None
    assert first.fault.pointer == pointer
    assert second.document == {"key": "c:d"}


@given(st.text() | st.text("aé\u02ff\u0300\u0301Å\u212bが\u3099か€"))
def test_a_text_is_composed_if_unicode_says_so(text: str) -> None:
    assert is_composed(text.encode()) == is_normalized("NFC", text)
