"""What an expression may say before zen sees it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.artefacts.tables.engine import expression_of
from catalog_admin.artefacts.tables.fence import INSTANT, fenced
from catalog_admin.artefacts.tables.functions import ALLOWED, OVER_ITEMS
from catalog_admin.artefacts.tables.words import UnreadableExpression


@pytest.mark.parametrize(
    ("source", "reason", "suggestion"),
    [
        ("rand(100)", "no function", "an input: chance is not decided here"),
        ("d().add(1)", "no function", "date"),
        ("matches(name, '(a+)+$')", "no function", "startsWith, endsWith or contains"),
        ("contain(name, 'x')", "no function", "contains"),
        ("name.contains('x')", "no function", None),
        ("map([0..1000000000], # * 2)", "an interval is only asked", "x in [1..10]"),
        ("sum([0..1000000000])", "an interval is only asked", None),
        ("[0..9]", "an interval is only asked", None),
        ("some(items, some(items, # == 1))", "a list body inside a list body", None),
        ("map(items, len(filter(items, # > 1)))", "a list body inside a list body", None),
        ("a = 5; a", "assigns nothing", "compare with =="),
        ("startOf('now', 'day')", "of now", "startOf(date('now'), …)"),
        ("`${date('now')}`", "clock inside a template", None),
        ("`${`${a}`}`", "", None),
        (f"{INSTANT} > 1", "a name of ours", "date('now')"),
        ("some(flatten(items), #.flag != 'ok')", "of a list that is worked out", None),
        ("shelf[key].flag != 'ok'", "of something that is worked out", "`.flag ?? …`"),
        ("keys(shelf)[0].flag != 'ok'", "of something that is worked out", "`.flag ?? …`"),
        ("$env.HOME", "not to be read", None),
        ("$root", "not to be read", None),
        ("(" * 17 + "1" + ")" * 17, "nested deeper", None),
        ("[1, 2", "never closed", "`]`"),
        ("1)", "closes nothing", None),
        ("'open", "starts no word", "end the text with '"),
        ("naïve == 1", "starts no word", None),
        ("1" * 2_001, "longer than", None),
    ],
)
def test_refuses(source: str, reason: str, suggestion: str | None) -> None:
    with pytest.raises(UnreadableExpression) as refused:
        fenced(source, unary=False)
    assert reason in refused.value.reason
    if suggestion is not None:
        assert refused.value.suggestion == suggestion


def test_an_interval_may_open_as_it_closes_not() -> None:
    for source in ("[1..3)", "(1..3]", "[1..3] and != 2", "[1..3], [5..7]"):
        fenced(source, unary=True)
    for source in ("a in (1..3]", "not (a in [1..3))", "some(items, # in [1..3])"):
        fenced(source, unary=False)


def test_the_clock_becomes_a_name_that_the_instant_is_given_to() -> None:
    safe = fenced("date( 'now' ) - date(bought) > 60", unary=False)
    assert safe.text == f"{INSTANT} - date(bought) > 60"
    assert safe.reads_clock
    assert safe.reads == {("bought",)}


def test_says_what_must_be_there() -> None:
    safe = fenced("customer.tier == 'gold' and (discount ?? 0) < 5 and region != null", unary=False)
    assert safe.reads == {("customer", "tier"), ("discount",), ("region",)}
    assert safe.expected == {("customer", "tier")}


def test_says_what_every_item_must_have() -> None:
    safe = fenced("some(cart.lines, #.sku != 'x' and (#.price ?? 0) > 3) and all(values(shelf), #.ok)", unary=False)
    assert safe.of_items == {(("cart", "lines"), ("sku",)), (("shelf",), ("ok",))}
    assert fenced("some($, #.sku != 'x')", unary=True).of_items == {(("$",), ("sku",))}
    assert fenced("lines[0].sku != 'x' and (shelf[key].sku ?? 'x') != 'x'", unary=False).expected == {
        ("lines", "0", "sku"),
        ("shelf",),
        ("key",),
    }


def test_a_name_that_is_asked_for_once_without_care_is_expected() -> None:
    assert fenced("(a ?? 0) > 1 and a < 5", unary=False).expected == {("a",)}


def test_keys_of_objects_items_and_members_are_no_names() -> None:
    safe = fenced("{total: a.b.c, 'x': some(list, #.price > 3)}", unary=False)
    assert safe.reads == {("a", "b", "c"), ("list",)}
    assert fenced("yes ? a : b", unary=False).reads == {("yes",), ("a",), ("b",)}


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_every_function_that_is_allowed_exists(name: str) -> None:
    takes = ["a, #"] if name in OVER_ITEMS else ["a", "a, b"]
    assert any(_compiles(f"{name}({arguments})") for arguments in takes)


def _compiles(source: str) -> bool:
    try:
        expression_of(source)
    except UnreadableExpression:
        return False
    return True


_MARKS = [*"()[]{},?:<+-;=`'", "..", "and", "not", "in", "??", "=="]
_NAMES = ["rand", "d", "a", "b.c", "#", "$", "$root", "'now'", "'x'", "1", "0.5", "`t ${a}`"]
_PIECES = st.sampled_from([*sorted(ALLOWED), *_MARKS, *_NAMES])


@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=30), st.booleans())
def test_reads_anything_or_refuses_it_at_once(source: str, unary: bool) -> None:
    started = time.thread_time()
    try:
        safe = fenced(source, unary=unary)
        assert safe.expected <= safe.reads
    except UnreadableExpression:
        pass  # an honest no
    assert time.thread_time() - started < 0.5
