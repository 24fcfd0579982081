"""The way in: a rule in either notation, checked against a scope."""

from catalog_admin.predicates.canonical import canonical_logic
from catalog_admin.predicates.check import check
from catalog_admin.predicates.model import Json, Scope
from catalog_admin.predicates.operators import FUNCTIONS
from catalog_admin.predicates.parse import parse
from catalog_admin.predicates.shown import shown
from catalog_admin.predicates.tree import Rule


def compile_rule(source: object, scope: Scope) -> Rule:
    """A text is the short form, anything else JSONLogic; raises a PredicateRefused and nothing else."""
    return check(read_logic(source), scope)


def read_logic(source: object) -> Json:
    """Canonical JSONLogic of either notation, not yet checked against any scope; raises a PredicateRefused."""
    return canonical_logic(parse(source) if isinstance(source, str) else source)


def short_form(rule: Rule) -> str:
    return shown(rule.logic)


def reads(rule: Rule) -> frozenset[str]:
    """The attributes that can change the outcome, `missing` included."""
    return rule.names_read


def reads_time(rule: Rule) -> bool:
    """Whether time alone can change the outcome."""
    return any(map(is_clock, rule.operators))


def is_clock(operator: str) -> bool:
    return operator in FUNCTIONS and FUNCTIONS[operator].reads_time
