"""Merges, reverts and cherry-picks, and what was chosen for conflicts."""

from typing import Annotated, Any, Self

from annotated_types import MaxLen
from pydantic import StringConstraints, model_validator

from catalog_admin.artefacts.merging.model import Choice, Given, Side
from catalog_admin.kit.words import Words
from catalog_admin.rules.schemas.refs import Message, Name


class ChoiceIn(Words):
    """A side to `take`, or a `value` that is neither's."""

    conflict: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    take: Side | None = None
    value: Any = None

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if (self.take is None) == ("value" not in self.model_fields_set):
            raise ValueError("say either `take` or `value`")
        return self

    def choice(self) -> Choice:
        return Given(self.value) if self.take is None else self.take


class Choosing(Words):
    choices: Annotated[list[ChoiceIn], MaxLen(1000)] = []

    def chosen(self) -> dict[str, Choice]:
        return {each.conflict: each.choice() for each in self.choices}


class MergeIn(Choosing):
    """`source` is a branch, a tag or a commit; what was chosen between two states names the commit."""

    source: Name
    target: Name
    message: Message | None = None


class ReplayIn(Choosing):
    """`commit` is what is taken back, or along."""

    commit: Name
    branch: Name
    message: Message | None = None
