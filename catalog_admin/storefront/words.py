"""What somebody searches for, as the catalog says it: other forms of a word, and what a mistyped one was meant to be.

A search is PostgreSQL's `tsquery` as text, such as 'sensor' & 'gps':* & !'old'.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

PART = re.compile(r"'(?:[^']|'')*'(?::\*)?|[!()&|]|<[^>]*>")
# What marks a hit on its way from the database: private characters that no text needs.
HIT_BEGINS, HIT_ENDS = "\ue000", "\ue001"


class Word(NamedTuple):
    text: str
    is_unfinished: bool


class Correction(NamedTuple):
    """A word that nothing is called by, and what was searched for `instead`."""

    word: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Related:
    """Words of the catalog: `forms` have the stem of what was asked for, `similar` are what may have been meant."""

    forms: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()


@dataclass(frozen=True)
class Search:
    query: str
    corrections: tuple[Correction, ...] = ()


class Fragment(NamedTuple):
    text: str
    is_hit: bool


def words_of(query: str) -> list[Word]:
    """Those that may be said otherwise: neither part of a phrase nor left out, and made of letters alone."""
    parts = PART.findall(query)
    return [_word(parts[at]) for at in _free(parts)]


def search_of(query: str, related: Mapping[str, Related]) -> Search:
    parts, corrections = PART.findall(query), []
    for at in _free(parts):
        word, known = _word(parts[at]), related.get(_word(parts[at]).text, Related())
        if known.similar:
            corrections.append(Correction(word.text, known.similar))
            parts[at] = _any_of(f"'{other}'" for other in known.similar)
        elif known.forms:
            parts[at] = _any_of([parts[at], *(f"'{other}'" for other in known.forms if other != word.text)])
    return Search(" ".join(parts), tuple(corrections))


def fragments_of(marked: str) -> list[Fragment]:
    """Of a text in which hits are marked."""
    found = []
    for number, piece in enumerate(marked.split(HIT_BEGINS)):
        hit, is_marked, rest = piece.partition(HIT_ENDS) if number else ("", "", piece)
        if is_marked:
            found.append(Fragment(hit, is_hit=True))
        if rest:
            found.append(Fragment(rest, is_hit=False))
    return found


def unmarked(text: str) -> str:
    """Without what would be taken for a mark."""
    return text.replace(HIT_BEGINS, "").replace(HIT_ENDS, "")


def _free(parts: list[str]) -> Iterator[int]:
    """Where words stand that may be said otherwise."""
    negated, is_negated = [False], False
    for at, part in enumerate(parts):
        if part == "(":
            negated.append(negated[-1] or is_negated)
        elif part == ")":
            negated.pop()
        elif _word(part).text.isalpha() and not (is_negated or negated[-1] or _is_in_phrase(parts, at)):
            yield at
        is_negated = part == "!"


def _is_in_phrase(parts: list[str], at: int) -> bool:
    return any(part.startswith("<") for part in (*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2]))


def _word(part: str) -> Word:
    return Word(part.removesuffix(":*")[1:-1], part.endswith(":*"))


def _any_of(words: Iterable[str]) -> str:
    return f"( {' | '.join(words)} )"
