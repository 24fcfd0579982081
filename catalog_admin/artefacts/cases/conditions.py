"""What counts as a condition when coverage is measured: what answers yes or no by itself, not by joining others."""

from collections.abc import Iterator

from catalog_admin.predicates.model import BOOLEAN
from catalog_admin.predicates.tree import Call, Expression, Literal, Rule, walk

_JOINING = frozenset({"and", "or", "!", "if"})


def conditions_of(rule: Rule) -> Iterator[Expression]:
    return (part for part in walk(rule.root) if _is_condition(part))


def _is_condition(part: Expression) -> bool:
    joins = isinstance(part, Call) and part.operator in _JOINING
    return part.type == BOOLEAN and not joins and not isinstance(part, Literal)
