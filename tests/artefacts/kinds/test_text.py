"""What is read as JSON, and what is refused; one value has one text."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.errors import UnreadableText
from catalog_admin.artefacts.kinds.limits import DEPTH, FILE_BYTES
from catalog_admin.artefacts.kinds.spelling import WIDTH, spelt
from catalog_admin.artefacts.kinds.text import read_text

_numbers = st.integers(-(2**53 - 1), 2**53 - 1) | st.integers(-(10**15), 10**15).map(lambda n: Decimal(n).scaleb(-7))
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_names = st.sampled_from(["id", "when", "é", "a b", "x_note", "~/", "\u200b"])
_values = st.recursive(
    st.none() | st.booleans() | _numbers | _texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=60)
@given(_values)
def test_a_text_reads_back_and_is_spelt_the_same_again(value: Any) -> None:
    text = spelt(value)
    again = read_text(text)
    assert again == value
    assert spelt(again) == text
    assert text.endswith(b"\n")


@settings(max_examples=60)
@given(_values)
def test_a_line_is_longer_than_the_page_only_where_it_cannot_be_broken(value: Any) -> None:
    for line in spelt(value).decode().split("\n"):
        assert len(line) <= WIDTH or not ({*"[{"} & {*line.rstrip(",")[:-1]} - {*'"'}) or '"' in line


@settings(max_examples=150)
@given(st.binary(max_size=40) | st.text(alphabet='{}[]":,0123456789.eE+- \\u\n', max_size=30).map(str.encode))
def test_any_bytes_are_a_value_or_a_refusal(content: bytes) -> None:
    with suppress(UnreadableText):
        assert read_text(spelt(read_text(content))) == read_text(content)


@pytest.mark.parametrize(
    ("content", "detail", "pointer"),
    [
        (b'{"a": 1, "a": 2}', "given twice", "/a"),
        (b'{"a": [NaN]}', "NaN", ""),
        (b'{"a": ["\\ud800"]}', "surrogate", "/a/0"),
        (b'["\\u0000"]', "NUL", "/0"),
        (b"\xff", "UTF-8", ""),
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark", None),
        (b'{"a": 9007199254740992}', "2^53", "/a"),
        (b'{"a": 0.0000000000000000000000001}', "13 digits", "/a"),
        (b'{"a": 1e999999999}', "not a number", ""),
        (b"[" * (DEPTH + 2) + b"]" * (DEPTH + 2), "deeper", "/0" * (DEPTH + 1)),
        (b"[" * 100_000, "deeper", ""),
        (b'"' + b"x" * FILE_BYTES + b'"', "at most", None),
        (b'{"e\xcc\x81": 1}', "composed form", ""),
    ],
    ids=str,
)
def test_refuses_what_parsers_read_differently(content: bytes, detail: str, pointer: str | None) -> None:
    with pytest.raises(UnreadableText) as caught:
        read_text(content)
    assert detail in caught.value.detail
    assert caught.value.pointer == pointer


def test_one_number_has_one_form() -> None:
    assert read_text(b"[120.0, 1e2, -0.0, 0.50, 1.0E-3]") == [120, 100, 0, Decimal("0.5"), Decimal("0.001")]
    assert spelt([120, 100, 0, Decimal("0.5"), Decimal("0.001")]) == b"[\n  120,\n  100,\n  0,\n  0.5,\n  0.001\n]\n"


def test_what_reviewers_cannot_see_is_spelt_out() -> None:
    assert spelt({"a": "x\u202ey"}) == b'{\n  "a": "x\\u202ey"\n}\n'
    assert read_text(b'{"a": "x\\u202ey"}') == {"a": "x\u202ey"}


def test_what_fits_stands_on_one_line() -> None:
    condition = {">": [{"var": "quote.header.discountPct"}, 25]}
    text = spelt({"id": "r", "when": condition, "then": [{"action": "BLOCK", "payload": {"message": "x" * 40}}] * 2})
    assert text.decode().split("\n") == [
        "{",
        '  "id": "r",',
        '  "when": {">": [{"var": "quote.header.discountPct"}, 25]},',
        '  "then": [',
        f'    {{"action": "BLOCK", "payload": {{"message": "{"x" * 40}"}}}},',
        f'    {{"action": "BLOCK", "payload": {{"message": "{"x" * 40}"}}}}',
        "  ]",
        "}",
        "",
    ]
