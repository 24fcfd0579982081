"""RFC 8785: the vectors on the full implementation, and our narrower canonical JSON against that one."""

import csv
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.kit.canonical import NotCanonical, canonical_json

_DATA = Path(__file__).parents[1] / "data" / "jcs"
_DOCUMENTS = [json.loads(line) for line in (_DATA / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
_EXACT = 2**53 - 1


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda document: str(document["name"]))
def test_the_full_implementation_passes_the_documents(document: dict[str, Any]) -> None:
    assert rfc8785.dumps(json.loads(document["input"])).hex() == document["canonical_hex"]


def _numbers() -> Iterator[tuple[float, str]]:
    with (_DATA / "es6_numbers_2000.csv").open(encoding="ascii") as lines:
        for bits, written in csv.reader(lines):
            yield struct.unpack(">d", bytes.fromhex(bits.zfill(16)))[0], written


def test_the_full_implementation_writes_numbers_as_es6_does() -> None:
    numbers = [*_numbers()]
    assert len(numbers) == 2_000
    for number, written in numbers:
        assert rfc8785.dumps(number).decode() == written


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda document: str(document["name"]))
def test_ours_gives_the_same_bytes_or_refuses(document: dict[str, Any]) -> None:
    value = json.loads(document["input"])
    if _is_admitted(value):
        assert canonical_json(value).hex() == document["canonical_hex"]
    else:
        with pytest.raises(NotCanonical):
            canonical_json(value)


def _is_admitted(value: Any) -> bool:
    """No floats, integers within 2^53, ASCII keys: said here a second time, independently of the code."""
    if isinstance(value, dict):
        return all(key.isascii() and _is_admitted(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_admitted, value))
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) <= _EXACT
    return not isinstance(value, float)


def _documents(keys: st.SearchStrategy[str], leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=20,
    )


_ascii = st.text(st.characters(max_codepoint=127), max_size=8)
_leaves = st.none() | st.booleans() | st.integers(-_EXACT, _EXACT) | st.text(max_size=12)


@given(_documents(_ascii, _leaves))
def test_ours_is_rfc_8785_on_everything_it_admits(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


_anything = _leaves | st.floats() | st.integers() | st.text(st.characters(categories=["Cs", "L"]), max_size=3)


@given(_documents(_ascii | st.text(max_size=4), _anything))
def test_ours_refuses_everything_else(value: Any) -> None:
    if _is_admitted(value):
        assert canonical_json(value) == rfc8785.dumps(value)
    else:
        with pytest.raises(NotCanonical):
            canonical_json(value)


def test_integers_end_where_floats_stop_telling_them_apart() -> None:
    assert canonical_json([_EXACT, -_EXACT]) == b"[9007199254740991,-9007199254740991]"
    for too_wide in (_EXACT + 1, -_EXACT - 1):
        with pytest.raises(NotCanonical):
            canonical_json([too_wide])
