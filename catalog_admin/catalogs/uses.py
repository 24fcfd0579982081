"""Which attributes the draft uses: nodes hold values of them, rules read them.

What is deleted softly counts as well: it can be restored, and then what it says must still hold.
"""

from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Work
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule, reads
from catalog_admin.products.model.uses import USES


@USES.answered_by("catalogs")
def where_used(work: Work, key: str) -> str | None:
    """The first node that holds a value, or the first rule that reads it."""
    # Whoever loads anything of this room loads this module: Polars comes along only with the question.
    from catalog_admin.catalogs import rate_plans
    from catalog_admin.catalogs.store import nodes, rulesets

    holder = nodes.first_holding(work.session, key)
    if holder is not None:
        return _place(*holder)
    scope = rate_plans.scope(work)
    for catalog, tpath, ruleset in rulesets.naming(work.session, key):
        for rule in ruleset.rules:
            if _may_read(rule, key, scope):
                return f"the rule {rule.key} of {_place(catalog, tpath)}"
    return None


def _may_read(rule: Rule, key: str, scope: Scope) -> bool:
    try:
        return key in reads(compile_rule(rule.when, scope))
    except Refusal:  # broken already: nobody can say that it does not
        return True


def _place(catalog: str, tpath: str) -> str:
    return f"the node {paths.path_of(tpath) or 'at the root'} of {catalog}"
