"""Catalogs that grants name: one on a misspelt name opens nothing, and nobody is told."""

from collections.abc import Callable, Sequence
from typing import Any

from catalog_admin.kit.actor import Grant
from catalog_admin.kit.rooms_above import Question

# Takes a Work, and by pointer the catalogs that are named; raises a refusal for the first that is not there.
CATALOGS: Question[Callable[[Any, dict[str, str]], None]] = Question("catalogs")


def check_catalogs(work: Any, grants: Sequence[Grant]) -> None:
    """Raises what the room of catalogs refuses."""
    named = {f"/grants/{at}/catalog": grant.catalog for at, grant in enumerate(grants) if grant.catalog is not None}
    if named:
        for check in CATALOGS.everybody():
            check(work, named)
