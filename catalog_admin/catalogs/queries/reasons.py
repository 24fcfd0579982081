"""Why is a rate plan on a shelf, or not: the one decision, with every rule's answer explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.compiling import Compiler, compiled
from catalog_admin.catalogs.judging import columns_read
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.membership import Judged, Membership, decide
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.catalogs.model.shelves import Exclusion, Rulesets
from catalog_admin.catalogs.store import assignments
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.explain import Explanation, explain
from catalog_admin.predicates.model import Outcome, Scope


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule said about a rate plan; `at` is the path of the node it was written at."""

    rule: Rule
    at: str
    outcome: Outcome
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Reasons:
    key: str
    membership: Membership
    answers: tuple[RuleAnswer, ...]


def reasons_for(
    tx: Reads | Work, node: Node, standing: Mapping[str, Ruleset], keys: Sequence[str], instant: datetime
) -> dict[str, Reasons]:
    """For each of the rate plans that exist; `standing` are the rulesets in force, by tpath. Raises BrokenRule."""
    scope = rate_plans.scope(tx)
    shelf = Rulesets(standing).shelf(node.tpath)
    rules = [*(Exclusion(node.tpath, rule) for rule in shelf.includes), *shelf.exclusions]
    checked = [(each, compiled(each.rule, scope, each.at)) for each in rules]
    rows = {row["key"]: row for row in _rows(tx, standing, scope, keys)}
    hand = assignments.of_plans(tx.session, node.id, list(rate_plans.plan_ids(tx, keys).values()))
    manual = {str(plan_id): assignment.effect for plan_id, assignment in hand.items()}
    found = {}
    for key, row in rows.items():
        answers = tuple(
            RuleAnswer(each.rule, each.at[:-1], evaluate(rule, row, instant), explain(rule, row, instant))
            for each, rule in checked
        )
        judged = [Judged(answer.rule, answer.outcome) for answer in answers]
        split = len(shelf.includes)
        membership = decide(manual.get(row["plan_id"]), judged[:split], judged[split:])
        found[key] = Reasons(key, membership, answers)
    return found


def _rows(tx: Reads | Work, standing: Mapping[str, Ruleset], scope: Scope, keys: Sequence[str]) -> list[dict[str, Any]]:
    names = columns_read(standing, Compiler(scope))
    return rate_plans.columns(tx, names, list(keys)).to_dicts()
