"""What an author is told while a rule is being written: where it is wrong, and a text that is right."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.predicates.drafting import read_draft
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from tests.predicates.words import SCOPE, conditions

TEXT, NUMBER = Type(Kind.TEXT), Type(Kind.INTEGER)
SHOP = Scope(
    {
        "type": Attribute(TEXT, allowed=frozenset({"SaaS", "Hardware"})),
        "segment": Attribute(Type(Kind.TEXT, many=True)),
        "seats": Attribute(NUMBER),
        "launch date": Attribute(Type(Kind.DATE)),
        "launchDate": Attribute(Type(Kind.DATE)),
    }
)

WORDS_OF_RULES = [
    *("type", "typ", "segment", "seats", "seat", "launchDate", "has(seat)", "daysSince(", "daysSnce(", ")", "(", "["),
    *("]", '"SaaS"', '"SaS"', "'x", "1", "1.50", "&&", "||", "and", "or", "in", "==", "===", "<", "+", "?", ":", "!"),
    *("null", "segment.exists(x,", ",", ".", "text.lower(", "`launch date`", "size(segment)", "min(", "true"),
]


@pytest.mark.parametrize(
    ("text", "marked", "repaired"),
    [
        ('typ == "SaaS"', "typ", 'type == "SaaS"'),
        ('type == "SaS"', '"SaS"', 'type == "SaaS"'),
        ('seats > 0 and type == "SaaS"', "and", 'seats > 0 && type == "SaaS"'),
        ('seats > "5"', 'seats > "5"', "seats > 5"),
        ('"a" in segment && segment == "b"', 'segment == "b"', '"a" in segment && "b" in segment'),
        ("daysSnce(launchDate) < 3", "daysSnce", "daysSince(launchDate) < 3"),
        ("has(lunchDate) && lunchDate > today()", "lunchDate", "has(launchDate) && launchDate > today()"),
        ("`launch dat` > today()", "`launch dat`", "`launch date` > today()"),
        ("seats", "seats", "seats != 0"),
        ("type == SaaS", "SaaS", 'type == "SaaS"'),
        # Two mistakes: the first is mended, the second is told next.
        ('typ == "SaS"', "typ", 'type == "SaS"'),
        ("seats > 1 or seats < 0 and seats == 3", "or", "seats > 1 || seats < 0 and seats == 3"),
        # What is suggested here are words for people, or an example.
        ("1 < seats < 3", "<", None),
        ('launchDate > "soon"', '"soon"', None),
        ("seats == Colour", "Colour", None),
        ("seats > ", "", None),
        ('type == "SaaS', '"SaaS', None),
        ("seats + 1.0 == type", "seats + 1.0 == type", None),
        # The second of two equal parts is the one that is meant.
        (
            '"a" in segment && (segment == "a" || seats > 1)',
            'segment == "a"',
            '"a" in segment && ("a" in segment || seats > 1)',
        ),
    ],
)
def test_a_fault_is_shown_in_the_text_and_mended_where_that_is_sure(
    text: str, marked: str, repaired: str | None
) -> None:
    fault = read_draft(text, SHOP).fault
    assert fault is not None
    assert fault.place is not None
    assert text[slice(*fault.place)] == marked
    assert fault.repaired == repaired


def test_a_text_whose_meaning_is_refused_is_still_told_in_both_notations() -> None:
    draft = read_draft("nobody>1", SHOP)
    assert (draft.logic, draft.text) == ({">": [{"var": "nobody"}, 1]}, "nobody > 1")


def test_logic_has_no_text_in_which_to_show_a_place() -> None:
    fault = read_draft({">": [{"var": "seat"}, 1]}, SHOP).fault
    assert fault is not None
    assert (fault.refused.pointer, fault.refused.suggestion, fault.place) == ("/>/0", "seats", None)


def test_says_what_a_rule_reads_and_whether_time_changes_it() -> None:
    draft = read_draft("daysSince(launchDate) < 30 && missing(seats)", SHOP)
    assert draft.fault is None
    assert (draft.reads, draft.reads_time) == ({"launchDate", "seats"}, True)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions(3))
def test_either_notation_of_a_rule_gives_both(logic: Any) -> None:
    draft = read_draft(logic, SCOPE)
    if draft.fault is None:
        assert draft.text is not None
        assert read_draft(draft.text, SCOPE) == draft
        assert read_draft(draft.logic, SCOPE) == draft


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS_OF_RULES), max_size=8).map(" ".join) | st.text(max_size=20))
def test_any_text_has_an_answer_and_a_repair_is_no_dead_end(text: str) -> None:
    draft = read_draft(text, SHOP)
    if draft.fault is not None and draft.fault.place is not None:
        start, end = draft.fault.place
        assert 0 <= start <= end <= len(text)
        if draft.fault.repaired is not None:
            mended = read_draft(draft.fault.repaired, SHOP).fault
            assert mended is None or mended.refused.detail != draft.fault.refused.detail
