"""Files of DMN differ in what they decide: told as tables are, and found by trying both sides."""

import pytest

from catalog_admin.artefacts.differing.decision_edges import compared_decisions
from catalog_admin.artefacts.differing.decisions import BESIDE
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.tables.dmn.model import Decisions
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from tests.artefacts.tables.dmn import DIAGRAM, Cells, Drawn, dmn
from tests.artefacts.tables.drawn import INSTANT

PATH = "tables/discounts.dmn"
BASE = Drawn()
OTHER = Drawn("other", "Approver", needs="discount", inputs={"x": "Discount"}, rows={"o1": (("-",), ("1",))})
_WIDER = {name: ((*tests, "-"), says) for name, (tests, says) in BASE.rows.items()}


def told(after: bytes, before: bytes | None = None) -> list[str]:
    return [sentence(each) for each in difference({PATH: before or dmn()}, {PATH: after})]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            BASE.with_rows(r1=(('"SMB"', "> 24"), ("8",))),
            ["decision Discount, row r1: when term (in2) > 12 became > 24"],
        ),
        (
            BASE.with_rows(r2=(('"SMB"', "< 3"), ("5",))),
            [
                "decision Discount, row r2: when term (in2) anything became < 3",
                "decision Discount, row r2: then limit (out1) 4 became 5",
            ],
        ),
        (BASE.with_rows(r2=None), ['decision Discount: row r2 (when segment (in1) "SMB" then limit (out1) 4) removed']),
        (
            BASE.with_rows(r4=(("-", "1"), ("2",))),
            ["decision Discount: row r4 (when term (in2) 1 then limit (out1) 2) added"],
        ),
        (
            BASE.said(rows={name: BASE.rows[name] for name in ("r3", "r1", "r2")}),
            ["decision Discount: row r3 moved to the top"],
        ),
        (BASE.said(policy="UNIQUE"), ["decision Discount: hit policy first became unique"]),
        (
            BASE.said(inputs={**BASE.inputs, "in3": "value"}, rows=_WIDER),
            ["decision Discount: input value (in3) added"],
        ),
        (
            BASE.said(inputs={"in1": "segment", "in2": "months"}),
            [
                'decision Discount: input months (in2) name "term" became "months"',
                'decision Discount: input months (in2) field "term" became "months"',
            ],
        ),
        (BASE.said(name="Rebate"), ['decision Rebate: name "Discount" became "Rebate"']),
    ],
    ids=["a condition", "two cells", "a row gone", "a row more", "moved", "policy", "a column", "renamed", "a name"],
)
def test_a_decision_is_told_by_its_rows_and_columns(after: Drawn, said: list[str]) -> None:
    assert told(dmn(after)) == said


def test_decisions_come_go_and_need_each_other() -> None:
    both = dmn(BASE, OTHER)
    assert told(both) == ["decision Approver added"]
    assert told(dmn(), both) == ["decision Approver removed"]
    assert told(dmn(BASE, OTHER.said(needs="")), before=both) == ['decision Approver: needs "Discount" became ""']
    assert told(dmn(OTHER, BASE), both) == [f"file {PATH}: {BESIDE} changed"]


def test_spelling_and_layout_are_no_difference_and_what_decides_nothing_is_one_word() -> None:
    spelt = dmn().replace(b"> 12", b">12").replace(b"\n      <rule", b"\n<rule")
    assert told(spelt) == []
    moved = dmn(diagram=DIAGRAM.replace('x="10"', 'x="90"'))
    assert told(moved) == [f"file {PATH}: {BESIDE} changed"]


def test_what_cannot_be_imported_is_only_told_to_have_changed() -> None:
    broken = b"<definitions/>"
    assert told(broken) == [f"file {PATH}: {len(dmn()):,} bytes became {len(broken):,} bytes"]


def decisions(*drawn: Drawn) -> Decisions:
    found, findings = read_dmn(PATH, dmn(*drawn))
    assert found is not None, findings
    return found


def test_an_input_shows_what_is_decided_otherwise() -> None:
    after = BASE.with_rows(r1=(('"SMB"', "> 24"), ("8",)))
    found = compared_decisions(decisions(BASE), decisions(after), INSTANT)
    assert found.exhaustive
    [flip] = found.flips
    assert (flip.before, flip.after) == (("MATCH", {"limit": 8}), ("MATCH", {"limit": 4}))
    assert flip.context["segment"] == "SMB"
    assert 12 < flip.context["term"] <= 24
    same = compared_decisions(decisions(BASE), decisions(BASE.with_rows(r2=(("-", "-"), ("4",)))), INSTANT)
    assert all(flip.context.get("segment") != "SMB" for flip in same.flips)


def test_what_one_decision_answers_another_one_is_no_input() -> None:
    rows: dict[str, Cells] = {"a": (("> 5",), ("1",)), "b": (("-",), ("2",))}
    inner = Drawn("inner", "Inner", outputs={"o": ""}, inputs={"i": "term"}, rows=rows)
    rows = {"c": (("1",), ("10",)), "d": (("-",), ("20",))}
    outer = Drawn("outer", "Outer", needs="inner", inputs={"i2": "Inner"}, rows=rows)
    later = inner.with_rows(a=(("> 6",), ("1",)))
    [flip] = compared_decisions(decisions(inner, outer), decisions(later, outer), INSTANT).flips
    assert flip.context.keys() == {"term"}
    assert 5 < flip.context["term"] <= 6
