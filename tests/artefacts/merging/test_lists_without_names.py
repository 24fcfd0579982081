"""Lists whose items have no names, changed by both sides: woven where the changes lie apart, a conflict where not."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.merging.model import Merge, Side
from catalog_admin.artefacts.merging.trees import merge

PATH = "schemas/context.json"


def _file(items: list[str]) -> dict[str, bytes]:
    return {PATH: json.dumps({"type": "object", "properties": {}, "x_own": items}).encode()}


def _merged(base: str | list[str], ours: str | list[str], theirs: str | list[str], **choices: Any) -> Merge:
    three = [_file([*items]) for items in (base, ours, theirs)]
    return merge(three[0], three[1], three[2], choices.get("choices"))


def _items(merged: Merge) -> str:
    return "".join(json.loads(merged.files[PATH])["x_own"])


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ("abcde", "xabcde", "abcdey", "xabcdey"),
        ("abcde", "bcde", "abcd", "bcd"),
        ("abcde", "axcde", "abcye", "axcye"),
        ("abcde", "acde", "abcyde", "acyde"),
        ("abcde", "xabcdey", "xabde", "xabdey"),  # one of the changes is both sides'
        ("abcde", "bcdea", "abxcde", "bxcdea"),
        ("aaaa", "aaaab", "xaaaa", "xaaaab"),
        ("ab" * 120, "x" + "ab" * 120, "ab" * 120 + "y", "x" + "ab" * 120 + "y"),
    ],
)
def test_changes_that_lie_apart_are_both_there(base: str, ours: str, theirs: str, both: str) -> None:
    for merged in (_merged(base, ours, theirs), _merged(base, theirs, ours)):
        assert merged.is_clean
        assert _items(merged) == both


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("abc", "axbc", "aybc"),  # in one place
        ("abc", "abx", "aby"),
        ("abcd", "axcd", "abyd"),  # side by side
        ("abcd", "acd", "abd"),
        ("abcde", "bcade", "bcdea"),  # moved by both, each to its own place: it would be there twice
        ("abcd", "xabcd", "abcdx"),  # the same added by both in two places
        ("abcde", "bcdea", "bcde"),  # moved by one, removed by the other
        ("abcda", "bcda", "abcd"),  # each removed another one of two
    ],
)
def test_changes_that_touch_or_do_not_add_up_are_a_conflict(base: str, ours: str, theirs: str) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = _merged(base, one, other)
        (conflict,) = merged.conflicts
        assert conflict.sides == ([*base], [*one], [*other])
        for side, said in ((Side.OURS, one), (Side.THEIRS, other), (Side.BASE, base)):
            chosen = _merged(base, one, other, choices={conflict.id: side})
            assert _items(chosen) == said


_letters = st.text("abcdef", max_size=6)


@settings(max_examples=200, deadline=None)
@given(_letters, _letters, _letters)
def test_each_item_is_there_as_often_as_both_say_and_in_the_order_of_both(base: str, ours: str, theirs: str) -> None:
    merged = _merged(base, ours, theirs)
    assert merged.files == _merged(base, theirs, ours).files
    if merged.is_clean:
        both = _items(merged)
        old, one, other, found = map(Counter, (base, ours, theirs, both))
        for letter in "abcdef":
            changed = [side[letter] for side in (one, other) if side[letter] != old[letter]]
            # Nobody, one of them, both alike, or each in its way.
            alike = changed[0] if changed else old[letter]
            assert found[letter] == (alike if len({*changed}) < 2 else sum(changed) - old[letter])
        is_each_once = max([*old.values(), *one.values(), *other.values()], default=0) < 2
        if is_each_once and all(_kept(base, side) == _kept(side, base) for side in (ours, theirs)):  # nobody moved one
            for side in (ours, theirs):
                assert _kept(both, side) == _kept(side, both)


def _kept(items: str, among: str) -> str:
    return "".join(each for each in items if each in among)
