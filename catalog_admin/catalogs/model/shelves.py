"""Which rules have a say on a node: its own includes, and the excludes that stand from the root down to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog_admin.catalogs.model.ruleset import Rule, Ruleset


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An exclude rule and where it was written; `at` is that node's tpath."""

    at: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Shelf:
    includes: tuple[Rule, ...]
    exclusions: tuple[Exclusion, ...]


class Rulesets:
    """The rulesets of a catalog by tpath; answers for nodes without rules as fast as for those with."""

    def __init__(self, by_tpath: Mapping[str, Ruleset]) -> None:
        self.standing_at = by_tpath
        self._standing: dict[str, tuple[Exclusion, ...]] = {}

    def shelf(self, tpath: str) -> Shelf:
        own = self.standing_at.get(tpath)
        return Shelf(own.rules_of("include") if own else (), self.standing(tpath))

    def standing(self, tpath: str) -> tuple[Exclusion, ...]:
        """The excludes in force at a node, outermost first, without those that are masked on the way."""
        found = self._standing.get(tpath)
        if found is None:
            found = self._standing[tpath] = self._worked_out(tpath)
        return found

    def _worked_out(self, tpath: str) -> tuple[Exclusion, ...]:
        above = self.standing(_parent(tpath)) if tpath else ()
        own = self.standing_at.get(tpath)
        if own is None:
            return above
        kept = tuple(exclusion for exclusion in above if not is_masked(exclusion.rule, own))
        return kept + tuple(Exclusion(tpath, rule) for rule in own.rules_of("exclude"))


def _parent(tpath: str) -> str:
    return tpath[: tpath[:-1].rfind(".") + 1]


def is_masked(rule: Rule, ruleset: Ruleset) -> bool:
    return any(mask.key == rule.key and (mask.privileged or not rule.mandatory) for mask in ruleset.masks)
