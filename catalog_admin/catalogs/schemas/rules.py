"""Words of the rules of a node: as they are said, as they are kept, and those that come down to it."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog_admin.catalogs.commands.rulesets import SaidMask, SaidRule
from catalog_admin.catalogs.model.reference import LONGEST
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.catalogs.queries.inherited import Inherited
from catalog_admin.kit.words import Key, Words

Claim = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Audience = Annotated[dict[Claim, Annotated[list[Claim], Field(min_length=1, max_length=100)]], Field(min_length=1)]


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
