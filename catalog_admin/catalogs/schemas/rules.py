"""Words of rules and previews."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog_admin.catalogs.commands.rulesets import SaidMask, SaidRule
from catalog_admin.catalogs.model.membership import Membership
from catalog_admin.catalogs.model.reference import LONGEST
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.catalogs.queries.inherited import Inherited
from catalog_admin.catalogs.queries.preview import COMES_AND_GOES, NOWHERE, Change, Effects, Moved, NodeEffects
from catalog_admin.catalogs.queries.reasons import Reasons, RuleAnswer
from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import ForeignKey, Instant, Key, Words
from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.explain import Explanation

Claim = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Audience = Annotated[dict[Claim, Annotated[list[Claim], Field(min_length=1, max_length=100)]], Field(min_length=1)]
NODES_TOLD = 100


class SourceOut(Words):
    """What a reference leads to: where its channel is now. `at` a channel, it moves; at a tag or a commit it does not.

    `problem` says why it leads to no condition; then nothing can be published until it does.
    """

    file: str
    at: str
    commit: str | None
    blob: str | None
    problem: str | None

    @classmethod
    def of(cls, rule: Rule) -> Self | None:
        if rule.ref is None:
            return None
        commit = rule.pin.commit if rule.pin else rule.fault.commit if rule.fault else None
        return cls(
            file=rule.ref.file,
            at=rule.ref.at,
            commit=commit or None,
            blob=rule.pin.blob if rule.pin else None,
            problem=rule.fault.detail if rule.fault else None,
        )


class RuleIn(Words):
    """`expression` is the short form, `when` JSONLogic; both only if they say the same, as a rule that was read does.
    Or `ref` names a condition of the rule repository.

    The key is the effect unless given.
    """

    key: Key | None = None
    effect: Literal["include", "exclude"] = "include"
    expression: str | None = None
    when: Any = None
    mandatory: bool = False
    description: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    audience: Audience | None = None
    ref: Annotated[
        str | None, Field(max_length=LONGEST, description="A file and its revision, as in predicates/top-shelf@main.")
    ] = None
    source: Annotated[SourceOut | None, Field(description="As a rule that was read has it: what counts is `ref`.")] = (
        None
    )

    @model_validator(mode="after")
    def _says_a_condition(self) -> "RuleIn":
        if self.expression is None and self.when is None and self.ref is None:
            raise ValueError("say the condition: as expression, as when or as ref")
        return self

    def said(self, pointer: str) -> SaidRule:
        return SaidRule(
            key=self.key or self.effect,
            effect=self.effect,
            when=self.expression if self.when is None else self.when,
            pointer=pointer,
            text=None if self.when is None else self.expression,
            ref=self.ref,
            mandatory=self.mandatory,
            description=self.description,
            audience=self.audience,
        )


class RulesetIn(Words):
    """Several rules and masks; or one `rule`; or just its `expression`, which is then an include rule."""

    rules: Annotated[list[RuleIn], Field(max_length=100)] = Field(default_factory=list)
    masks: Annotated[list[Key], Field(max_length=100)] = Field(default_factory=list)
    rule: RuleIn | None = None
    expression: str | None = None

    @model_validator(mode="after")
    def _says_it_one_way(self) -> "RulesetIn":
        ways = sum((bool(self.rules), self.rule is not None, self.expression is not None))
        if ways > 1:
            raise ValueError("say rules, or rule, or expression: one of them")
        if ways == 0 and not self.masks:
            raise ValueError("there is no rule and no mask here; DELETE leaves a node static")
        return self

    def said_rules(self) -> list[SaidRule]:
        if self.rule is not None:
            return [self.rule.said("/rule")]
        if self.expression is not None:
            return [SaidRule("include", "include", self.expression, "")]
        return [rule.said(f"/rules/{position}") for position, rule in enumerate(self.rules)]

    def said_masks(self) -> list[SaidMask]:
        return [SaidMask(key, f"/masks/{position}") for position, key in enumerate(self.masks)]


class RuleOut(Words):
    """The same condition twice: canonical JSONLogic, and the short form. Where `ref` names it, as it is there now."""

    key: str
    effect: str
    when: Any
    expression: str
    mandatory: bool
    description: str | None
    audience: dict[str, list[str]] | None
    ref: str | None
    source: SourceOut | None

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        return cls(
            key=rule.key,
            effect=rule.effect,
            when=rule.when,
            expression=rule.text,
            mandatory=rule.mandatory,
            description=rule.description,
            audience=rule.audience,
            ref=str(rule.ref) if rule.ref else None,
            source=SourceOut.of(rule),
        )


class RulesetOut(Words):
    node_id: UUID
    version: int
    rules: list[RuleOut]
    masks: list[str]

    @classmethod
    def of(cls, ruleset: Ruleset) -> "RulesetOut":
        return cls(
            node_id=ruleset.node_id,
            version=ruleset.version,
            rules=[RuleOut.of(rule) for rule in ruleset.rules],
            masks=[mask.key for mask in ruleset.masks],
        )


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


class ExplanationOut(Words):
    """The evaluation as a tree: what each part read and answered; `pointer` is its place in the canonical rule."""

    pointer: str
    operator: str
    expression: str
    value: Any
    outcome: str | None
    reason: str | None
    parts: list["ExplanationOut"]

    @classmethod
    def of(cls, told: Explanation) -> "ExplanationOut":
        return cls(
            pointer=told.pointer,
            operator=told.operator,
            expression=told.expression,
            value=shown_value(told.value),
            outcome=None if told.outcome is None else told.outcome.name,
            reason=told.reason,
            parts=[cls.of(part) for part in told.parts],
        )


def shown_value(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [shown_value(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


class MembershipOut(Words):
    """Members say what put them there and which exclude rule they beat, others what keeps them out."""

    is_member: bool
    source: str | None
    rule: str | None
    beat: str | None
    out: str | None

    @classmethod
    def of(cls, membership: Membership) -> "MembershipOut":
        return cls.model_validate(membership, extra="ignore")


class RuleAnswerOut(Words):
    """`at` is the path of the node the rule was written at."""

    key: str
    effect: str
    at: str
    mandatory: bool
    outcome: str
    explanation: ExplanationOut

    @classmethod
    def of(cls, answer: RuleAnswer) -> "RuleAnswerOut":
        return cls(
            key=answer.rule.key,
            effect=answer.rule.effect,
            at=answer.at,
            mandatory=answer.rule.mandatory,
            outcome=answer.outcome.name,
            explanation=ExplanationOut.of(answer.explanation),
        )


class ReasonsOut(Words):
    """`rules` are all that have a say: the node's includes, then the excludes from the root down."""

    rate_plan_id: str
    membership: MembershipOut
    rules: list[RuleAnswerOut]

    @classmethod
    def of(cls, reasons: Reasons, **more: Any) -> Self:
        return cls(
            rate_plan_id=reasons.key,
            membership=MembershipOut.of(reasons.membership),
            rules=[RuleAnswerOut.of(answer) for answer in reasons.answers],
            **more,
        )


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


def _standing(node_id: UUID) -> UUID | None:
    return None if node_id == NOWHERE.id else node_id


def _named(counts: Mapping[Any, int]) -> dict[str, int]:
    return {outcome.name: count for outcome, count in counts.items()}


class InheritedOut(Words):
    """A rule of the ancestor at `path`. `maskedAt` is the node that lifted it: this one, or one on the way down."""

    node_id: UUID
    path: str
    rule: RuleOut
    masked_at: str | None
    may_mask: bool

    @classmethod
    def of(cls, each: Inherited) -> "InheritedOut":
        return cls(
            node_id=each.node_id,
            path=each.path,
            rule=RuleOut.of(each.rule),
            masked_at=each.masked_at,
            may_mask=each.may_mask,
        )


class InheritedRulesOut(Words):
    """The exclude rules that come down to the node, outermost first."""

    items: list[InheritedOut]


class PreviewOut(Words):
    """The rules as they would be stored, and what they would do; counted on the first page of `effects` only."""

    instant: datetime
    rules: list[RuleOut]
    samples: list[SampleOut] | None = None
    effects: EffectsOut | MovesOut | None = None
