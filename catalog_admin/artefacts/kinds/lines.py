"""Which line of a file a JSON pointer means: what editors, and people who read a log, jump to."""

import json

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def line_of(text: str, pointer: str) -> int:
    """Counted from 1; of a place that is not there, and in a text that is no JSON, the nearest one before."""
    place = 0
    try:
        place = value = _past_space(text, 0)
        for step in pointer.split("/")[1:]:
            place, value = _below(text, value, step.replace("~1", "/").replace("~0", "~"))
    except (LookupError, ValueError, RecursionError):
        pass
    return text.count("\n", 0, place) + 1


def _below(text: str, at: int, step: str) -> tuple[int, int]:
    """Where a member or an item begins, and where its value does. Raises LookupError."""
    if text[at] == "{":
        return _member(text, at, step)
    if text[at] == "[" and step.isdecimal():
        return _item(text, at, int(step))
    raise LookupError(step)


def _member(text: str, at: int, name: str) -> tuple[int, int]:
    at = _past_space(text, at + 1)
    while text[at] == '"':
        said, end = _DECODER.raw_decode(text, at)
        value = _past_space(text, _past_space(text, end) + 1)
        if said == name:
            return at, value
        at = _next(text, value)
    raise LookupError(name)


def _item(text: str, at: int, number: int) -> tuple[int, int]:
    at = _past_space(text, at + 1)
    for _ in range(number):
        at = _next(text, at)
    return at, at


def _next(text: str, value: int) -> int:
    """Where the next member or item begins. Raises LookupError at the last one."""
    end = _past_space(text, _DECODER.raw_decode(text, value)[1])
    if text[end] != ",":
        raise LookupError(end)
    return _past_space(text, end + 1)


def _past_space(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at
