"""Packages and workflows as wholes: parts in themselves, what is required and excluded, states without a way."""

from collections.abc import Iterator
from typing import Any

from catalog_admin.artefacts.checking.circles import circles
from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind


def components(tree: Tree) -> Iterator[Finding]:
    """A component that is, through others, in itself."""
    packages: dict[str, dict[str, tuple[str, str, list[str]]]] = {}
    for artefact in tree.understood(ArtefactKind.PACKAGE):
        of_package = packages.setdefault(tree.whole_of(artefact.path), {})
        for place in tree.places[artefact.path]:
            if place.schema.get("x-defines") == "component":
                of_package[place.value["id"]] = (artefact.path, place.pointer, place.value.get("componentRefs", []))
    for of_package in packages.values():
        for circle in circles({each: refs for each, (_, _, refs) in of_package.items()}):
            path, pointer, _ = of_package[circle[0]]
            reason = f"these components are in one another: {', '.join(circle)}"
            key = frozenset(f"{of_package[each][0]}#{each}" for each in circle)
            yield Finding(path, f"{pointer}/componentRefs", Code.CIRCLE, reason, key=key)


def constraints(tree: Tree) -> Iterator[Finding]:
    """The same pair required and excluded: what is chosen can never be sold."""
    for artefact in tree.understood(ArtefactKind.PACKAGE):
        for at, offer in enumerate(artefact.value.get("offers", ())):
            yield from _contradictory(artefact, f"/offers/{at}/constraints", offer.get("constraints", []))


def _contradictory(artefact: Artefact, pointer: str, constraints: list[dict[str, Any]]) -> Iterator[Finding]:
    required = {_pair(each) for each in constraints if each["type"] == "REQUIRES"}
    for at, each in enumerate(constraints):
        if each["type"] == "EXCLUDES" and _pair(each) in required:
            reason = f"{each['if']} requires what it excludes"
            yield Finding(artefact.path, f"{pointer}/{at}", Code.CONTRADICTION, reason)
        if each.get("min", 0) > each.get("max", each.get("min", 0)):
            yield Finding(artefact.path, f"{pointer}/{at}/max", Code.CONTRADICTION, "nothing is between min and max")


def _pair(constraint: dict[str, Any]) -> tuple[Any, ...]:
    return constraint["if"], constraint.get("thenOffer"), constraint.get("thenComponent")


def workflows(tree: Tree) -> Iterator[Finding]:
    for artefact in tree.understood(ArtefactKind.WORKFLOW):
        yield from _states(artefact)


def _states(artefact: Artefact) -> Iterator[Finding]:
    value = artefact.value
    leads_to: dict[str, set[str]] = {state["id"]: set() for state in value["states"]}
    for transition in value["transitions"]:
        leads_to.setdefault(transition["from"], set()).add(transition["to"])
    reached, todo = set(), [value["initial"]]
    while todo:
        here = todo.pop()
        if here not in reached:
            reached.add(here)
            todo += leads_to.get(here, ())
    for at, state in enumerate(value["states"]):
        place = (artefact.path, f"/states/{at}")
        if state["id"] not in reached:
            reason = f"no way leads from {value['initial']} to {state['id']}"
            yield Finding(*place, Code.NO_WAY, reason, severity=Severity.WARNING)
        if state.get("isFinal") and leads_to[state["id"]]:
            yield Finding(*place, Code.CONTRADICTION, f"{state['id']} is final, and ways lead out of it")
        if not state.get("isFinal") and not leads_to[state["id"]]:
            reason = f"no way leads out of {state['id']}, and it is not final"
            yield Finding(*place, Code.NO_WAY, reason, severity=Severity.WARNING)
