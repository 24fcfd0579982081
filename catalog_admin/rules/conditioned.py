"""The conditions of a tree that stand neither in predicates nor in rules, by what they belong to."""

from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.differing.conditioned import Conditioned
from catalog_admin.artefacts.differing.ruleset_edges import together
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.kinds.published import applied, below
from catalog_admin.artefacts.kinds.walking import Place
from catalog_admin.artefacts.rulesets.model import in_force
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule

KINDS = (
    ArtefactKind.APPROVAL_POLICY,
    ArtefactKind.APPROVAL_POLICIES,
    ArtefactKind.TEMPLATE,
    ArtefactKind.WORKFLOW,
    ArtefactKind.PACKAGE,
)
# Words for people, which decide nothing.
_WORDS = frozenset({"description", "owners", "tags"})


def conditioned_of(tree: Tree) -> dict[tuple[str, str], Conditioned]:
    """By kind and id. What does not compile is left out: that is a finding of the tree already."""
    found: dict[tuple[str, str], Conditioned] = {}
    for artefact in tree.understood(*KINDS):
        rules = [f"{each.pointer}/" for each in tree.places[artefact.path] if each.schema.get("x-defines") == "rule"]
        for place in tree.places[artefact.path]:
            name, start = _thing(tree, artefact, place)
            if name is None or place.pointer.startswith(tuple(rules)) or f"{place.pointer}/" in rules:
                continue
            one = found.setdefault(name, Conditioned(in_force=in_force(_dated(place, start))))
            one.scope = together(one.scope, tree.scopes.get(tree.context_of(artefact.path, place), Scope()))
            _gather(one, place, start)
    return found


def _thing(tree: Tree, artefact: Artefact, place: Place) -> tuple[tuple[str, str] | None, int]:
    """Which thing the place belongs to, and how many steps of its pointer lead to that."""
    if artefact.kind is ArtefactKind.APPROVAL_POLICIES:
        around = [*place.around, place.value]
        is_inside = len(around) > 2 and isinstance(around[2], dict) and "id" in around[2]
        return ((ArtefactKind.APPROVAL_POLICY.value, str(around[2]["id"])), 2) if is_inside else (None, 0)
    whole = tree.said_by_whole(artefact.path)
    about = whole.get("package", whole)
    said = about.get("id") if isinstance(about, dict) else None
    return (str(artefact.kind), str(said or named_by(tree.whole_of(artefact.path)))), 0


def _dated(place: Place, start: int) -> Mapping[str, Any]:
    whole = [*place.around, place.value][start]
    whole = whole.get("package", whole) if isinstance(whole, dict) else {}
    return whole if isinstance(whole, dict) else {}


def _gather(one: Conditioned, place: Place, start: int) -> None:
    label = "/".join(_steps(place)[start:])
    if isinstance(place.value, dict) and "x-language" not in place.schema:
        for name in place.schema.get("properties", {}):
            if applied(below(place.schema, name), place.value.get(name)).get("x-language") == "condition":
                _keep(one, label or name, place.value.get(name))
    elif not isinstance(place.value, list) and place.schema.get("x-language") != "condition" and not _is_words(label):
        one.beside.append((label, text_of(place.value)))


def _is_words(label: str) -> bool:
    return bool(_WORDS & {*label.split("/")}) or "/x_" in f"/{label}"


def _keep(one: Conditioned, label: str, value: Any) -> None:
    try:
        one.conditions[label] = None if value is None else compile_rule(value, one.scope)
    except PredicateRefused:
        return


def _steps(place: Place) -> list[str]:
    """Of its pointer; items by what they are called."""
    steps = place.pointer.split("/")[1:]
    inner = [*place.around, place.value][1:]
    return [
        _called(item, step) if isinstance(holder, list) else step
        for step, item, holder in zip(steps, inner, place.around, strict=True)
    ]


def _called(item: Any, step: str) -> str:
    said = (item.get("id") or item.get("name")) if isinstance(item, dict) else None
    return said if isinstance(said, str) else step
