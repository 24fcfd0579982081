"""Operations over values that are all there: comparisons, membership, arithmetic."""

from collections.abc import Callable
from typing import Any, cast

from catalog_admin.predicates import exact
from catalog_admin.predicates.model import Gap, Value, missing

Answer = Value | Gap


def _folded(step: Callable[[Any, Any], Answer]) -> Callable[[list[Any]], Answer]:
    def fold(values: list[Any]) -> Answer:
        found: Any = values[0]
        for value in values[1:]:
            found = step(found, value)
            if isinstance(found, Gap):
                return found
        return cast("Answer", found)

    return fold


def _minus(values: list[Any]) -> Answer:
    return exact.negative(values[0]) if len(values) == 1 else exact.subtract(values[0], values[1])


def _in(values: list[Any]) -> Answer:
    needle, hay = values
    if isinstance(hay, str) or needle in hay:
        return needle in hay
    return missing("an item") if None in hay else False


STRICT: dict[str, Callable[[list[Any]], Answer]] = {
    "!": lambda values: not values[0],
    "===": lambda values: values[0] == values[1],
    "!==": lambda values: values[0] != values[1],
    "<": lambda values: values[0] < values[1],
    "<=": lambda values: values[0] <= values[1],
    ">": lambda values: values[0] > values[1],
    ">=": lambda values: values[0] >= values[1],
    "in": _in,
    "+": _folded(exact.add),
    "-": _minus,
    "*": _folded(exact.multiply),
    "/": lambda values: exact.divide(values[0], values[1]),
    "%": lambda values: exact.remainder(values[0], values[1]),
    "min": _folded(exact.least),
    "max": _folded(exact.greatest),
}
