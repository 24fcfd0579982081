"""What every process is told when an environment moves; a trigger says the same to the others."""

from typing import NamedTuple
from uuid import UUID

from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.notices import Notice, tell_here
from catalog_admin.kit.work import Work

MOVED = "environment"


class Move(NamedTuple):
    environment: EnvironmentId
    generation: int


def tell_move(work: Work, environment: EnvironmentId, generation: int) -> None:
    tell_here(work, Notice(MOVED, work.tenant, f"{environment} {generation}"))


def move_in(notice: Notice) -> Move | None:
    """None for notices of other things."""
    if notice.kind != MOVED:
        return None
    environment, _, generation = notice.said.partition(" ")
    return Move(EnvironmentId(UUID(environment)), int(generation))
