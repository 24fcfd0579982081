"""Which attributes the draft uses: nodes hold values of them, rules read them.

What is deleted softly counts as well: it can be restored, and then what it says must still hold.
"""

from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Work
from catalog_admin.predicates.rules import reads
from catalog_admin.products.model.uses import USES


@USES.answered_by("catalogs")
def where_used(work: Work, key: str) -> str | None:
    """The first node that holds a value, or the first rule that reads it."""
    # Whoever loads anything of this room loads this module: Polars comes along only with the question.
    from catalog_admin.catalogs import rate_plans, referring
    from catalog_admin.catalogs.store import nodes, rulesets

    holder = nodes.first_holding(work.session, key)
    if holder is not None:
        return _place(*holder)
    compiler = Compiler(rate_plans.scope(work))
    naming = {(catalog, at, each.node_id): each for catalog, at, each in rulesets.naming(work.session, key)}
    for (catalog, tpath, _), ruleset in referring.resolved(work, naming, compiler).items():
        for rule in ruleset.rules:
            if _may_read(rule, key, compiler):
                return f"the rule {rule.key} of {_place(catalog, tpath)}"
    return None


def _may_read(rule: Rule, key: str, compiler: Compiler) -> bool:
    """A reference that leads nowhere reads nothing, and is refused wherever it is asked."""
    if rule.fault is not None:
        return False
    try:
        return key in reads(compiler(rule, ""))
    except Refusal:  # broken already: nobody can say that it does not
        return True


def _place(catalog: str, tpath: str) -> str:
    return f"the node {paths.path_of(tpath) or 'at the root'} of {catalog}"
