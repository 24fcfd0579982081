"""Words of what a catalog takes from the repository."""

from typing import Self
from uuid import UUID

from pydantic import Field

from catalog_admin.kit.words import Words
from catalog_admin.publishing.schemas import RulePinOut
from catalog_admin.rules.queries.references import Referring
from catalog_admin.rules.schemas.differences import MeaningOut

MOST_TOLD = 1000


class RuleReferenceOut(Words):
    """A rule that takes its condition from the repository. `expression` is what that says now."""

    node_id: UUID
    path: str
    rule: str
    effect: str
    ref: str
    file: str
    at: str
    expression: str | None
    commit: str | None
    blob: str | None
    problem: str | None = Field(description="Why it leads to no condition now: until it does, nothing is published.")
    published: RulePinOut | None = Field(description="What the newest publication took; null if nothing.")
    has_moved: bool
    behind: int = Field(description="So many commits changed the file since it was published; 100 stand for more.")
    changes: list[MeaningOut] = Field(description="To what they amount.")

    @classmethod
    def of(cls, said: Referring) -> Self:
        return cls(
            node_id=said.node_id,
            path=said.path,
            rule=said.rule.key,
            effect=said.rule.effect,
            ref=str(said.ref),
            file=said.ref.file,
            at=said.ref.at,
            expression=said.rule.text or None,
            commit=said.now.commit if said.now else said.fault.commit if said.fault else None,
            blob=said.now.blob if said.now else None,
            problem=said.fault.detail if said.fault else None,
            published=RulePinOut.of(said.published) if said.published else None,
            has_moved=said.published is not None and (said.now is None or said.now.blob != said.published.blob),
            behind=said.behind.steps,
            changes=[MeaningOut.of(each) for each in said.behind.changes[:MOST_TOLD]],
        )


class RuleReferencesOut(Words):
    """In the order of nodes."""

    items: list[RuleReferenceOut]
