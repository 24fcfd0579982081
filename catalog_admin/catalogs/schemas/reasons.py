"""Words of why a rate plan stands on a shelf or does not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from catalog_admin.catalogs.model.membership import Membership
from catalog_admin.catalogs.queries.reasons import Reasons, RuleAnswer
from catalog_admin.kit.words import Words
from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.explain import Explanation


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


def shown_value(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [shown_value(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
