"""DMN: what is imported means what it meant, what cannot be is refused with its place."""

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.cells import test_of as cell_of
from catalog_admin.artefacts.tables.dmn import feel
from catalog_admin.artefacts.tables.dmn.decide import decide
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from catalog_admin.artefacts.tables.words import UnreadableExpression
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT

_TABLE = (Path(__file__).parents[2] / "data" / "dmn" / "0010-multi-output-U.dmn").read_bytes()
_PATH = "tables/approval.dmn"


def codes(content: bytes) -> list[str]:
    return [finding.code for finding in read_dmn(_PATH, content)[1]]


def model(*decisions: str) -> bytes:
    return (
        f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">{"".join(decisions)}</definitions>'.encode()
    )


def decision(name: str, reads: str, rules: dict[str, str], needs: str = "") -> str:
    rows = "".join(
        f"<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{says}</text></outputEntry></rule>"
        for test, says in rules.items()
    )
    required = f'<informationRequirement><requiredDecision href="#{needs}"/></informationRequirement>' if needs else ""
    return (
        f'<decision name="{name}" id="{name}">{required}<decisionTable><input><inputExpression typeRef="number">'
        f"<text>{reads}</text></inputExpression></input><output/>{rows}</decisionTable></decision>"
    )


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("-", ""),
        (">=18", ">= 18"),
        ('"Medium","Low"', '"Medium", "Low"'),
        ("]1..3]", "(1..3]"),
        ("[1..3[", "[1..3)"),
        (".5", "0.5"),
        ("not(1, [3..4], > 5)", "!= 1 and not in [3..4] and <= 5"),
        ('"a \\"word\\""', "'a \"word\"'"),
        ("null", "null"),
    ],
)
def test_unary_tests_become_cells(written: str, cell: str) -> None:
    assert feel.test_cell(written) == cell


@pytest.mark.parametrize(
    "written",
    [
        "> limit",
        "count(?) > 1",
        'date("2020-01-01")',
        "1 +",
        "[1..",
        "[1..2}",
        '"both \\" and \'"',
        '"\\q"',
        "? > 5",
        "{",
    ],
)
def test_other_tests_are_refused(written: str) -> None:
    with pytest.raises(UnreadableExpression):
        feel.test_cell(written)


_MEANS: dict[str, Any] = {
    "1": lambda x: x == 1,
    "<2": lambda x: x < 2,
    ">=2": lambda x: x >= 2,
    "]0..2]": lambda x: 0 < x <= 2,
    "[0..2[": lambda x: 0 <= x < 2,
    "(1..3)": lambda x: 1 < x < 3,
}


@given(st.lists(st.sampled_from([*_MEANS]), min_size=1, max_size=3), st.booleans())
def test_cells_hold_where_the_standard_says(tests: list[str], negated: bool) -> None:
    written = f"not({', '.join(tests)})" if negated else ", ".join(tests)
    region = cell_of(feel.test_cell(written)).region
    assert region is not None
    for half in range(-1, 8):
        value = Decimal(half) / 2
        assert region.holds(value) is (any(_MEANS[test](value) for test in tests) is not negated)


def test_a_decision_sees_what_the_one_it_needs_answered() -> None:
    content = model(
        decision("Price", "Risk Class", {"1": "10.5", "2": "99"}, needs="Risk Class"),
        decision("Risk Class", "age", {"&lt;18": "2", ">=18": "1"}),
    )
    decisions, findings = read_dmn(_PATH, content)
    assert decisions is not None, findings
    found = decide(decisions, "Price", {"age": 30}, INSTANT)
    assert found.value == Decimal("10.5")
    assert [*found.others] == ["Risk Class"]
    assert decide(decisions, "Price", {}, INSTANT).answer.outcome is Outcome.MISSING_INPUT
    assert decide(decisions, "Price", {"age": "30"}, INSTANT).answer.outcome is Outcome.ERROR


def test_many_thousand_elements_are_counted_and_not_walked_through_each_time() -> None:
    before = time.thread_time()
    assert codes(model("<a/>" * 20_000)) == [Code.TABLE_DMN]
    assert time.thread_time() - before < 5


def test_an_input_deeper_than_declarations_go_is_refused() -> None:
    assert codes(model(decision("Deep", ".".join("a" * 40), {"1": "1"}))) == [Code.TABLE_DMN]


def test_decisions_in_a_circle_are_refused() -> None:
    content = model(decision("a", "b", {"1": "1"}, needs="b"), decision("b", "a", {"1": "1"}, needs="a"))
    assert codes(content) == [Code.TABLE_CYCLE]


def test_rows_without_an_id_get_one_that_stays() -> None:
    first, second = (
        read_dmn(_PATH, model(decision("a", "x", rules)))[0] for rules in ({"1": "1", "2": "2"}, {"2": "2", "1": "1"})
    )
    assert first is not None
    assert second is not None
    ids = [[row.id for row in each.decisions[0].table.rows] for each in (first, second)]
    assert ids[0] == ids[1][::-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<a>", "no well-formed XML"),
        (b"", "no well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document types and entities"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>', "document types and entities"),
        (b"<a xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'>" * 65, "nested deeper"),
        (b"<a/>", "no element of DMN"),
        (b" " * 1_048_577, "a file has at most"),
        ("<a>".encode("utf-16"), "no well-formed XML"),
    ],
    ids=["open", "empty", "entity", "external", "deep", "foreign", "large", "broken utf-16"],
)
def test_xml_that_is_broken_or_bites_is_refused(content: bytes, reason: str) -> None:
    read, findings = read_dmn(_PATH, content)
    assert read is None
    assert findings[0].code in (Code.TABLE_XML, Code.TABLE_DMN)
    assert reason in findings[0].reason


def test_a_billion_laughs_are_not_laughed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    content = f'<!DOCTYPE d [<!ENTITY l0 "lol">{laughs}]><definitions>&l9;</definitions>'.encode()
    assert codes(content) == [Code.TABLE_XML]


@settings(deadline=None)
@given(st.data())
def test_reads_any_damage_without_a_fault(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(_TABLE) - 1))
    end = data.draw(st.integers(start, min(start + 200, len(_TABLE))))
    put = data.draw(st.binary(max_size=12) | st.sampled_from([b"<x>", b"</rule>", b"&amp;", b"-", b'"', b"]]>"]))
    read, findings = read_dmn(_PATH, _TABLE[:start] + put + _TABLE[end:])
    assert read is not None or findings


def test_what_a_table_cannot_list_is_refused() -> None:
    assert codes(_TABLE) == []
    wrong = _TABLE.replace(b'<text>"Best"</text>', b'<text>"Bestest"</text>')
    assert Code.TABLE_POLICY in codes(wrong)
    for said in (b'hitPolicy="BEST"', b'hitPolicy="PRIORITY" aggregation="SUM"'):
        assert Code.TABLE_POLICY in codes(_TABLE.replace(b'hitPolicy="UNIQUE"', said))
