"""JSON read exactly: numbers keep every digit, depth is bounded; NUL, NaN and a member given twice are refused.

Python's parser turns 0.1234567890123456789 into a float; prices and limits must not lose digits on the way in.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog_admin.kit.errors import Invalid
from catalog_admin.kit.faults import step

DEEPEST = 64


class UnreadableBody(Invalid):
    """Not JSON as we read it: broken, too deep, NaN, NUL or not UTF-8."""

    status = 400
    code = "kit.unreadable_body"


class RepeatedMember(UnreadableBody):
    """An object gives the same member twice: parsers differ in which one they keep, so neither is meant."""

    status = 422
    code = "kit.repeated_member"


class Members(dict[str, Any]):
    """An object, built member by member, that remembers a name it was given twice."""

    repeated: str | None = None

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self:
            self.repeated = name
        super().__setitem__(name, value)


def read_exactly(body: bytes | str) -> Any:
    """Parsed JSON with Decimals for fractions; raises UnreadableBody, RepeatedMember."""
    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        value = _decode(text)
    except UnicodeDecodeError as wrong:
        raise UnreadableBody(f"not UTF-8 at byte {wrong.start}", pointer="") from wrong
    except json.JSONDecodeError as wrong:
        raise UnreadableBody(
            f"not JSON: {wrong.msg} at line {wrong.lineno}, column {wrong.colno}", pointer=""
        ) from wrong
    except RecursionError as wrong:
        raise UnreadableBody(f"nested deeper than {DEEPEST} levels", pointer="") from wrong
    refuse_unstorable(value)
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A plain object; one with a member twice is told by `refuse_unstorable`, which knows where it stands."""
    said = dict(pairs)
    if len(said) == len(pairs):
        return said
    remembering = Members()
    for name, value in pairs:
        remembering[name] = value
    return remembering


def decimal_of(digits: str) -> Decimal:
    """A JSON number with all its digits; refuses what nobody means."""
    try:
        number = Decimal(digits[:201])
    except InvalidOperation:  # an exponent of twenty digits
        number = None
    if number is None or len(digits) > 200 or abs(number.adjusted()) > 400:
        raise UnreadableBody(f"{digits[:40]}… is not a number anybody means", pointer="")
    return number


def integer_of(digits: str) -> int:
    if len(digits) > 200:
        raise UnreadableBody(f"{digits[:40]}… is not a number anybody means", pointer="")
    return int(digits)


def _refuse_constant(name: str) -> Any:
    raise UnreadableBody(f"{name} is not JSON", pointer="")


_decode = json.JSONDecoder(
    parse_float=decimal_of, parse_int=integer_of, parse_constant=_refuse_constant, object_pairs_hook=_members
).decode


# Where a value stands, innermost step first. Written out only for a fault: a long key over a long list would
# otherwise be copied for each item.
Place = tuple[object, "Place"] | None


def refuse_unstorable(value: Any) -> None:
    """Raises UnreadableBody for NUL, half a surrogate pair, more depth than we read, or Members that repeat one."""
    _check(value, None, 0)


def _check(value: Any, place: Place, depth: int) -> None:
    if depth > DEEPEST:
        raise UnreadableBody(f"nested deeper than {DEEPEST} levels", pointer=_pointer(place))
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, dict):
        if isinstance(value, Members):
            _check_repeated(value, place)
        for key, item in value.items():
            _check_text(key, place)
            _check(item, (key, place), depth + 1)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            _check(item, (position, place), depth + 1)


def _check_repeated(members: Members, place: Place) -> None:
    if members.repeated is not None:
        name = members.repeated
        raise RepeatedMember(f"{name[:80]!r} is given twice", pointer=_pointer((name, place)))


def _check_text(text: str, place: Place) -> None:
    if "\x00" in text:
        raise UnreadableBody("text holds a NUL character", pointer=_pointer(place))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise UnreadableBody("text holds half of a surrogate pair", pointer=_pointer(place)) from wrong


def _pointer(place: Place) -> str:
    steps: list[str] = []
    while place is not None:
        part, place = place
        steps.append(step(str(part)[:200]))
    return "".join(reversed(steps))[:1000]
