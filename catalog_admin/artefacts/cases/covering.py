"""What cases tried, of one subject and of everything that is there to try."""

from collections.abc import Iterator, Mapping

from catalog_admin.artefacts.cases.model import PartKind, Share, Subject, SubjectId, Touched

Parts = Mapping[PartKind, frozenset[str]]


class Tried:
    """What the cases touched of these parts so far."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._fired: dict[PartKind, set[str]] = {}
        self._said: set[tuple[str, bool]] = set()

    def add(self, touched: Touched) -> None:
        for kind, ids in touched.fired.items():
            self._fired.setdefault(kind, set()).update(ids)
        self._said |= touched.conditions

    def join(self, other: "Tried") -> None:
        for kind, ids in other._fired.items():
            self._fired.setdefault(kind, set()).update(ids)
        self._said |= other._said

    def untried(self, kind: PartKind) -> list[str]:
        if kind is PartKind.CONDITION:
            return sorted(each for each in self.parts[kind] if not {(each, True), (each, False)} <= self._said)
        return sorted(self.parts[kind] - self._fired.get(kind, set()))


def shares(subjects: Mapping[SubjectId, Subject], tried: Mapping[SubjectId, Tried]) -> Iterator[Share]:
    """Of all parts of all subjects, each once: a rule is tried alone, by its set, or by a set that includes that one.

    What no case is about counts as well: leaving a table without cases must not look better than having some.
    """
    everything = {name: Tried(parts) for name, parts in _gathered(subjects).items()}
    for subject, each in tried.items():
        if _holder(subject) in everything:
            everything[_holder(subject)].join(each)
    for kind in PartKind:
        holders = [(name, each) for name, each in everything.items() if kind in each.parts]
        untried = tuple(f"{name} {part}".strip() for name, each in holders for part in each.untried(kind))
        yield Share(kind, sum(len(each.parts[kind]) for _, each in holders), untried)


def _gathered(subjects: Mapping[SubjectId, Subject]) -> dict[str, Parts]:
    gathered: dict[str, dict[PartKind, frozenset[str]]] = {}
    for name, subject in subjects.items():
        if name.kind == "rule":
            continue  # its set has it
        held = gathered.setdefault(_holder(name), {})
        for kind, parts in subject.parts().items():
            held[kind] = held.get(kind, frozenset()) | parts
    return {name: gathered[name] for name in sorted(gathered)}


def _holder(subject: SubjectId) -> str:
    """Rules are called by their own ids, wherever they are asked; parts of anything else by its name first."""
    return "" if subject.kind in ("rule", "ruleset") else f"{subject.kind} {subject.id}"
