"""Environments that settings and grants name: a misspelt one would be kept and never mean anything."""

from collections.abc import Callable, Sequence
from typing import Any

from catalog_admin.kit.rooms_above import Question

# Takes a Work, the keys, and where the list stands in the input; raises a refusal for the first that is not there.
ENVIRONMENTS: Question[Callable[[Any, Sequence[str], str], None]] = Question("environments")


def check_environments(work: Any, keys: Sequence[str] | None, pointer: str) -> None:
    """Raises what the room of environments refuses."""
    if keys:
        for check in ENVIRONMENTS.everybody():
            check(work, keys, pointer)
