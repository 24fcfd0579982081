"""Words of steps on several nodes at once."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.steps import MOST, Step, Stepped, Verb
from catalog_admin.catalogs.schemas.trees import Path
from catalog_admin.kit.words import Key, Words


class StepIn(Words):
    """A move says where to, as moving one node does; `cascade` is for deleting."""

    verb: Verb
    id: UUID
    revision: Annotated[int, Field(ge=0, description="As you saw it.")]
    parent_id: UUID | None = None
    parent_path: Path | None = None
    key: Key | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    cascade: bool = False

    @model_validator(mode="after")
    def _names_one_parent(self) -> "StepIn":
        if self.parent_id is not None and self.parent_path is not None:
            raise ValueError("name the parent by parentId or by parentPath, not by both")
        return self

    def taken(self) -> Step:
        to = Destination(self.parent_id, self.parent_path, self.key, self.position)
        return Step(self.verb, self.id, self.revision, to, self.cascade)

    @classmethod
    def of(cls, step: Step) -> Self:
        to = step.to
        where = {"parent_id": to.parent_id, "parent_path": to.parent_path, "key": to.key, "position": to.position}
        return cls(verb=step.verb, id=step.id, revision=step.revision, cascade=step.cascade, **where)


class StepsIn(Words):
    """Taken one after the other; revisions are those before the first."""

    steps: Annotated[list[StepIn], Field(min_length=1, max_length=MOST)]

    def taken(self) -> list[Step]:
        return [each.taken() for each in self.steps]


class SteppedNode(Words):
    id: UUID
    path: str
    revision: int
    is_deleted: bool


class StepsOut(Words):
    """`undo` is null where taking it back would need more steps than one request may have."""

    nodes: list[SteppedNode]
    undo: StepsIn | None

    @classmethod
    def of(cls, stepped: Stepped) -> Self:
        return cls(
            nodes=[
                SteppedNode(id=each.id, path=each.path, revision=each.revision, is_deleted=each.deleted_at is not None)
                for each in stepped.nodes
            ],
            undo=StepsIn(steps=[StepIn.of(each) for each in stepped.undo]) if stepped.undo else None,
        )
