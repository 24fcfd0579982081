"""Who else uses attributes: rooms above register what they can tell, because products may not look up to them."""

from collections.abc import Callable
from typing import Any, TypeVar

# Takes a Work and an attribute's key; says where it is used, None for nowhere. Any: this shelf knows no transactions.
Question = TypeVar("Question", bound=Callable[..., str | None])

_QUESTIONS: dict[str, Callable[..., str | None]] = {}


def uses_attributes(name: str) -> Callable[[Question], Question]:
    """Registers `where(work, key)`; asked under the attribute's lock, before it is dropped, retyped or narrowed."""

    def register(where: Question) -> Question:
        _QUESTIONS[name] = where
        return where

    return register


def where_used(work: Any, key: str) -> str | None:
    """The first use that somebody knows of. A program in which nobody could know must not be told "nowhere"."""
    if not _QUESTIONS:
        raise LookupError("no room that uses attributes is loaded: it has to be asked")
    return next((found for where in _QUESTIONS.values() if (found := where(work, key)) is not None), None)
