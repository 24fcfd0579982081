"""What a whole tree of files has wrong with it; the way in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog_admin.artefacts.checking import guardrails, known, moments, reach, references, sets, uniqueness, wholes
from catalog_admin.artefacts.checking.conditions import conditions, undeclarable
from catalog_admin.artefacts.checking.layout import is_too_large, layout
from catalog_admin.artefacts.checking.tree import DEFAULT_CONTEXT, Tree, tree_of
from catalog_admin.artefacts.finding import Finding, errors
from catalog_admin.artefacts.rulesets.model import ReadyRule, ReadySet
from catalog_admin.artefacts.tables.contexts import findings_within, usable

DEFAULT_PATH = f"schemas/{DEFAULT_CONTEXT}.json"


@dataclass(frozen=True)
class Report:
    """By path and place. `sets` are the rules that can be asked; only those of a sound tree mean anything.

    `said` is all of it: several things may be wrong in one place, or one thing be seen by two checks.
    """

    said: tuple[Finding, ...]
    tree: Tree | None = None
    sets: Mapping[str, ReadySet] | None = None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return (*one_of_a_kind(self.said),)

    @property
    def errors(self) -> list[Finding]:
        return errors(self.findings)

    @property
    def is_sound(self) -> bool:
        return not self.errors


def check(files: Mapping[str, bytes]) -> Report:
    """Never raises for what files say; a tree beyond all measure is told as one finding and not looked into."""
    too_large = is_too_large(files)
    if too_large is not None:
        return Report((too_large,))
    tree = tree_of(files)
    ready: dict[str, list[ReadyRule]] = {}
    found = [*layout(files), *(each for artefact in tree.artefacts.values() for each in artefact.findings)]
    found += conditions(tree, ready)
    asked = sets.all_of(tree, ready)
    found += [*_together(tree), *_of_sets(tree, asked)]
    return Report(tuple(sorted(found, key=_order)), tree, asked)


def one_of_a_kind(found: Sequence[Finding]) -> list[Finding]:
    """For a reader: what is about the same is told once, by the first that says it."""
    once: dict[tuple[str, ...], Finding] = {}
    for each in found:
        once.setdefault(each.about, each)
    return [*once.values()]


def _together(tree: Tree) -> Iterator[Finding]:
    yield from references.repeated(tree)
    yield from references.dangling(tree)
    yield from references.pins(tree)
    yield from references.subjects(tree)
    yield from references.partless(tree)
    yield from undeclarable(tree)
    yield from uniqueness.items(tree)
    yield from moments.moments(tree)
    yield from moments.undated(tree)
    yield from moments.unexpecting(tree)
    yield from known.misdeclared(tree)
    yield from guardrails.guardrails(tree)
    yield from wholes.components(tree)
    yield from wholes.constraints(tree)
    yield from wholes.workflows(tree)
    context = tree.artefacts.get(DEFAULT_PATH)
    declared = usable(context.value) if context is not None else None
    for artefact in tree.artefacts.values():
        yield from findings_within(artefact, declared)


def _of_sets(tree: Tree, asked: sets.Sets) -> Iterator[Finding]:
    yield from sets.in_circles(tree)
    yield from sets.contexts(tree, asked)
    yield from sets.too_many(asked)
    yield from reach.never_fires(asked)
    yield from sets.set_in_circles(asked)


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return finding.about
