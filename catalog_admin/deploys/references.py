"""What a bundle's rules name in the rule repository, looked up once for all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bundles.model import Kind, State
from catalog_admin.catalogs import referring
from catalog_admin.catalogs.asking import Answers
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.errors import BadReference
from catalog_admin.catalogs.model.reference import Found, Reference, Unresolved, read_reference
from catalog_admin.kit.work import Reads
from catalog_admin.predicates.model import Scope


def looked_up(reads: Reads, *states: State) -> Answers:
    return referring.looked_up(reads, {ref for state in states for ref in _references(state)})


def found(said: str, answers: Answers, scope: Scope) -> tuple[Reference, Found]:
    """Raises BadReference, UnresolvedReference."""
    ref = read_reference(said)
    known = referring.checked(ref, answers[ref], Compiler(scope))
    if isinstance(known, Unresolved):
        raise referring.refusal_of(known, "")
    return Reference(ref.file, known.at), known


def _references(state: State) -> Iterator[Reference]:
    for each in state.of(Kind.RULESET):
        for rule in each.body.get("rules", ()):
            yield from _reference(rule)


def _reference(rule: Mapping[str, Any]) -> Iterator[Reference]:
    try:
        if "ref" in rule:
            yield read_reference(rule["ref"])
    except BadReference:  # told where the rule is checked
        return
