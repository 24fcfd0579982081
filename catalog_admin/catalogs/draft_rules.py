"""The rules of a draft as they stand, read and checked once for all who ask within one transaction.

And the index from attributes to the rules that read them: whom a changed value can concern.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets, Shelf
from catalog_admin.predicates.rules import reads, reads_time
from catalog_admin.predicates.tree import Rule as Compiled

Where = tuple[str, str]  # the tpath of a ruleset's node, the key of a rule there


@dataclass(frozen=True)
class DraftRules:
    """`standing` are the rulesets of living nodes by tpath. What asks a rule for the first time raises BrokenRule."""

    standing: Mapping[str, Ruleset]
    compiler: Compiler

    @cached_property
    def shelves(self) -> Rulesets:
        return Rulesets(self.standing)

    @cached_property
    def attributes_read(self) -> frozenset[str]:
        return frozenset(self._readers)

    @cached_property
    def timed(self) -> list[Compiled]:
        """Those that may answer differently by time alone."""
        return [rule for _, rule in self._every() if reads_time(rule)]

    @cached_property
    def attributes_timed(self) -> frozenset[str]:
        """What decides when they do."""
        return frozenset().union(*map(reads, self.timed))

    def readers(self, names: Collection[str]) -> set[Where]:
        """The rules that read one of these attributes."""
        return set().union(*(self._readers.get(name, ()) for name in names))

    @cached_property
    def _readers(self) -> dict[str, set[Where]]:
        by_name: dict[str, set[Where]] = {}
        for where, rule in self._every():
            for name in reads(rule):
                by_name.setdefault(name, set()).add(where)
        return by_name

    def _every(self) -> Iterator[tuple[Where, Compiled]]:
        for tpath, ruleset in self.standing.items():
            for rule in ruleset.rules:
                yield (tpath, rule.key), self.compiler(rule, tpath)


def is_concerned(shelf: Shelf, tpath: str, readers: Collection[Where]) -> bool:
    """Whether one of these rules has a say on the shelf of this tpath."""
    own = any((tpath, rule.key) in readers for rule in shelf.includes)
    return own or any((exclusion.at, exclusion.rule.key) in readers for exclusion in shelf.exclusions)
