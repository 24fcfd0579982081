"""What counts as a condition when coverage is measured: what answers yes or no by itself, not by joining others."""

from collections.abc import Iterator, Mapping

from catalog_admin.predicates.evaluate import ANSWERS, Moment
from catalog_admin.predicates.model import BOOLEAN
from catalog_admin.predicates.strict import Answer
from catalog_admin.predicates.tree import Call, Expression, Literal, Rule, walk

_JOINING = frozenset({"and", "or", "!", "if"})


def conditions_of(rule: Rule) -> Iterator[Expression]:
    return (part for part in walk(rule.root) if _is_condition(part))


class Said:
    """Keeps what conditions said, each yes and each no once: a whole trace would take longer than the evaluation.

    `names` is what each is called, by identity, because it is asked for every part of every case.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        self.answers: set[tuple[str, bool]] = set()
        self._names = names

    def kept(self, expression: Expression, moment: Moment) -> Answer:
        found = ANSWERS[type(expression)](expression, moment)
        if found is True or found is False:
            name = self._names.get(id(expression))
            if name is not None:
                self.answers.add((name, found))
        return found


def _is_condition(part: Expression) -> bool:
    joins = isinstance(part, Call) and part.operator in _JOINING
    return part.type == BOOLEAN and not joins and not isinstance(part, Literal)
