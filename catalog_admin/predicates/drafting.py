"""A rule while somebody writes it: what it says so far, where it is wrong, and the text that would mend it.

Refusals of meaning point into the canonical rule; an author looks at a text. The two are matched word by word: a part
is printed and looked for, the second `type` of the rule in the second place that says so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog_admin.predicates.check import check
from catalog_admin.predicates.errors import (
    PredicateRefused,
    SyntaxRefused,
    TextRefused,
    TypeClash,
    UnknownName,
    UnknownValue,
)
from catalog_admin.predicates.model import Json, Scope
from catalog_admin.predicates.operators import LITERALS
from catalog_admin.predicates.rules import compile_rule, read_logic, reads, reads_time
from catalog_admin.predicates.shown import shown
from catalog_admin.predicates.tokens import Token, end_of, tokens

_NAMING = LITERALS | {"var", "missing", "missing_some"}
_BEFORE_A_TEXT = frozenset({"==", "===", "!=", "!==", "[", ","})
_SAME = {"===": "==", "!==": "!="}

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` is where in the text, `repaired` the whole text with the suggestion in that place, if that is better."""

    refused: PredicateRefused
    place: Place | None = None
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`logic` and `text` are there as soon as the form can be read, also where the meaning is refused."""

    logic: "Json | None" = None
    text: str | None = None
    reads: frozenset[str] = frozenset()
    reads_time: bool = False
    fault: Fault | None = None


def read_draft(source: object, scope: Scope) -> Draft:
    """A text is the short form, anything else JSONLogic; whatever it says, this answers."""
    try:
        logic = read_logic(source)
    except PredicateRefused as refused:
        return Draft(fault=_fault(refused, source, None, scope))
    try:
        rule = check(logic, scope)
    except PredicateRefused as refused:
        return Draft(logic, shown(logic), fault=_fault(refused, source, logic, scope))
    return Draft(rule.logic, shown(rule.logic), reads(rule), reads_time(rule))


def _fault(refused: PredicateRefused, source: object, logic: "Json | None", scope: Scope) -> Fault:
    if not isinstance(source, str):
        return Fault(refused)
    place = _place(refused, source, logic)
    return Fault(refused, place, None if place is None else _repaired(refused, source, place, scope))


def _place(refused: PredicateRefused, text: str, logic: "Json | None") -> Place | None:
    offset = refused.facts.get("offset")
    if offset is not None:
        return offset, end_of(text, offset)
    found = None if refused.pointer is None or logic is None else _place_of_part(text, logic, refused.pointer)
    return found or _place_of_name(text, refused.facts.get("name"))


def _place_of_part(text: str, logic: Json, pointer: str) -> Place | None:
    """Of as many equal parts, the one that comes as late in the text as this one does in the rule."""
    everything = list(_parts(logic))
    part = next((each for where, each in everything if where == pointer), None)
    if part is None:
        return None
    same = [where for where, each in everything if json.dumps(each) == json.dumps(part)]
    places = list(_places(tokens(text), tokens(shown(part)), text))
    return places[same.index(pointer)] if len(places) == len(same) else None


def _parts(logic: Any, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Every part with its pointer, in the order in which it is written."""
    yield pointer, logic
    if isinstance(logic, list):
        for place, each in enumerate(logic):
            yield from _parts(each, f"{pointer}/{place}")
    elif isinstance(logic, dict):
        ((operator, arguments),) = logic.items()
        if operator not in _NAMING:
            inside = f"{pointer}/{operator.replace('/', '~1')}"
            for place, each in enumerate(arguments):
                yield from _parts(each, f"{inside}/{place}")


def _places(words: list[Token], sought: list[Token], text: str) -> Iterator[Place]:
    pattern = [_plain(word) for word in sought[:-1]]
    said = [_plain(word) for word in words[:-1]]
    for start in range(len(said) - len(pattern) + 1):
        if said[start : start + len(pattern)] == pattern:
            last = words[start + len(pattern) - 1]
            yield words[start].offset, end_of(text, last.offset)


def _place_of_name(text: str, name: str | None) -> Place | None:
    named = (word for word in tokens(text) if word.sort == "name" and word.word == name)
    return next(((word.offset, end_of(text, word.offset)) for word in named), None)


def _plain(word: Token) -> tuple[str, object]:
    """Two spellings of one thing are one."""
    if word.sort == "number":
        return word.sort, Decimal(word.word)
    return word.sort, _SAME.get(word.word, word.word) if word.sort == "mark" else word.word


def _repaired(refused: PredicateRefused, text: str, place: Place, scope: Scope) -> str | None:
    """Tried before it is offered: some suggestions are words for people, and no text of a rule."""
    tried = _mendings(refused, text, place)
    if (whole := next((each for each in tried if _refusal(each, scope) is None), None)) is not None:
        return whole
    is_offered = refused.suggestion is not None and tried and _is_further(_refusal(tried[0], scope), refused)
    return tried[0] if is_offered else None


def _mendings(refused: PredicateRefused, text: str, place: Place) -> list[str]:
    if isinstance(refused, UnknownName):
        return _instead_of_name(refused, text)
    if refused.suggestion is None:
        return []
    suggestion = refused.suggestion
    match refused:
        case UnknownValue():
            return [_with(text, place, word) for word in (shown(suggestion), suggestion)]
        case TypeClash():
            unquoted = text[slice(*place)].replace(shown(suggestion), suggestion)
            return [_with(text, place, word) for word in (suggestion, unquoted)]
        case TextRefused():
            return []  # what it suggests is an example of a date
    return [_with(text, place, suggestion)]


def _instead_of_name(refused: UnknownName, text: str) -> list[str]:
    """The name that was meant; or it is a text that lacks its quotes, where one can stand."""
    name, suggestion = str(refused.facts["name"]), refused.suggestion
    renamed = [] if suggestion is None else [_renamed(text, name, shown({"var": suggestion}))]
    words = tokens(text)
    at = next((at for at, word in enumerate(words) if word.sort == "name" and word.word == name), 0)
    if at and words[at - 1].sort == "mark" and words[at - 1].word in _BEFORE_A_TEXT:
        renamed.append(_with(text, (words[at].offset, end_of(text, words[at].offset)), shown(name)))
    return renamed


def _with(text: str, place: Place, word: str) -> str:
    start, end = place
    return text[:start] + word + text[end:]


def _renamed(text: str, name: str, word: str) -> str:
    """Wherever it stands: who misspelt a name once has copied it."""
    for token in reversed(tokens(text)):
        if token.sort == "name" and token.word == name:
            text = _with(text, (token.offset, end_of(text, token.offset)), word)
    return text


def _refusal(text: str, scope: Scope) -> PredicateRefused | None:
    try:
        compile_rule(text, scope)
    except PredicateRefused as refused:
        return refused
    return None


def _is_further(now: PredicateRefused | None, before: PredicateRefused) -> bool:
    """What is wrong now is something else, and no sentence was broken over it."""
    if now is None or now.detail == before.detail or isinstance(before, TypeClash):
        return False
    if isinstance(now, SyntaxRefused):
        return isinstance(before, SyntaxRefused) and now.facts["offset"] > before.facts["offset"]
    return True
