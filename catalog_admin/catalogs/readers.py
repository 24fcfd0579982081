"""The index from attributes to the rules that read them: whom a changed value can concern."""

from collections.abc import Collection, Mapping

from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Shelf
from catalog_admin.catalogs.population import compiled
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import reads

Where = tuple[str, str]  # the tpath of a ruleset's node, the key of a rule there


class Readers:
    def __init__(self, rulesets: Mapping[str, Ruleset], scope: Scope) -> None:
        """Rulesets by tpath. Raises BrokenRule."""
        self._by_name: dict[str, set[Where]] = {}
        for tpath, ruleset in rulesets.items():
            for rule in ruleset.rules:
                for name in reads(compiled(rule, scope, tpath)):
                    self._by_name.setdefault(name, set()).add((tpath, rule.key))

    def of(self, names: Collection[str]) -> set[Where]:
        return set().union(*(self._by_name.get(name, ()) for name in names))


def is_concerned(shelf: Shelf, tpath: str, readers: Collection[Where]) -> bool:
    """Whether one of these rules has a say on the shelf of this tpath."""
    own = any((tpath, rule.key) in readers for rule in shelf.includes)
    return own or any((exclusion.at, exclusion.rule.key) in readers for exclusion in shelf.exclusions)
