"""Whoever chooses may give anything: what a place cannot take is refused by name, and the rest is for checking."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.errors import UnfitChoice
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.merging.model import Choice, Given, Side
from catalog_admin.artefacts.merging.trees import Files, merge
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from tests.artefacts.merging import edits, test_decisions, test_tables
from tests.artefacts.merging.edits import BASE, Edit, copied, written
from tests.artefacts.merging.test_decisions import SMALL, TWO, rows
from tests.artefacts.merging.test_tables import add, cell, drop, edited, file, refer

Sides = tuple[Files, Files, Files]
JDM, DMN = test_tables.PATH, test_decisions.PATH
LONELY: tuple[Any, ...] = (None, 5, "x", True, [], {}, [["x"]], ["x"], {"a": 1})


def of_tree(ours: list[Edit], theirs: list[Edit]) -> Sides:
    sides = [copied(BASE), copied(BASE), copied(BASE)]
    for side, changes in zip(sides[1:], (ours, theirs), strict=True):
        for change in changes:
            change(side)
    base, one, other = map(written, sides)
    return base, one, other


def of_table(*sides: list[Callable[[Any], None]]) -> Sides:
    ours, theirs = (file(edited(*each)) for each in sides)
    return file(edited()), ours, theirs


def of_dmn(ours: bytes, theirs: bytes, base: bytes = TWO) -> Sides:
    return {DMN: base}, {DMN: ours}, {DMN: theirs}


def _shifted(tree: Any) -> None:
    tree["rulesets/a.json"]["rules"].append(tree["rulesets/a.json"]["rules"].pop(0))


def _elsewhere(tree: Any) -> None:
    tree["rulesets/b.json"]["rules"].append(tree["rulesets/a.json"]["rules"].pop(2))


def _noted(tree: Any) -> None:
    tree["rulesets/b.json"]["x_own"] = 5


def _policy(id: str) -> Edit:
    def put(tree: Any) -> None:
        tree["approval-policies/q.json"] = {**copied(BASE)["approval-policies/p.json"], "id": id}

    return put


COLUMN = of_table([cell(0, "d", "> 60")], [drop("d")])
ASKED = of_table([add("long", d="> 10", t=">= 36")], [refer("t", "years")])
ROWS = of_table([add("z", 0, d="> 20")], [add("a", 0, d="> 10")])
OLD = of_tree([edits.reorder], [_shifted])
CELL = of_dmn(SMALL["a cell"], rows(r1=(('"SMB"', "> 6"), ("8",))))
POLICY = of_dmn(SMALL["policy"], rows().replace(b'"FIRST"', b'"ANY"', 1))
ROW = of_dmn(rows(r1=None), SMALL["a cell"])
WHOLE = of_dmn(*(each.decode().encode("utf-16") for each in (SMALL["policy"], SMALL["name"], TWO)))
WORDS = of_tree([edits.say("One.")], [edits.say("Two.")])
MOVED = of_tree([edits.move_out(2)], [_elsewhere, _noted])
DRAWN: dict[str, Sides] = {
    "a column": COLUMN,
    "what a column asks": ASKED,
    "a cell of JDM": of_table([cell(0, "d", "> 60")], [cell(0, "d", "> 70")]),
    "a row of JDM": of_table([cell(0, "d", "> 60")], [lambda content: content["rules"].pop(0)]),
    "new rows": ROWS,
    "rules in two orders": OLD,
    "a cell": CELL,
    "a hit policy": POLICY,
    "a row": ROW,
    "all of UTF-16": WHOLE,
    "words": WORDS,
    "a place": MOVED,
    "a rule": of_tree([edits.remove(0)], [edits.change(0, "priority", 99)]),
    "a condition": of_tree([edits.change(0, "when", "ARR > 2")], [edits.change(0, "when", "ARR > 3")]),
    "a file with a rule more": of_tree([edits.drop("rulesets/a.json")], [edits.add("n1", 4)]),
    "two things in one file": of_tree([_policy("q1")], [_policy("q2")]),
}


def chosen(sides: Sides, value: Any) -> bytes:
    [conflict] = merge(*sides).conflicts
    found = merge(*sides, {conflict.id: Given(value)})
    assert found.is_clean
    return found.files[conflict.path]


@pytest.mark.parametrize("value", LONELY)
@pytest.mark.parametrize("sides", [COLUMN, ROWS, OLD, ROW], ids=["column", "new rows", "old rules", "row"])
def test_what_a_place_cannot_take_is_refused_by_name(sides: Sides, value: Any) -> None:
    [conflict] = merge(*sides).conflicts
    choices: dict[str, Choice] = {"another": Side.OURS, conflict.id: Given(value)}
    with pytest.raises(UnfitChoice) as refused:
        merge(*sides, choices)
    assert (refused.value.status, refused.value.pointer) == (422, "/choices/1/value")
    assert conflict.id in refused.value.detail


@pytest.mark.parametrize("value", [None, [], {}, {"a": 1}, ["x"], "\x01"])
@pytest.mark.parametrize("sides", [CELL, POLICY], ids=["text", "attribute"])
def test_of_xml_what_is_no_text_is_refused(sides: Sides, value: Any) -> None:
    with pytest.raises(UnfitChoice, match="a text, a number, true or false"):
        chosen(sides, value)


def test_numbers_and_truths_are_written_as_they_are_spelt() -> None:
    for value, text in (
        (12, b"12"),
        (Decimal("0.50"), b"0.5"),
        (True, b"true"),
        (False, b"false"),
        ("a < b", b"a &lt; b"),
    ):
        assert b"<text>" + text + b"</text>" in chosen(CELL, value)
        assert b'hitPolicy="' + text + b'"' in chosen(POLICY, value)


@pytest.mark.parametrize("value", [None, 5, True, [], {}])
@pytest.mark.parametrize("sides", [ASKED, WORDS, WHOLE], ids=["field", "words", "UTF-16"])
def test_where_a_text_stands_a_text_is_wanted(sides: Sides, value: Any) -> None:
    with pytest.raises(UnfitChoice, match="wanted is a text"):
        chosen(sides, value)


@pytest.mark.parametrize(
    "value",
    [{"id": "t", "field": "discount"}, {"id": "d"}, {"id": "d", "field": 5}, {"field": "discount"}, {"id": True}],
)
def test_a_column_is_the_one_that_was_asked_for(value: Any) -> None:
    with pytest.raises(UnfitChoice, match="with the `id` d"):
        chosen(COLUMN, value)


def test_an_order_has_all_that_is_new_once() -> None:
    for value in (["rest", "z"], ["a", "z", "z"], ["a", "z", "who?"], ["deep", "rest"]):
        with pytest.raises(UnfitChoice, match="all that is new: a, z"):
            chosen(ROWS, value)
    assert chosen(ROWS, ["z", "a"]) == merge(*ROWS, {merge(*ROWS).conflicts[0].id: Side.OURS}).files[JDM]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_decisions_in_utf_16_are_one_whole(encoding: str) -> None:
    sides = of_dmn(*(each.decode().encode(encoding) for each in (SMALL["policy"], SMALL["name"], TWO)))
    [conflict] = merge(*sides).conflicts
    assert conflict.spoken == (f"file {DMN}",)
    assert merge(*sides, {conflict.id: Side.THEIRS}).files == sides[2]


def test_a_place_is_one_where_something_may_lie() -> None:
    for place in (["rulesets/none.json", "rules"], ["../a.json", None], ["", None], ["README.md", None]):
        assert [each.id for each in merge(*MOVED, {"rule r2#file": Given(place)}).conflicts] == ["rule r2#file"]
    for member in ("id", "x_own", "tags"):
        found = merge(*MOVED, {"rule r2#file": Given(["rulesets/b.json", member])})
        assert not found.is_clean or check(found.files).findings


_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.decimals(-9, 99, places=2)
    | st.text("ax<&\x01\u200b'", max_size=5)
)
_names = st.sampled_from(
    ["id", "_id", "d", "t", "field", "name", "rules", "r0", "r2", "a", "z", "when", "decimal", "x"]
)
_places = st.sampled_from(["rulesets/b.json", "rulesets/new.json", "tables/x.dmn", "README.md", "rules", "tags", None])
_xml = st.sampled_from(["<rule/>", '<rule id="r2"><a/></rule>', "<a", "<definitions/>", TWO.decode(), "\ufeff<rule/>"])
_anything = st.recursive(
    _scalars | _names | _xml | st.lists(_places, min_size=2, max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(DRAWN)), st.data())
def test_whatever_is_given_is_refused_or_read_or_reported(name: str, data: st.DataObject) -> None:
    choices: dict[str, Choice] = {}
    for _ in range(4):  # one choice may bring about another conflict
        try:
            found = merge(*DRAWN[name], choices)
        except UnfitChoice:
            return
        left = [each for each in found.conflicts if each.id not in choices]
        if not left:
            break
        choices |= {left[0].id: Given(data.draw(_anything))}
    told = {each.path for each in check(found.files).findings}
    for path, content in found.files.items():
        is_read = read_dmn(path, content)[0] if path.endswith(".dmn") else read(path, content).value
        assert is_read is not None or path == "README.md" or path in told
