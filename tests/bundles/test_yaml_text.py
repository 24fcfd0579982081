"""Reading YAML: exact, bounded, and never more than data."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundles.limits import Limits
from bundles.problems import Unreadable
from bundles.yaml_text import read_yaml


def read(source: str, **limits: int) -> Any:
    return next(iter(read_yaml(source, Limits(**limits)))).value


def refusal(source: str, **limits: int) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        list(read_yaml(source, Limits(**limits)))
    return refused.value


def test_keeps_every_digit() -> None:
    assert read("[0.1234567890123456789, 1.50, 1.5e-07, 12345678901234567890]") == [
        Decimal("0.1234567890123456789"),
        Decimal("1.50"),
        Decimal("1.5e-07"),
        12345678901234567890,
    ]
    assert str(read("1.50")) == "1.50"


@pytest.mark.parametrize("word", ["NO", "yes", "off", "1:30", "007", "2024-01-01", "0x1F", ".inf", "1_000", "012.5"])
def test_leaves_words_alone_that_older_yaml_would_turn_into_something_else(word: str) -> None:
    assert read(word) == word


def test_a_quoted_number_is_text() -> None:
    assert read("['1', \"2.0\"]") == ["1", "2.0"]


def test_reads_several_documents_and_knows_where_they_begin() -> None:
    found = [(each.value, each.line) for each in read_yaml("a: 1\n---\nb: 2\n")]
    assert found == [({"a": 1}, 1), ({"b": 2}, 3)]


def test_notes_the_lines_of_items_and_of_what_is_asked_for() -> None:
    source = "items:\n- a: 1\n- a: 2\n  b:\n    c: 3\n"
    (document,) = read_yaml(source, wanted=frozenset({"/items/1/b/c"}))
    assert document.lines == {"/items/0": 2, "/items/1": 3, "/items/1/b/c": 5}


def test_an_alias_repeats_its_anchor() -> None:
    assert read("a: &x [1, 2]\nb: *x") == {"a": [1, 2], "b": [1, 2]}


def test_a_bomb_of_aliases_never_unfolds() -> None:
    levels = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    assert refusal("\n".join(levels)).code == "bundle.too_large"


def test_bounds_the_number_of_aliases() -> None:
    assert refusal("a: &x 1\nb: [*x, *x, *x]", aliases=2).code == "bundle.too_many_aliases"


def test_nothing_contains_itself() -> None:
    assert refusal("a: &x [*x]").code == "bundle.unknown_alias"


@pytest.mark.parametrize("source", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_bounds_the_depth(source: str) -> None:
    assert refusal(source).code == "bundle.too_deep"


@pytest.mark.parametrize(
    "source",
    ["!!python/object/apply:os.system ['true']", "a: !!float 1", "!mine {a: 1}", "!!binary aGk=", "!!set {a}"],
)
def test_refuses_tags(source: str) -> None:
    assert refusal(source).code == "bundle.tag_refused"


def test_refuses_a_member_said_twice_and_names_the_line() -> None:
    refused = refusal("a: 1\nb: 2\na: 3\n")
    assert (refused.code, refused.line) == ("bundle.duplicate_key", 3)


@pytest.mark.parametrize("source", ["<<: {a: 1}", "? [a]\n: 1", "? {a: 1}\n: 1"])
def test_refuses_keys_that_are_not_plain_words(source: str) -> None:
    assert refusal(source).code in {"bundle.merge_key", "bundle.bad_key"}


@pytest.mark.parametrize("source", ["1" * 300, "1e999", "-1e-999", "0." + "3" * 250])
def test_refuses_numbers_nobody_means(source: str) -> None:
    assert refusal(source).code == "bundle.absurd_number"


@pytest.mark.parametrize("source", ["a: [1", "\ta: 1", "a: 'x", "a\x00b", "%YAML 9.9\n---\n: :", "a: *b"])
def test_broken_text_is_a_refusal_with_a_line(source: str) -> None:
    refused = refusal(source)
    assert refused.code.startswith("bundle.")
    assert refused.line >= 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(Unreadable):
        list(read_yaml(source))


@given(st.recursive(st.text("ab:-{}[]&*!|>'\"#%@`, \n\t0.e", max_size=12), lambda inner: st.lists(inner).map("".join)))
def test_any_soup_of_punctuation_is_read_or_refused(source: str) -> None:
    with suppress(Unreadable):
        list(read_yaml(source))
