"""Decision tables that two people changed: a cell keeps its meaning, and the order of rows is nobody's accident."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.merging.model import MISSING, Given, Merge, Side
from catalog_admin.artefacts.merging.trees import merge
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.reading import Reading
from tests.artefacts.tables.drawn import INSTANT, graph

PATH = "tables/t.jdm.json"
Content = dict[str, Any]
Edit = Callable[[Content], None]
FIELDS = {"d": "discount", "t": "term"}


def base(policy: str = "first") -> Content:
    return {
        "hitPolicy": policy,
        "inputs": [{"id": column, "name": "", "field": field} for column, field in FIELDS.items()],
        "outputs": [{"id": "o", "name": "", "field": "out"}],
        "rules": [
            {"_id": "deep", "d": "> 50", "t": ">= 24", "o": "'never'"},
            {"_id": "rest", "d": "", "t": "", "o": "'ask'"},
        ],
    }


def edited(*edits: Edit, policy: str = "first") -> Content:
    content = base(policy)
    for edit in edits:
        edit(content)
    return content


def file(content: Content) -> dict[str, bytes]:
    return {PATH: json.dumps(graph(content)).encode()}


def merged(ours: list[Edit], theirs: list[Edit], choices: Any = None, policy: str = "first") -> Merge:
    three = [file(edited(*edits, policy=policy)) for edits in ([], ours, theirs)]
    one, other = merge(*three, choices), merge(three[0], three[2], three[1])
    assert choices or [each.id for each in one.conflicts] == [each.id for each in other.conflicts]
    assert choices or one.files == other.files
    return one


def content_of(found: Merge) -> Content:
    said: Content = json.loads(found.files[PATH])["nodes"][1]["content"]
    return said


def read(content: Content) -> Table:
    reading = Reading(PATH)
    table = read_table(content, "", reading)
    assert table is not None, reading.findings
    assert reading.is_clean, reading.findings
    return table


def rows(found: Merge) -> list[str]:
    return [row["_id"] for row in content_of(found)["rules"]]


def add(name: str, at: int = 1, **cells: str) -> Edit:
    def edit(content: Content) -> None:
        said = {"o": "'auto'", **cells}
        content["rules"].insert(
            at, {"_id": name} | {column: said[column] for column in _columns(content) if column in said}
        )

    return edit


def cell(row: int, column: str, said: str) -> Edit:
    def edit(content: Content) -> None:
        if column in _columns(content):
            content["rules"][row][column] = said

    return edit


def _columns(content: Content) -> list[str]:
    return [each["id"] for each in [*content["inputs"], *content["outputs"]]]


def drop(column: str) -> Edit:
    def edit(content: Content) -> None:
        for member in ("inputs", "outputs"):
            content[member] = [each for each in content[member] if each["id"] != column]
        for row in content["rules"]:
            row.pop(column, None)

    return edit


def refer(column: str, field: str) -> Edit:
    def edit(content: Content) -> None:
        for each in content["inputs"]:
            each["field"] = field if each["id"] == column else each["field"]

    return edit


def test_a_row_with_a_condition_in_a_column_that_went_is_a_conflict() -> None:
    ours, theirs = [add("long", d="> 10", t=">= 36")], [drop("t")]
    found = merged(ours, theirs)
    (conflict,) = found.conflicts
    assert conflict.id.endswith("#nodes/table/content/inputs/t")
    assert conflict.spoken == ("table table", "input term (t)")
    assert conflict.sides.theirs is MISSING
    kept = merged(ours, theirs, {conflict.id: Side.OURS})
    assert content_of(kept) == edited(*ours)
    gone = merged(ours, theirs, {conflict.id: Side.THEIRS})
    assert content_of(gone) == edited(add("long", d="> 10"), drop("t"))


@pytest.mark.parametrize("side", [Side.BASE, Side.OURS])
def test_a_column_that_stays_brings_back_the_cells_that_went_with_it(side: Side) -> None:
    (conflict,) = merged([cell(0, "t", ">= 36")], [drop("t")]).conflicts
    found = merged([cell(0, "t", ">= 36")], [drop("t"), add("new", d="> 90")], {conflict.id: side})
    assert found.is_clean
    assert content_of(found) == edited(cell(0, "t", ">= 36"), add("new", d="> 90"))


def test_a_column_that_one_changed_and_the_other_took_away_keeps_its_cells_with_it() -> None:
    ours = [refer("t", "months")]
    (conflict,) = merged(ours, [drop("t")]).conflicts
    assert content_of(merged(ours, [drop("t")], {conflict.id: Side.OURS})) == edited(*ours)
    assert content_of(merged(ours, [drop("t")], {conflict.id: Side.THEIRS})) == edited(drop("t"))
    given_one = {"id": "t", "name": "", "field": "years"}
    assert content_of(merged(ours, [drop("t")], {conflict.id: Given(given_one)})) == edited(refer("t", "years"))


@pytest.mark.parametrize("ours", [[cell(0, "d", "> 60")], [add("long", d="> 10")], [add("any", t="-")], []])
def test_a_column_that_nobody_wrote_into_goes(ours: list[Edit]) -> None:
    assert merged(ours, [drop("t")]).is_clean


def test_a_result_or_a_default_in_a_column_that_went_is_a_conflict() -> None:
    def default(content: Content) -> None:
        content["default"] = {"o": "'none'"}

    (conflict,) = merged([default], [drop("o")]).conflicts
    assert conflict.id.endswith("#nodes/table/content/outputs/o")
    assert content_of(merged([default], [drop("o")], {conflict.id: Side.OURS})) == edited(default)


def test_a_cell_of_a_column_that_asks_something_else_now_is_a_conflict() -> None:
    ours, theirs = [add("long", d="> 10", t=">= 36")], [refer("t", "years")]
    (conflict,) = merged(ours, theirs).conflicts
    assert conflict.id.endswith("#nodes/table/content/inputs/t/field")
    assert conflict.spoken == ("table table", "input years (t) field")
    assert content_of(merged(ours, theirs, {conflict.id: Side.THEIRS})) == edited(*ours, *theirs)
    assert content_of(merged(ours, theirs, {conflict.id: Side.OURS})) == edited(*ours)
    assert merged([cell(0, "d", "> 60")], theirs).is_clean
    assert merged([refer("t", "years"), *ours], theirs).is_clean


@pytest.mark.parametrize("policy", ["first", "ruleOrder", "priority", "outputOrder"])
def test_who_comes_first_at_one_place_is_a_choice(policy: str) -> None:
    ours, theirs = [add("z", 0, d="> 20")], [add("a", 0, d="> 10")]
    (conflict,) = merged(ours, theirs, policy=policy).conflicts
    assert conflict.spoken == ("table table", "order of rows")
    for side, order in ((Side.OURS, ["z", "a", "deep", "rest"]), (Side.THEIRS, ["a", "z", "deep", "rest"])):
        assert rows(merged(ours, theirs, {conflict.id: side}, policy)) == order
    assert rows(merged(ours, theirs, {conflict.id: Given(["rest", "z", "a"])}, policy)) == ["rest", "z", "a", "deep"]


@pytest.mark.parametrize("policy", ["unique", "any", "collect"])
def test_where_nothing_depends_on_it_rows_stand_side_by_side(policy: str) -> None:
    assert merged([add("z", 0, d="> 20")], [add("a", 0, d="> 10")], policy=policy).is_clean


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([add("z", 0, d="> 20")], [add("a", 0, d="<= 20")]),
        ([add("z", 0, d="> 20", t="12")], [add("a", 0, d="> 10", t="24, 36")]),
        ([add("z", 0, d="> 20")], [add("a", 1, d="> 10")]),
        ([add("z", 0, d="> 20")], [add("z", 0, d="> 20")]),
        ([add("z", 0, d="> 20")], [add("a", 0, d="> 20"), add("z", 0, d="> 20")]),
    ],
)
def test_rows_that_never_match_together_or_stand_apart_need_no_order(ours: list[Edit], theirs: list[Edit]) -> None:
    assert merged(ours, theirs).is_clean


def test_what_is_more_than_intervals_may_match_together() -> None:
    assert not merged([add("z", 0, d="$ > x")], [add("a", 0, d="< 5")]).is_clean
    assert not merged([add("z", 0, d="< <")], [add("a", 0, d="< 5")]).is_clean


_cells = st.fixed_dictionaries(
    {"d": st.sampled_from(["", "> 10", "<= 10", "[5..15]"]), "t": st.sampled_from(["", ">= 36", "< 24", "12"])}
)
_edit = (
    st.builds(lambda name, at, cells: add(name, at, **cells), st.sampled_from(["n1", "n2"]), st.integers(0, 2), _cells)
    | st.builds(cell, st.integers(0, 1), st.sampled_from(["d", "t"]), st.sampled_from(["", "> 10", "< 30"]))
    | st.builds(cell, st.integers(0, 1), st.just("o"), st.sampled_from(["'ask'", "'auto'"]))
    | st.builds(drop, st.sampled_from(["d", "t"]))
    | st.builds(refer, st.sampled_from(["d", "t"]), st.sampled_from(["discount", "term", "years"]))
)
_side = st.lists(_edit, max_size=2)
_CONTEXTS = [{"discount": d, "term": t, "years": y} for d in (5, 12, 60) for t in (12, 30, 40) for y in (1, 40)]


def asks(content: Content) -> dict[str, Any]:
    """What each row asks and says, by what its columns look at: rows that say the same here are the same rows."""
    columns = {each["id"]: each["field"] for each in [*content["inputs"], *content["outputs"]]}
    return {
        row["_id"]: sorted((columns[column], said) for column, said in row.items() if column in columns and said)
        for row in content["rules"]
    }


def fires(content: Content) -> dict[str, list[bool]]:
    """For each row whether it matches, context by context: of `collect` they have nothing to do with each other."""
    table = read(content)
    found = [evaluate(table, context, INSTANT).fired for context in _CONTEXTS]
    return {row.id: [row.id in fired for fired in found] for row in table.rows}


@settings(max_examples=150, deadline=None)
@given(_side, _side)
def test_a_row_that_one_side_alone_touched_does_in_a_clean_merge_what_it_does_there(
    ours: list[Edit], theirs: list[Edit]
) -> None:
    """Effects, not texts: touched is also a row whose column went or asks something else."""
    sides = [edited(*edits, policy="collect") for edits in ([], ours, theirs)]
    assume(all(len({row["_id"] for row in side["rules"]}) == len(side["rules"]) for side in sides))
    found = merge(*map(file, sides))
    if not found.is_clean:
        return
    together, effects, texts = fires(content_of(found)), [fires(side) for side in sides], [asks(side) for side in sides]
    for row, effect in together.items():
        for touched, other in ((1, 2), (2, 1)):
            if texts[0].get(row) == texts[other].get(row) and row in effects[touched]:
                assert effect == effects[touched][row], row


_rows = st.lists(_cells, max_size=2)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2), _rows, _rows)
def test_new_rows_of_one_place_answer_as_on_their_side_or_the_order_is_a_choice(
    at: int, ours: Any, theirs: Any
) -> None:
    """Of tables that are read from the top, where each row also decides which ones behind it are asked."""
    edits = [
        [add(f"{side}{place}", at, **cells, o=f"'{side}{place}'") for place, cells in enumerate(drawn)]
        for side, drawn in (("a", ours), ("z", theirs))
    ]
    found = merged(*edits)
    if not found.is_clean:
        return
    tables = [read(content) for content in (base(), *(edited(*each) for each in edits), content_of(found))]
    for context in _CONTEXTS:
        before, one, other, after = (evaluate(table, context, INSTANT).result for table in tables)
        assert before in (one, other), context
        assert after == (other if one == before else one), context
