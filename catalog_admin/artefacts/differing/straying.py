"""Cases that nobody thought of: values near, between and beyond those that were. Drawn, and the same each time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

_SEED = 2026
_LONGEST = 8


def strayed(axes: Sequence[Sequence[Any]], count: int, absent: object) -> Iterator[list[Any]]:
    """As many points, with a value for each axis; `absent` is the one that is not there."""
    drawn = Random(_SEED)  # noqa: S311 - nothing is kept secret by it
    for _ in range(count):
        yield [_one(drawn, values, absent) for values in axes]


def _one(drawn: Random, values: Sequence[Any], absent: object) -> Any:
    value = drawn.choice(values)
    if value is absent and drawn.random() < 0.5:
        value = drawn.choice(values)
    if value is absent or drawn.random() < 0.5:
        return value
    return _near(drawn, value, drawn.choice(values))


def _near(drawn: Random, value: Any, other: Any) -> Any:
    """Something of the same kind, between the two or not far away."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return _number(drawn, value, other)
    if isinstance(value, str):
        return value + other if isinstance(other, str) and drawn.random() < 0.5 else value[drawn.randint(0, 1) :]
    if isinstance(value, date):
        return _moment(drawn, value)
    if isinstance(value, Mapping):
        inner = other if isinstance(other, Mapping) else {}
        return {name: _near(drawn, each, inner.get(name, each)) for name, each in value.items()}
    return _list(drawn, value, other) if isinstance(value, list) else value


def _number(drawn: Random, value: Any, other: Any) -> Any:
    if not isinstance(other, int | Decimal) or isinstance(other, bool):
        other = 1
    found = drawn.choice([value + other, value - other, value * 2, value // 2, value + drawn.randint(-9, 9), -value])
    return found if abs(found) < 10**12 else value


def _moment(drawn: Random, value: date) -> date:
    step = timedelta(days=drawn.choice([1, 7, 30, 365]) * drawn.choice([-1, 1]))
    if isinstance(value, datetime):
        step += timedelta(hours=drawn.randint(0, 23))
    try:
        return value + step
    except OverflowError:
        return value


def _list(drawn: Random, value: list[Any], other: Any) -> list[Any]:
    joined = [*value, *other] if isinstance(other, list) else [*value]
    kept = drawn.sample(joined, min(len(joined), drawn.randint(0, _LONGEST)))
    return [_near(drawn, each, each) for each in kept]
