"""Is a rate plan on a shelf, and why: the one decision that listing, preview and publishing share.

An include rule lets in on MATCH alone. An exclude rule takes away on MATCH, and on ERROR: a rule that cannot be
worked out must not let through what it may have been written to stop. MISSING_INPUT does neither: a plan that
does not say `stage` is not a BETA plan (`missing(stage) || …` says otherwise where that is meant).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog_admin.catalogs.model.draft import Effect
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.predicates.model import Outcome

Source = Literal["manual", "rule"]
TAKES = frozenset({Outcome.MATCH, Outcome.ERROR})


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule and what it answered for one rate plan."""

    rule: Rule
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Membership:
    """A member names what put it there and the exclude rule it beat; others, in `out` and `rule`, what keeps them out.

    `audiences` is None for everybody's; else a reader must belong to one of them.
    """

    is_member: bool
    source: Source | None = None
    rule: str | None = None
    beat: str | None = None
    out: Literal["not_a_candidate", "excluded_by_rule", "excluded_by_hand"] | None = None
    audiences: tuple[dict[str, list[str]], ...] | None = None


def decide(manual: Effect | None, includes: Sequence[Judged], exclusions: Sequence[Judged]) -> Membership:
    """Strongest last: include rules, exclude rules, manual assignment, mandatory exclude rules, manual exclusion."""
    taking = [judged.rule for judged in exclusions if judged.outcome in TAKES]
    letting = [judged.rule for judged in includes if judged.outcome is Outcome.MATCH]
    mandatory = next((rule.key for rule in taking if rule.mandatory), None)
    if manual == "exclude":
        return Membership(False, source="manual", out="excluded_by_hand")
    if manual == "include":
        if mandatory is not None:
            return Membership(False, source="manual", rule=mandatory, out="excluded_by_rule")
        return Membership(True, source="manual", beat=taking[0].key if taking else None)
    if not letting:
        return Membership(False, out="not_a_candidate")
    if taking:
        return Membership(False, source="rule", rule=mandatory or taking[0].key, out="excluded_by_rule")
    audiences = [rule.audience for rule in letting]
    limited = tuple(audience for audience in audiences if audience is not None)
    return Membership(
        True, source="rule", rule=letting[0].key, audiences=limited if len(limited) == len(audiences) else None
    )
