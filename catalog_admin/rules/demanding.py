"""What a branch demands of the cases of a merge, before the merge lands."""

from collections.abc import Iterator
from typing import Any

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules import store
from catalog_admin.rules.errors import CasesNotRun, DemandsUnmet
from catalog_admin.rules.model import Demands, Tried
from rulestore.model import Oid

PARTS_NAMED = 5


def check_demands(tx: Reads | Work, branch: str, tree: Oid, tried: Tried | None) -> None:
    """Where cases took too long, those of the same tree count that a job has run. Raises DemandsUnmet, CasesNotRun."""
    demands = store.demands_of(tx, branch)
    if not demands.are_of_cases:
        return
    if tried is None:
        earlier = store.newest_run_of_tree(tx, tree)
        if earlier is None:
            raise CasesNotRun(
                f"{branch} asks for cases, and these take longer than a merge may wait for them",
                suggestion=f"merge {branch} into your branch, have its cases run, and merge it then",
            )
        tried = earlier.tried
    unmet = [*_unmet(demands, tried)]
    if unmet:
        first = unmet[0]
        raise DemandsUnmet(str(first["detail"]), suggestion=first["suggestion"], failed=len(unmet), errors=unmet)


def _unmet(demands: Demands, tried: Tried) -> Iterator[dict[str, Any]]:
    if demands.cases_pass:
        for each in tried.failures:
            yield {**each, "suggestion": None}
    for share in tried.shares:
        percent = demands.percent(share["part"])
        if share["tried"] * 100 < share["total"] * percent:
            counted = f"{share['tried']} of {share['total']} {share['part']}s tried, {percent} % asked"
            hint = f"try {', '.join(share['untried'][:PARTS_NAMED])}"
            yield {"file": "", "pointer": "", "code": "cases.coverage", "detail": counted, "suggestion": hint}
