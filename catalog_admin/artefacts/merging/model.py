"""The words of a merge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Missing:
    """Stands for what is not there: a side removed it, or never had it."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


class Three(NamedTuple):
    """One part, as the base and the two sides have it."""

    base: Any
    ours: Any
    theirs: Any

    def member(self, name: str) -> "Three":
        return Three(*(side.get(name, MISSING) for side in self))

    def of_dicts(self) -> "Three":
        """Where there was none, there was nothing in it."""
        return Three(*(side if isinstance(side, dict) else {} for side in self))

    def of_lists(self) -> "Three":
        return Three(*(side if isinstance(side, list) else [] for side in self))


class Side(StrEnum):
    BASE = "base"
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Given:
    """A value that is neither side's."""

    value: Any


Choice = Side | Given


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be given at one place; `called` says it to whom gave something else."""

    called: str
    fits: Callable[[Any], bool]


# What a file may not say, checking tells.
ANYTHING = Wanted("any value", lambda _: True)
TEXT = Wanted("a text", lambda value: isinstance(value, str))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed one part, each in its way. `id` names it in choices; MISSING is what is not there.

    `called` are the thing and the steps to the place as people call them, where they have words of their own.
    """

    id: str
    thing: str
    path: str
    place: tuple[str, ...]
    sides: Three
    called: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        """The thing, and what leads to the place in it."""
        return self.called or (self.thing, *self.place)


@dataclass(frozen=True, slots=True)
class Merge:
    """`files` are whole only where no conflict is left: until then a conflict's part is as the base has it.

    `decided` are the conflicts that a choice was made for.
    """

    files: Mapping[str, bytes]
    conflicts: tuple[Conflict, ...]
    decided: frozenset[str] = frozenset()

    @property
    def is_clean(self) -> bool:
        return not self.conflicts
