"""Every condition reads declared names of the right types; rules become ready to be asked on the way."""

from collections.abc import Callable, Iterator
from typing import Any

from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, did_you_mean
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.reading import of_language
from catalog_admin.artefacts.kinds.walking import Place
from catalog_admin.artefacts.rulesets.compiling import Refused, ready
from catalog_admin.artefacts.rulesets.model import ReadyRule
from catalog_admin.predicates.check import typed
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.literals import literal_of
from catalog_admin.predicates.model import Attribute, Scope
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.suggest import nearest

# Adds a finding of the artefact that is looked at.
Add = Callable[[Finding], None]


def conditions(tree: Tree, rules: dict[str, list[ReadyRule]]) -> Iterator[Finding]:
    """Fills `rules` with those that can be asked, by the file that they stand in."""
    for path in tree.places:
        found: list[Finding] = []
        rules[path] = _Conditions(tree, tree.artefacts[path], found.append).ready()
        yield from found


def undeclarable(tree: Tree) -> Iterator[Finding]:
    for path, part in tree.undeclarable:
        yield Finding(path, part.pointer, Code.UNDECLARABLE, part.reason)


class _Conditions:
    def __init__(self, tree: Tree, artefact: Artefact, add: Add) -> None:
        self.tree = tree
        self.path = artefact.path
        self.kind = artefact.kind
        self.add = add
        self.undeclared: set[str] = set()

    def ready(self) -> list[ReadyRule]:
        found: list[ReadyRule] = []
        inside: list[str] = []
        for place in self.tree.places[self.path]:
            if any(place.pointer.startswith(pointer) for pointer in inside):
                continue
            if place.schema.get("x-defines") == "rule" or self.is_transition(place):
                inside.append(f"{place.pointer}/")
                found += [] if (rule := self.rule(place)) is None else [rule]
            elif "x-language" in place.schema:
                self.logic(place, place.schema["x-language"])
            elif place.schema.get("x-reads"):
                self.name(place)
        return found

    def is_transition(self, place: Place) -> bool:
        return (
            self.kind is ArtefactKind.WORKFLOW
            and place.pointer.startswith("/transitions/")
            and "from" in (place.value if isinstance(place.value, dict) else ())
        )

    def scope(self, place: Place) -> Scope | None:
        """None where nothing declares what is read here, which is told once a file."""
        context = self.tree.context_of(self.path, place)
        scope = self.tree.scopes.get(context)
        if scope is None and context not in self.undeclared:
            self.undeclared.add(context)
            reason = f"nothing declares what conditions read: there is no schemas/{context.replace('.', '/')}.json"
            hint = did_you_mean(nearest(context, self.tree.scopes))
            self.add(Finding(self.path, place.pointer, Code.CONTEXT_UNDECLARED, reason, hint))
        return scope

    def refused_at(self, pointer: str) -> Refused:
        return lambda at, refused: self.add(of_language(self.path, pointer + at, refused))

    def rule(self, place: Place) -> ReadyRule | None:
        scope = self.scope(place)
        if scope is None:
            return None
        value = {"when": True, "then": [], **place.value}
        return ready(value, scope, (self.path, place.pointer), self.refused_at(place.pointer))

    def logic(self, place: Place, language: str) -> None:
        scope = _of_vars(place, self.scope(place)) if language == "formula" else self.scope(place)
        if scope is None or (language == "logic" and not isinstance(place.value, dict)):
            return
        try:
            compile_rule(place.value, scope) if language == "condition" else typed(place.value, scope)
        except PredicateRefused as refused:
            self.refused_at(place.pointer)("", refused)

    def name(self, place: Place) -> None:
        scope = self.scope(place)
        if scope is not None and place.value not in scope:
            reason = f"nothing declares `{place.value}`"
            hint = did_you_mean(nearest(place.value, scope))
            self.add(Finding(self.path, place.pointer, "predicates.unknown_name", reason, hint))


def _of_vars(place: Place, scope: Scope | None) -> Scope | None:
    """A formula reads the `vars` beside it."""
    if scope is None:
        return None
    declared: dict[str, Attribute] = {}
    for name, value in place.around[-1].get("vars", {}).items():
        kind = _type_of(value, scope)
        if kind is None:
            return None  # the var itself is told
        declared[name] = kind
    return Scope(declared)


def _type_of(value: Any, scope: Scope) -> Attribute | None:
    try:
        return Attribute((typed(value, scope) if isinstance(value, dict) else literal_of(value, "")).type)
    except PredicateRefused:
        return None
