"""The files of a commit, read once: what each defines and refers to, and the contexts that conditions read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.artefacts.kinds.labels import NAMED_BY_PATH
from catalog_admin.artefacts.kinds.model import DESCRIBED, Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by, wholes
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.kinds.walking import Place, places
from catalog_admin.artefacts.rulesets.context import Undeclarable, scope_of
from catalog_admin.kit.faults import step
from catalog_admin.predicates.model import Scope

DEFAULT_CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Definition:
    """`within` is the package that it belongs to, or the file of what is known in its file alone."""

    kind: str
    id: str
    path: str
    pointer: str
    within: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """To a thing of any of these kinds."""

    kinds: tuple[str, ...]
    id: str
    path: str
    pointer: str
    within: str | None


@dataclass
class Tree:
    artefacts: dict[str, Artefact]
    definitions: dict[tuple[str, str], list[Definition]] = field(default_factory=lambda: defaultdict(list))
    references: list[Reference] = field(default_factory=list)
    scopes: dict[str, Scope] = field(default_factory=dict)
    undeclarable: list[tuple[str, Undeclarable]] = field(default_factory=list)
    places: dict[str, list[Place]] = field(default_factory=dict)

    def understood(self, *kinds: ArtefactKind) -> Iterator[Artefact]:
        """Those that nothing kept from being understood, by path."""
        for artefact in self.artefacts.values():
            if artefact.value is not None and artefact.kind in kinds:
                yield artefact

    def whole_of(self, path: str) -> str:
        """The file that this one is a part of, or itself."""
        if self._is_whole(path):
            return path
        return next((each for each in wholes(path) if each in self.artefacts), path)

    def _is_whole(self, path: str) -> bool:
        """A set of rules, and a package that says which it is, are never parts."""
        artefact = self.artefacts[path]
        return artefact.kind is ArtefactKind.RULESET or (
            artefact.kind is ArtefactKind.PACKAGE and isinstance(artefact.value, dict) and "package" in artefact.value
        )

    def context_of(self, path: str, place: Place) -> str:
        """The id of the schema that a condition here reads by: said here, around it, by the whole, or the default."""
        said = place.said("context")
        return said if isinstance(said, str) else self.context_of_whole(path)

    def context_of_whole(self, path: str) -> str:
        said = self.said_by_whole(path).get("context")
        return said if isinstance(said, str) else DEFAULT_CONTEXT

    def said_by_whole(self, path: str) -> Mapping[str, Any]:
        """What the file says that this one is a part of, or that it is; nothing where it is not understood."""
        whole = self.artefacts[self.whole_of(path)].value
        return whole if isinstance(whole, dict) else {}


def tree_of(files: Mapping[str, bytes]) -> Tree:
    tree = Tree({path: read(path, files[path]) for path in sorted(files)})
    for artefact in tree.artefacts.values():
        if artefact.kind in NAMED_BY_PATH:
            _define_by_path(tree, artefact)
        if artefact.value is not None and artefact.kind in DESCRIBED:
            tree.places[artefact.path] = [*places(artefact.kind, artefact.value)]
            _gather(tree, artefact)
    return tree


def _define_by_path(tree: Tree, artefact: Artefact) -> None:
    assert artefact.kind is not None, "looked up by its kind"  # noqa: S101
    has_own = artefact.kind in (ArtefactKind.RULESET, ArtefactKind.TEST) and isinstance(artefact.value, dict)
    if has_own and "id" in artefact.value:
        return
    definition = Definition(_defined_as(artefact.kind), named_by(artefact.path), artefact.path, "", None)
    tree.definitions[definition.kind, definition.id].append(definition)
    if artefact.kind is ArtefactKind.SCHEMA and artefact.value is not None:
        scope, undeclarable = scope_of(artefact.value)
        tree.scopes[definition.id] = scope
        tree.undeclarable += [(artefact.path, each) for each in undeclarable]


def _defined_as(kind: ArtefactKind) -> str:
    """What references call it: a table is one, whichever format it is written in."""
    return "table" if kind is ArtefactKind.DMN else kind.value


def _gather(tree: Tree, artefact: Artefact) -> None:
    package = tree.whole_of(artefact.path) if artefact.kind is ArtefactKind.PACKAGE else None
    for place in tree.places[artefact.path]:
        defines = place.schema.get("x-defines")
        if defines is not None and isinstance(place.value, dict) and "id" in place.value:
            within = artefact.path if defines == "state" else package
            one = Definition(defines, place.value["id"], artefact.path, f"{place.pointer}/id", within)
            tree.definitions[one.kind, one.id].append(one)
        refers = place.schema.get("x-refers")
        if refers is not None and isinstance(place.value, str):
            within = artefact.path if refers == "state" else package
            tree.references.append(Reference(tuple(refers.split()), place.value, artefact.path, place.pointer, within))
        keys = place.schema.get("x-keys-refer")
        if keys is not None:
            tree.references += [
                Reference((keys,), name, artefact.path, place.pointer + step(name), package) for name in place.value
            ]
