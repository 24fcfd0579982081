"""Rows as COPY reads them, and on what way they go."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.publishing import spool
from catalog_admin.publishing.spool import Pouring, Spool, copy_line

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00")) | st.sampled_from(["\\N", "\\x00", "a\tb"])
VALUES = st.none() | TEXTS | st.binary(max_size=8) | st.integers() | st.dates()


def alone(value: object) -> str:
    """As PostgreSQL's manual has it."""
    match value:
        case None:
            return "\\N"
        case bytes():
            return f"\\\\x{value.hex()}"
        case date():
            return value.isoformat()
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_a_line_is_its_values_each_spelled_alone(values: list[object]) -> None:
    assert copy_line(values) == ("\t".join(map(alone, values)) + "\n").encode()


def test_what_has_gathered_is_handed_over_and_the_rest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "CHUNK_BYTES", 4)
    handed: list[tuple[str, bytes]] = []
    rows = Pouring(lambda table, lines: handed.append((table, lines)))
    for table, value in (("plan", "a"), ("node", "n"), ("plan", "b"), ("plan", "c")):
        rows.add(table, value)
    assert handed == [("plan", b"a\nb\n")]
    assert rows.counts == {"plan": 3, "node": 1}
    assert {table: list(rows.chunks(table)) for table in rows.counts} == {"plan": [b"c\n"], "node": [b"n\n"]}
    assert list(rows.chunks("plan")) == []


def test_the_first_chunks_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "CHUNK_BYTES", 40)
    monkeypatch.setattr(spool, "FIRST_BYTES", 10)
    sizes: list[int] = []
    rows = Pouring(lambda table, lines: sizes.append(len(lines)))
    for _ in range(400):
        rows.add("plan", "abcd")
    assert sizes[0] == 10
    assert sizes == sorted(sizes)
    assert sizes[-1] == 40


def test_a_spool_is_read_by_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "CHUNK_BYTES", 4)
    with Spool() as rows:
        rows.extend("plan", [b"abc\n", b"defghi\n", b"j\n"])
        chunks = list(rows.chunks("plan"))
    assert len(chunks) > 1
    assert all(lines.endswith(b"\n") for lines in chunks)
    assert b"".join(chunks) == b"abc\ndefghi\nj\n"
