"""Words of what rules would do before they are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.catalogs.queries.preview import COMES_AND_GOES, NOWHERE, Change, Effects, Moved, NodeEffects
from catalog_admin.catalogs.queries.reasons import Reasons
from catalog_admin.catalogs.schemas.reasons import ExplanationOut, MembershipOut, ReasonsOut, RuleAnswerOut
from catalog_admin.catalogs.schemas.rules import RuleOut, RulesetIn
from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import ForeignKey, Instant, Key, Words

NODES_TOLD = 100


class PreviewIn(RulesetIn):
    """What PUT …/rule would be given. Without samples, all rate plans are compared with the shelves as they are."""

    node_id: UUID | None = None
    catalog_id: Key | None = None
    sample_rate_plan_ids: Annotated[list[ForeignKey], Field(max_length=100)] | None = None
    instant: Instant | None = None
    show: Annotated[list[Change], Field(min_length=1, max_length=3)] = Field(
        default_factory=lambda: list(COMES_AND_GOES)
    )
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    search: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    after: str | None = None

    @model_validator(mode="after")
    def _stands_in_one_place(self) -> "PreviewIn":
        if self.node_id is not None and self.catalog_id is not None:
            raise ValueError("name a node, or a catalog (its root), not both")
        return self


class SampleOut(ReasonsOut):
    """`outcome` is what the (first) previewed rule says: MATCH, NO_MATCH, MISSING_INPUT or ERROR."""

    outcome: str | None
    explanation: ExplanationOut | None

    @classmethod
    def previewed(cls, reasons: Reasons, path: str, rules: tuple[Rule, ...]) -> "SampleOut":
        """`rules` are those that were previewed, on the node of this path."""
        asked = [answer for answer in reasons.answers if answer.at == path and answer.rule in rules[:1]]
        first = RuleAnswerOut.of(asked[0]) if asked else None
        outcome, explanation = (first.outcome, first.explanation) if first else (None, None)
        return cls.of(reasons, outcome=outcome, explanation=explanation)


class MovedOut(Words):
    """`path` names the shelf; a preview that stands nowhere has no node."""

    node_id: UUID | None
    path: str
    rate_plan_id: str
    change: Change
    before: MembershipOut
    after: MembershipOut

    @classmethod
    def of(cls, moved: Moved) -> "MovedOut":
        return cls(
            node_id=_standing(moved.node_id),
            path=moved.path,
            rate_plan_id=moved.key,
            change=moved.change,
            before=MembershipOut.of(moved.before),
            after=MembershipOut.of(moved.after),
        )


class NodeEffectsOut(Words):
    node_id: UUID | None
    path: str
    enters: int
    leaves: int
    stays: int

    @classmethod
    def of(cls, each: NodeEffects) -> "NodeEffectsOut":
        return cls(
            node_id=_standing(each.node_id), path=each.path, enters=each.enters, leaves=each.leaves, stays=each.stays
        )


class MovesOut(Words):
    """A page of who comes and goes where, the node's own first."""

    items: list[MovedOut]
    next: str | None

    @classmethod
    def told(cls, moved: Page[Moved]) -> "MovesOut":
        return cls(items=[MovedOut.of(each) for each in moved.items], next=moved.next)


class EffectsOut(MovesOut):
    """`nodes` are the node itself, then the first 99 of those below on which something comes or goes.

    `enters`, `leaves` and `stays` are sums over the `nodeCount` of them all. `outcomes` counts what
    each previewed rule answers over all rate plans.
    """

    outcomes: dict[str, dict[str, int]]
    enters: int
    leaves: int
    stays: int
    node_count: int
    nodes: list[NodeEffectsOut]

    @classmethod
    def of(cls, effects: Effects, moved: Page[Moved]) -> "EffectsOut":
        return cls(
            outcomes={key: _named(counts) for key, counts in effects.outcomes.items()},
            enters=effects.enters,
            leaves=effects.leaves,
            stays=effects.stays,
            node_count=len(effects.nodes),
            nodes=[NodeEffectsOut.of(each) for each in effects.nodes[:NODES_TOLD]],
            items=[MovedOut.of(each) for each in moved.items],
            next=moved.next,
        )


class PreviewOut(Words):
    """The rules as they would be stored, and what they would do; counted on the first page of `effects` only."""

    instant: datetime
    rules: list[RuleOut]
    samples: list[SampleOut] | None = None
    effects: EffectsOut | MovesOut | None = None


def _standing(node_id: UUID) -> UUID | None:
    return None if node_id == NOWHERE.id else node_id


def _named(counts: Mapping[Any, int]) -> dict[str, int]:
    return {outcome.name: count for outcome, count in counts.items()}
