"""Whom a rule matches, of all rate plans at once.

Memory: the columns that rules read, and one byte for each rate plan and rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import polars as pl

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.model.membership import TAKES
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.catalogs.model.shelves import Exclusion
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.rules import reads
from catalog_admin.predicates.setwise.outcomes import outcomes, outcomes_of

AT_ONCE = 50  # rules in one pass; what they answer takes a byte for each rate plan
NOTED = tuple(int(outcome) for outcome in TAKES)


class Judge:
    """Answers, for all rate plans at once and only once per rule, whom a rule matches."""

    def __init__(self, plans: pl.DataFrame, compiler: Compiler, instant: datetime) -> None:
        self.plans, self._compiled, self._instant = plans, compiler, instant
        self._seen: dict[str, pl.Series] = {}
        # In one piece: rows out of several are gathered a hundred times as slowly.
        self.named = plans.select("plan_id", "key").rechunk()

    def outcomes(self, rule: Rule, at: str) -> pl.Series:
        """By what the rule says, not by what it is called: a preview judges a rule and its successor of one key."""
        found = self._seen.get(rule.text)
        if found is None:
            found = self._seen[rule.text] = outcomes(self._compiled(rule, at), self.plans, self._instant)
        return found

    def foresee(self, rules: Iterable[tuple[Rule, str]]) -> None:
        """These will be asked for: many in one pass take a third of the time that one after the other takes."""
        unseen = [*{rule.text: (rule, at) for rule, at in rules if rule.text not in self._seen}.values()]
        for first in range(0, len(unseen), AT_ONCE):
            few = unseen[first : first + AT_ONCE]
            judged = outcomes_of([self._compiled(rule, at) for rule, at in few], self.plans, self._instant)
            self._seen |= {rule.text: outcome for (rule, _), outcome in zip(few, judged, strict=True)}

    def matches(self, rule: Rule, at: str) -> pl.Series:
        return self.outcomes(rule, at) == int(Outcome.MATCH)

    def takes(self, exclusion: Exclusion) -> pl.Series:
        return self.outcomes(exclusion.rule, exclusion.at).is_in(NOTED)


def columns_read(rulesets: Mapping[str, Ruleset], compiler: Compiler) -> set[str]:
    """The attributes that the rules read; rulesets by tpath. Raises BrokenRule."""
    names: set[str] = set()
    for tpath, ruleset in rulesets.items():
        for rule in ruleset.rules:
            names |= reads(compiler(rule, tpath))
    return names


def gathered(
    tx: Reads | Work,
    instant: datetime,
    *standing: Mapping[str, Ruleset],
    keys: Sequence[str] | None = None,
    compiler: Compiler | None = None,
) -> Judge:
    """A judge over all rate plans, or these alone, with the columns that all these rulesets read, loaded once."""
    compiler = compiler or Compiler(rate_plans.scope(tx))
    names: set[str] = set().union(*(columns_read(each, compiler) for each in standing))
    return Judge(rate_plans.columns(tx, sorted(names), keys), compiler, instant)
