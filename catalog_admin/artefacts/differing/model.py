"""The words of a difference."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verb(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Noun(StrEnum):
    """What changed, as its author calls it."""

    THING = "thing"
    CONDITION = "condition"
    RESULT = "result"
    ROW = "row"
    COLUMN = "column"
    HIT_POLICY = "hit policy"
    ACTION = "action"
    ITEM = "item"
    ORDER = "order"
    MEMBER = "member"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Change:
    """`thing` says what of, as in `rule rule.discount`; `place` leads to it, by ids where items have them.

    `path` is the file in which it is now, or was last. `label` is what people call the place, where they have words.
    """

    verb: Verb
    noun: Noun
    thing: str
    path: str
    place: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    label: str = ""
