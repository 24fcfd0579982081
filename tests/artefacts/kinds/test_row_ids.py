"""Rows of tables are called the same from the first commit on, whatever becomes of their cells."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.finding import Severity
from catalog_admin.artefacts.kinds.reading import canonical, read
from catalog_admin.artefacts.kinds.row_ids import identified, with_row_ids
from catalog_admin.artefacts.merging.model import Merge
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.tables.drawn import content, graph

PATH = "tables/t.jdm.json"
Rows = list[dict[str, str]]


def text(rows: Rows) -> bytes:
    table = content(["amount", "tier"], []) | {"rules": rows}
    return json.dumps(graph(table, {"type": "object"})).encode()


def ids(content: bytes) -> list[str]:
    return [row["_id"] for row in json.loads(content)["nodes"][1]["content"]["rules"]]


def row(amount: str, tier: str = '"gold"', out: str = "1", **more: str) -> dict[str, str]:
    return {"i0": amount, "i1": tier, "o0": out, **more}


_cells = st.sampled_from(["", "> 1", "> 2", "> 3", '"gold"'])
_ids = st.sampled_from(["", "a", "b", "rb5f3c2a190"])
_rows = st.lists(
    st.fixed_dictionaries(
        {"i0": _cells, "o0": _cells}, optional={"_id": _ids, "_description": st.sampled_from(["", "x"])}
    ),
    max_size=8,
    unique_by=lambda each: each.get("_id") or object(),
)


def test_what_is_made_of_a_row_does_not_depend_on_its_place() -> None:
    rows: Rows = [{"a": "1"}, {"_id": "mine", "a": "2"}, {"a": "1"}, {"a": "3"}]
    first = identified(rows)
    assert first[1] == "mine"
    assert len(set(first)) == 4
    assert identified([rows[3], rows[1], rows[0], rows[2]]) == [first[3], "mine", first[0], first[2]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_rows, _rows)
def test_a_table_that_was_named_is_canonical_and_stays_it(before: Rows, after: Rows) -> None:
    old = canonical(PATH, text(before))
    new = canonical(PATH, text(after), old)
    for named, rows in ((old, before), (new, after)):
        assert canonical(PATH, named) == canonical(PATH, named, old) == named
        assert read(PATH, named).findings == ()
        assert len({*ids(named)}) == len(rows)
        assert [each["_id"] for each in rows if each.get("_id")] == [
            name for name, each in zip(ids(named), rows, strict=True) if each.get("_id")
        ]
    assert canonical(PATH, text(after), old) == new


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([row("> 1"), row("> 2"), row("> 3")], ["a", "b", "c"]),
        ([row("> 3"), row("> 1"), row("> 2")], ["c", "a", "b"]),
        ([row("> 1"), row("> 9"), row("> 3")], ["a", "b", "c"]),
        ([row("> 8"), row("> 9"), row("> 3", out="7")], ["a", "b", "c"]),
        ([row("> 1"), row("> 3")], ["a", "c"]),
        ([row("> 1"), row("> 2"), row("> 2.5"), row("> 3")], ["a", "b", None, "c"]),
        ([row("> 1"), row("> 7", "", "7"), row("> 3")], ["a", None, "c"]),
        ([row("> 1"), row("> 9", _id="b"), row("> 2", "", "")], ["a", "b", None]),
    ],
    ids=["as it was", "moved", "changed", "all changed", "gone", "added", "another one", "given to another"],
)
def test_who_sends_a_table_without_ids_keeps_those_it_had(rows: Rows, kept: list[str | None]) -> None:
    before = text([row("> 1", _id="a"), row("> 2", _id="b"), row("> 3", _id="c")])
    found = ids(canonical(PATH, text(rows), before))
    assert [name if name in ("a", "b", "c") else None for name in found] == kept


def test_a_push_is_told_what_a_commit_over_the_api_would_have_written() -> None:
    found = read(PATH, text([row("> 1"), row("> 2", _id="b")])).findings
    [unnamed] = [each for each in found if each.code == Code.TABLE_ROW_UNNAMED]
    assert (unnamed.pointer, unnamed.severity) == ("/nodes/1/content/rules", Severity.WARNING)
    assert "rules format" in (unnamed.suggestion or "")


def merged(base: Rows, ours: Rows, theirs: Rows) -> Merge:
    first, one, other = ({PATH: text(each)} for each in (base, ours, theirs))
    found = merge(first, one, other)
    assert found.files == merge(first, other, one).files
    return found


def test_rows_that_nobody_named_are_merged_cell_by_cell() -> None:
    base = [row("> 1"), row("> 2"), row("> 3")]
    found = merged(base, [row("> 5"), *base[1:]], [row("> 1", out="7"), *base[1:]])
    assert found.is_clean
    [first, *_] = json.loads(found.files[PATH])["nodes"][1]["content"]["rules"]
    assert first == row("> 5", out="7", _id=identified(base)[0])
    assert not merged(base, [row("> 5"), *base[1:]], [row("> 6"), *base[1:]]).is_clean


def test_two_people_who_add_different_rows_do_not_give_them_one_id() -> None:
    base = [row("> 1")]
    found = merged(base, [*base, row("> 2")], [*base, row("> 2", '"silver"')])
    assert found.is_clean
    assert len({*ids(found.files[PATH])}) == 3
    same = merged(base, [*base, row("> 2")], [*base, row("> 2")])
    assert len(ids(canonical(PATH, same.files[PATH]))) == 2


def test_naming_rows_changes_nothing_that_is_told() -> None:
    rows = [row("> 1"), row("> 2")]
    mine = [row("> 1", _id="mine"), row("> 5", _id="yours")]
    before = {PATH: text(rows)}
    assert difference(before, {PATH: canonical(PATH, text(rows))}) == []
    said = [sentence(each) for each in difference(before, {PATH: text(mine)})]
    assert said == ["table table, row yours: when amount (i0) > 2 became > 5"]


def test_what_is_no_table_is_left_alone() -> None:
    strange: Any = {"nodes": [5, {"content": {"rules": [5]}}, {"id": 7, "content": {"rules": []}}]}
    assert with_row_ids(strange, strange) == strange
