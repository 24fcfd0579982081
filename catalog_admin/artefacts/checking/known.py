"""What cases say is known, held against what their subject's context declares: else it would be misread in silence.

A region that nobody declared equals none of the regions in the rules, and nothing reads `quote.trm`: a guard simply
does not fire, and the case shows what no real context will. Warnings: who tries bad input means it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import ValidationErrorKind

from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity, did_you_mean
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.numbers import is_written, number_of
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.tables.declared import Declared, UnusableSchema, declared
from catalog_admin.kit.faults import step
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.suggest import nearest

FAULTS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Misdeclared:
    """Where in the context, and what its schema says otherwise."""

    pointer: str
    reason: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Names:
    """All that a scope declares, with the objects around it, by their dotted names; of records, what is in them."""

    declared: frozenset[str]
    records: Mapping[str, "Names"]

    def beside(self, name: str) -> set[str]:
        """The members of the object of this name."""
        inside = f"{name}." if name else ""
        members = (each.removeprefix(inside) for each in self.declared if each.startswith(inside))
        return {member for member in members if "." not in member}


def names_of(scope: Scope) -> Names:
    found = set[str]()
    for name in (*scope.attributes, *scope.records):
        parts = name.split(".")
        found.update(".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return Names(frozenset(found), {name: names_of(inner) for name, inner in scope.records.items()})


@dataclass(frozen=True)
class Context:
    """A schema of contexts and the names that it makes; contexts are judged by the thousand."""

    schema: Declared
    names: Names

    def faults(self, context: Any) -> list[Misdeclared]:
        """Empty where all is as declared. What is missing is no fault: conditions answer to that by themselves."""
        found = [*_otherwise(self.schema, _exact(context)), *_misspelt(self.names, context)]
        return found[:FAULTS_TOLD]


def misdeclared(tree: Tree) -> Iterator[Finding]:
    """Tables enforce what they declare of themselves when they are asked, and are left out."""
    contexts = {
        named_by(each.path): context
        for each in tree.understood(ArtefactKind.SCHEMA)
        if (context := _context(tree, each)) is not None
    }
    for test in tree.understood(ArtefactKind.TEST):
        context = contexts.get(_read_by(tree, test.value["subject"]))
        if context is not None:
            yield from _of_file(test, context)


def _context(tree: Tree, schema: Artefact) -> Context | None:
    """None of a schema that cannot be used: that is told of itself."""
    try:
        return Context(declared(schema.value), names_of(tree.scopes[named_by(schema.path)]))
    except UnusableSchema:
        return None


def _read_by(tree: Tree, subject: Mapping[str, str]) -> str:
    """The context that the subject reads; none is called by the empty name."""
    found = tree.definitions.get((subject["kind"], subject["id"]), ())
    if subject["kind"] == "table" or not found:
        return ""
    return tree.context_of_whole(found[0].path)


def _of_file(test: Artefact, context: Context) -> Iterator[Finding]:
    shared = test.value.get("context", {})
    for at, case in enumerate(test.value["cases"]):
        own = case.get("context", {})
        for fault in context.faults({**shared, **own}):
            place = f"/cases/{at}/context" if _first(fault.pointer) in own else "/context"
            yield Finding(
                test.path, place + fault.pointer, Code.CASE_CONTEXT, fault.reason, fault.suggestion, Severity.WARNING
            )


def _first(pointer: str) -> str:
    return pointer[1:].partition("/")[0].replace("~1", "/").replace("~0", "~")


def _otherwise(schema: Declared, context: Any) -> Iterator[Misdeclared]:
    if schema.validator.is_valid(context):
        return
    for each in schema.validator.iter_errors(context):
        if not isinstance(each.kind, ValidationErrorKind.Required):
            yield Misdeclared("".join(map(step, each.instance_path)), str(each.message)[:300])


def _misspelt(names: Names, value: Any, name: str = "", pointer: str = "") -> Iterator[Misdeclared]:
    """Members that nothing declares, beside one that is called nearly so; contexts may well hold more than is read."""
    if name in names.records:
        for at, record in enumerate(value if isinstance(value, list) else ()):
            yield from _misspelt(names.records[name], record, "", f"{pointer}/{at}")
        return
    for member, each in value.items() if isinstance(value, Mapping) else ():
        called = f"{name}.{member}" if name else member
        if called in names.declared:
            yield from _misspelt(names, each, called, pointer + step(member))
        elif (near := nearest(member, names.beside(name) - value.keys())) is not None:
            yield Misdeclared(pointer + step(member), f"nothing declares `{called}`", did_you_mean(near))


def _exact(value: Any) -> Any:
    if isinstance(value, list):
        return [_exact(each) for each in value]
    number = number_of(value) if is_written(value) else None
    if number is not None:
        return number
    return {name: _exact(each) for name, each in value.items()} if isinstance(value, Mapping) else value
