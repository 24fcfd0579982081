"""In how many cases each part held and in how many it did not: what a text is painted with."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog_admin.artefacts.cases.covering import Parts, Tried
from catalog_admin.artefacts.cases.model import PartKind, SubjectId, Touched
from catalog_admin.artefacts.cases.placing import Stands, places
from catalog_admin.artefacts.cases.suite import Suite


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a rule or row `yes` is fired, `no` asked and not fired; of a condition what it said."""

    at: Stands
    yes: int
    no: int


class Counted(Tried):
    """Counts, which running many cases does not: it takes longer than looking whether there was one."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._asked = 0
        self._counts: Counter[tuple[PartKind, str, bool]] = Counter()

    def add(self, touched: Touched) -> None:
        super().add(touched)
        self._asked += 1
        self._counts.update((kind, key, True) for kind, keys in touched.fired.items() for key in keys)
        self._counts.update((PartKind.CONDITION, key, held) for key, held in touched.conditions)

    def of(self, kind: PartKind, key: str) -> tuple[int, int]:
        """None of what is no part of it."""
        if key not in self.parts.get(kind, ()):
            return 0, 0
        yes = self._counts[kind, key, True]
        return yes, self._counts[kind, key, False] if kind is PartKind.CONDITION else self._asked - yes


def counts(suite: Suite, tried: Mapping[SubjectId, Tried]) -> Iterator[Counts]:
    """Of every part that there is, once: what was counted of a rule alone and of its sets is added up."""
    counted = {name: each for name, each in tried.items() if isinstance(each, Counted)}
    of_rules = [each for name, each in counted.items() if name.kind in ("rule", "ruleset")]
    told: set[tuple[SubjectId, PartKind, str]] = set()
    for name, subject in suite.subjects.items():
        if name.kind == "rule":
            continue  # its set has it
        for at in places(name, subject, suite.files.get(name, "")):
            if (at.subject, at.kind, at.key) in told:
                continue
            told.add((at.subject, at.kind, at.key))
            asked = of_rules if name.kind == "ruleset" else [counted[name]] if name in counted else []
            found = [each.of(at.kind, at.key) for each in asked]
            yield Counts(at, sum(yes for yes, _ in found), sum(no for _, no in found))
