"""What cases say is known, held against what their subject's context declares: else it would be misread in silence.

A region that nobody declared equals none of the regions in the rules, and nothing reads `quote.trm`: a guard simply
does not fire, and the case shows what no real context will. Warnings: who tries bad input means it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
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

# Of one file of cases; who writes nonsense is told a page of it.
FAULTS_TOLD = 50
# How many names a check compares with those that nothing declares: half a second or so.
NAMES_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class Misdeclared:
    """Where in the context, and what its schema says otherwise."""

    pointer: str
    reason: str
    suggestion: str | None = None


class Room:
    """How many more names may be compared, in one check of all files."""

    def __init__(self, names: int = NAMES_COMPARED) -> None:
        self.left = names


class Names:
    """All that a scope declares, with the objects around it, by their dotted names; of records, what is in them."""

    def __init__(self, scope: Scope, room: Room) -> None:
        self.declared = {name: True for each in (*scope.attributes, *scope.records) for name in _with_objects(each)}
        self.records = {name: Names(inner, room) for name, inner in scope.records.items()}
        self._room = room
        self._members: dict[str, list[str]] = {}
        for name in self.declared:
            around, _, member = name.rpartition(".")
            self._members.setdefault(around, []).append(member)
        self._near: dict[tuple[str, str], str | None] = {}

    def near(self, around: str, member: str) -> str | None:
        """What is declared in the object `around` and called nearly so; None as well once there is no room to look."""
        asked = (around, member)
        if asked not in self._near:
            members = self._members.get(around, [])
            self._room.left -= len(members)
            self._near[asked] = nearest(member, members) if self._room.left >= 0 else None
        return self._near[asked]


def _with_objects(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


@dataclass(frozen=True)
class Context:
    """A schema of contexts and the names that it makes; contexts are judged by the thousand."""

    schema: Declared
    names: Names

    def faults(self, context: Any) -> Iterator[Misdeclared]:
        """Nothing where all is as declared. What is missing is no fault: conditions answer to that by themselves."""
        yield from _otherwise(self.schema, _exact(context))
        yield from _misspelt(self.names, context)


def misdeclared(tree: Tree) -> Iterator[Finding]:
    """Tables enforce what they declare of themselves when they are asked, and are left out."""
    room = Room()
    contexts = {
        named_by(each.path): context
        for each in tree.understood(ArtefactKind.SCHEMA)
        if (context := _context(tree, each, room)) is not None
    }
    for test in tree.understood(ArtefactKind.TEST):
        context = contexts.get(_read_by(tree, test.value["subject"]))
        if context is not None:
            yield from islice(_of_file(test, context), FAULTS_TOLD)


def _context(tree: Tree, schema: Artefact, room: Room) -> Context | None:
    """None of a schema that cannot be used: that is told of itself."""
    try:
        return Context(declared(schema.value), Names(tree.scopes[named_by(schema.path)], room))
    except UnusableSchema:
        return None


def _read_by(tree: Tree, subject: Mapping[str, str]) -> str:
    """The context that the subject reads; none is called by the empty name."""
    found = tree.definitions.get((subject["kind"], subject["id"]), ())
    if subject["kind"] == "table" or not found:
        return ""
    return tree.context_of_whole(found[0].path)


def _of_file(test: Artefact, context: Context) -> Iterator[Finding]:
    """What all cases share is judged once: no part of a context is declared by way of another one."""
    said = {"/context": test.value.get("context", {})}
    said |= {f"/cases/{at}/context": case.get("context", {}) for at, case in enumerate(test.value["cases"])}
    for place, each in said.items():
        for fault in context.faults(each):
            yield Finding(
                test.path, place + fault.pointer, Code.CASE_CONTEXT, fault.reason, fault.suggestion, Severity.WARNING
            )


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
        elif (near := names.near(name, member)) is not None and near not in value:
            yield Misdeclared(pointer + step(member), f"nothing declares `{called}`", did_you_mean(near))


def _exact(value: Any) -> Any:
    if isinstance(value, list):
        return [_exact(each) for each in value]
    number = number_of(value) if is_written(value) else None
    if number is not None:
        return number
    return {name: _exact(each) for name, each in value.items()} if isinstance(value, Mapping) else value
