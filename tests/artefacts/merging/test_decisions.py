"""Files of DMN are merged by decision, column, row and cell, and what other tools wrote stays as they wrote it."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.differing.decisions import BESIDE
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.errors import UnfitChoice
from catalog_admin.artefacts.merging.model import Given, Merge, Side
from catalog_admin.artefacts.merging.trees import merge
from catalog_admin.artefacts.merging.xml_parts import Part, document_of
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from tests.artefacts.tables.dmn import DIAGRAM, Cells, Drawn, dmn

PATH = "tables/discounts.dmn"
WRITTEN = sorted((Path(__file__).parents[2] / "data" / "dmn").glob("*.dmn"))
COME = (b"", b"<", b">", b"&", b'"', b"</decision>", b"<!--", b"\xff", b"<a/>")
BASE = Drawn()
OTHER = Drawn("other", "Approver", inputs={"x": "segment"}, outputs={"y": "who"}, rows={"o1": (("-",), ('"me"',))})
TWO = dmn(BASE, OTHER)


def rows(**changed: Cells | None) -> bytes:
    return dmn(BASE.with_rows(**changed), OTHER)


def wider(drawn: Drawn, cell: str = "-") -> Drawn:
    """With a column more."""
    cells = {name: ((*tests, cell), says) for name, (tests, says) in drawn.rows.items()}
    return drawn.said(inputs={**drawn.inputs, "in3": "value"}, rows=cells)


_NARROW = {name: (tests[1:], says) for name, (tests, says) in BASE.rows.items()}
_THIRD = Drawn("third", "Third", outputs={"z": "third"}, rows={"z1": (("-", "-"), ("1",))})
_NOTES = '<!-- why --><extensionElements><own:n own:a="1">&lt;</own:n></extensionElements>'
SMALL: dict[str, bytes] = {
    "nothing": TWO,
    "a cell": rows(r1=(('"SMB"', "> 24"), ("8",))),
    "another cell": rows(r1=(('"SMB"', "> 12"), ("9",))),
    "a row gone": rows(r2=None),
    "a row more": rows(r4=(("-", "1"), ("2",))),
    "another row more": rows(r5=(("-", "2"), ("3",))),
    "moved": dmn(BASE.said(rows={name: BASE.rows[name] for name in ("r3", "r1", "r2")}), OTHER),
    "a column more": dmn(wider(BASE), OTHER),
    "a column gone": dmn(BASE.said(inputs={"in2": "term"}, rows=_NARROW), OTHER),
    "policy": dmn(BASE.said(policy="COLLECT"), OTHER),
    "name": dmn(BASE.said(name="Rebate"), OTHER),
    "a decision gone": dmn(BASE),
    "a decision more": dmn(BASE, OTHER, _THIRD),
    "the diagram": dmn(BASE, OTHER, diagram=DIAGRAM.replace('x="10"', 'x="90"')),
    "a note": dmn(BASE.said(notes=_NOTES), OTHER),
    "layout": TWO.replace(b"\n        <", b"\n          <"),
}


def merged(ours: bytes, theirs: bytes, choices: object = None, base: bytes = TWO) -> Merge:
    found = merge({PATH: base}, {PATH: ours}, {PATH: theirs}, choices)  # type: ignore[arg-type]
    if choices is None:
        other = merge({PATH: base}, {PATH: theirs}, {PATH: ours})
        assert found.files == other.files
        assert [each.id for each in found.conflicts] == [each.id for each in other.conflicts]
    return found


def told(after: bytes, before: bytes = TWO) -> set[str]:
    return {sentence(each) for each in difference({PATH: before}, {PATH: after})}


@pytest.mark.parametrize("name", SMALL)
def test_what_one_side_alone_has_changed_is_as_it_wrote_it(name: str) -> None:
    assert merged(SMALL[name], TWO).files == {PATH: SMALL[name]}
    assert merged(SMALL[name], SMALL[name]).files == {PATH: SMALL[name]}


@pytest.mark.parametrize(("one", "other"), [pair for pair in product(SMALL, SMALL) if pair[0] < pair[1]])
def test_what_two_people_changed_is_all_there(one: str, other: str) -> None:
    found = merged(SMALL[one], SMALL[other])
    assert found.is_clean
    written = found.files[PATH]
    read, findings = read_dmn(PATH, written)
    assert read is not None, findings
    # What either has done is what is left to do of the other one's.
    for mine, theirs in ((one, other), (other, one)):
        left, wanted = plain(told(written, SMALL[mine])), plain(told(SMALL[theirs]))
        # A column that has gone is not told of a row that has gone with it.
        assert left == {each for each in wanted if mine != "a row gone" or ", row r2" not in each}
    for mark in (b'x="90"', b"<!-- why -->", b'own:a="1"', b"<!-- drawn by hand -->"):
        assert (mark in written) is (mark in SMALL[one] or mark in SMALL[other])


def plain(sentences: set[str]) -> set[str]:
    """Without what a decision is called, what a row says that comes or goes, what it stands behind when another one has
    moved, and what decides nothing."""
    short = (
        re.sub(r"decision (Discount|Rebate)", "", re.sub(r"\(when.*\)|\(then.*\)", "", each)) for each in sentences
    )
    return {each for each in short if BESIDE not in each and "moved behind" not in each}


def test_cells_of_one_row_are_merged_one_by_one() -> None:
    both = merged(SMALL["a cell"], SMALL["another cell"])
    assert both.files[PATH] == rows(r1=(('"SMB"', "> 24"), ("9",)))


def test_a_row_that_came_has_a_cell_for_a_column_that_came() -> None:
    both = merged(SMALL["a column more"], SMALL["a row more"]).files[PATH]
    assert told(both, SMALL["a column more"]) == {
        "decision Discount: row r4 (when term (in2) 1 then limit (out1) 2) added",
    }
    fewer = merged(SMALL["a column gone"], SMALL["a row more"]).files[PATH]
    assert told(fewer, SMALL["a column gone"]) == told(both, SMALL["a column more"])


def test_two_rows_without_ids_are_not_mixed_up() -> None:
    bare = [
        each.replace(b' id="r1"', b"").replace(b' id="r2"', b"") for each in (TWO, SMALL["a cell"], SMALL["a row gone"])
    ]
    found = merged(bare[1], bare[2], base=bare[0]).files[PATH]
    assert b"> 24" in found
    assert found.count(b"<rule") == TWO.count(b"<rule") - 1


@pytest.mark.parametrize(
    ("ours", "theirs", "spoken", "sides"),
    [
        (
            SMALL["a cell"],
            rows(r1=(('"SMB"', "> 6"), ("8",))),
            ("decision Discount, row r1", "when term (in2)"),
            ("> 24", "> 6"),
        ),
        (
            SMALL["policy"],
            dmn(BASE.said(policy="UNIQUE"), OTHER),
            ("decision Discount", "hit policy"),
            ("COLLECT", "UNIQUE"),
        ),
        (SMALL["name"], dmn(BASE.said(name="Bonus"), OTHER), ("decision Discount", "@name"), ("Rebate", "Bonus")),
    ],
    ids=["a cell", "the policy", "the name"],
)
def test_what_both_changed_is_named_and_chosen(
    ours: bytes, theirs: bytes, spoken: tuple[str, ...], sides: tuple[str, str]
) -> None:
    [conflict] = merged(ours, theirs).conflicts
    assert conflict.spoken[1:] == spoken[1:]
    assert conflict.spoken[0] in (spoken[0], "decision Rebate", "decision Bonus")
    assert (conflict.sides.ours, conflict.sides.theirs) == sides
    assert merged(ours, theirs, {conflict.id: Side.OURS}).files == {PATH: ours}
    assert merged(ours, theirs, {conflict.id: Side.THEIRS}).files == {PATH: theirs}


def test_a_value_of_neither_side_is_written_as_xml_wants_it() -> None:
    ours, theirs = SMALL["a cell"], rows(r1=(('"SMB"', "> 6"), ("8",)))
    [conflict] = merged(ours, theirs).conflicts
    found = merged(ours, theirs, {conflict.id: Given("< 3")}).files[PATH]
    assert found == rows(r1=(('"SMB"', "< 3"), ("8",)))


def test_a_row_that_one_removed_and_the_other_changed_is_shown_as_it_is_written() -> None:
    ours, theirs = rows(r1=None), SMALL["a cell"]
    [conflict] = merged(ours, theirs).conflicts
    assert conflict.spoken == ("decision Discount", "row r1")
    assert conflict.sides.theirs.startswith(b'<rule id="r1">')
    assert merged(ours, theirs, {conflict.id: Side.OURS}).files == {PATH: ours}
    assert merged(ours, theirs, {conflict.id: Side.THEIRS}).files == {PATH: theirs}


def test_elements_of_one_tag_are_taken_apart() -> None:
    long, short = b'"r3o0"><text>0</text></outputEntry>\n      </rule>', b'"r3o0"/></rule>'
    assert TWO.count(long) == 1
    both = merged(TWO.replace(long, short), SMALL["a cell"])
    assert both.files[PATH] == SMALL["a cell"].replace(long, short)


@pytest.mark.parametrize(
    "theirs",
    [
        TWO.replace(b"dmndi:", b"di:").replace(b"xmlns:dmndi", b"xmlns:di").replace(b'"r2"', b'"r1"'),
        TWO.replace(b"https://example.org/own", b"https://example.org/other"),
        TWO.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        b"no XML",
    ],
    ids=["ids twice", "another namespace", "another encoding", "no XML"],
)
def test_what_cannot_be_told_part_by_part_is_chosen_as_a_whole(theirs: bytes) -> None:
    ours = SMALL["a cell"]
    [conflict] = merged(ours, theirs).conflicts
    assert (conflict.spoken, conflict.sides) == ((f"file {PATH}",), (TWO, ours, theirs))
    assert merged(ours, theirs, {conflict.id: Side.THEIRS}).files == {PATH: theirs}
    assert merged(TWO, theirs).files == {PATH: theirs}


def test_rows_that_both_put_into_one_place_and_that_match_together_are_put_in_order_by_somebody() -> None:
    ours, theirs = rows(r4=(("-", "> 1"), ("2",))), rows(r5=(("-", "> 2"), ("3",)))
    [conflict] = merged(ours, theirs).conflicts
    assert conflict.spoken == ("decision Discount", "order of rows")
    read, _ = read_dmn(PATH, merged(ours, theirs, {conflict.id: Side.THEIRS}).files[PATH])
    assert read is not None
    table = next(each.table for each in read.decisions if each.name == "Discount")
    assert {row.id for row in table.rows} == {"r1", "r2", "r3", "r4", "r5"}


def test_a_table_is_chosen_when_one_took_a_column_away_and_the_other_wrote_into_it() -> None:
    """Cell by cell the new row would match more than its author said."""
    ours, theirs = SMALL["a column gone"], rows(r4=(('"SMB"', "1"), ("2",)))
    [conflict] = merged(ours, theirs).conflicts
    assert conflict.spoken == ("decision Discount",)
    for side, said in ((Side.OURS, ours), (Side.THEIRS, theirs)):
        assert merged(ours, theirs, {conflict.id: side}).files == {PATH: said}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_what_tools_write_is_put_together_to_the_byte(path: Path) -> None:
    """The models of DMN's own suite, of several tools."""
    content = path.read_bytes()
    found = document_of(content)
    assert found is not None
    assert found.before + found.root.raw + found.after == content
    assert again(found.root) == found.root.raw
    noted = content.replace(b"</definitions>", b"<!-- noted --></definitions>").replace(
        b"<decision ", b"<decision\n ", 1
    )
    renamed = content.replace(b'name="', b'name="Another ', 1)
    both = merged(noted, renamed, base=content).files[PATH]
    assert both == noted.replace(b'name="', b'name="Another ', 1)


@pytest.mark.parametrize("lost", [b' id="in1"', b' id="in1" label="segment"'])
def test_columns_that_lost_their_ids_keep_their_cells(lost: bytes) -> None:
    """Under another name they would be new ones, with empty cells."""
    bare = TWO.replace(lost, b"", 1)
    assert bare != TWO
    for base, theirs in ((TWO, bare), (bare, TWO)):
        ours = SMALL["a cell"].replace(lost, b"", 1) if base == bare else SMALL["a cell"]
        [conflict] = merged(ours, theirs, base=base).conflicts
        assert conflict.spoken == (f"file {PATH}",)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TWO)), st.sampled_from(COME), st.integers(0, 30))
def test_whatever_bytes_a_side_has_it_is_merged_or_chosen_as_a_whole(at: int, come: bytes, gone: int) -> None:
    theirs = TWO[:at] + come + TWO[at + gone :]
    found = merged(SMALL["a cell"], theirs)
    assert not found.is_clean or document_of(theirs) is not None or theirs == TWO


@pytest.mark.parametrize(
    "said", [b'<!DOCTYPE r [<!ENTITY e "eeee">]><r>&e;</r>', b"<r>" * 100 + b"</r>" * 100, b"<r", b""]
)
def test_what_is_chosen_for_a_part_is_read_as_carefully_as_a_file(said: bytes) -> None:
    assert document_of(said) is None
    ours, theirs = rows(r1=None), SMALL["a cell"]
    [conflict] = merged(ours, theirs).conflicts
    with pytest.raises(UnfitChoice):
        merged(ours, theirs, {conflict.id: Given(said.decode())})


def again(part: Part) -> bytes:
    """From its parts, all the way down."""
    if part.plain:
        return part.raw
    inside = b"".join(each.lead + (again(each) if isinstance(each, Part) else each.raw) for each in part.parts)
    return part.start + inside + part.trail + part.end
