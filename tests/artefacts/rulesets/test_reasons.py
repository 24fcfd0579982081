"""Why a rule came out as it did: what was enough to decide it, or all that together did."""

import pytest

from tests.artefacts.rulesets.asking import decided, quote, rule

DEEP, LONG = "quote.header.discountPct > 10", "quote.header.termMonths > 10"


@pytest.mark.parametrize(
    ("joined", "term", "said"),
    [
        ("||", 20, [f"{DEEP} is true (quote.header.discountPct is 20)"]),
        ("||", 5, [f"{DEEP} is true (quote.header.discountPct is 20)"]),
        (
            "&&",
            20,
            [f"{DEEP} is true (quote.header.discountPct is 20)", f"{LONG} is true (quote.header.termMonths is 20)"],
        ),
        ("&&", 5, [f"{LONG} is false (quote.header.termMonths is 5)"]),
    ],
)
def test_one_reason_is_enough_where_one_decides(joined: str, term: int, said: list[str]) -> None:
    (entry,) = decided([rule("r", f"{DEEP} {joined} {LONG}")], quote(discountPct=20, termMonths=term)).trail
    assert entry.why == "; ".join(said)


def test_of_two_that_each_would_do_the_first_is_told() -> None:
    (holds, fails) = decided(
        [rule("a", f"{LONG} || {DEEP}"), rule("b", f"!({LONG}) && !({DEEP})")], quote(discountPct=20, termMonths=20)
    ).trail
    assert holds.why == f"{LONG} is true (quote.header.termMonths is 20)"
    assert fails.why == f"!({LONG}) is false (quote.header.termMonths is 20)"


def test_what_holds_by_many_is_told_by_five_and_how_many_more() -> None:
    when = " && ".join(f"quote.header.discountPct > {number}" for number in range(7))
    (entry,) = decided([rule("r", when)], quote(discountPct=20)).trail
    assert entry.why is not None
    assert entry.why.count(" is true") == 5
    assert entry.why.endswith("; and 2 more")
