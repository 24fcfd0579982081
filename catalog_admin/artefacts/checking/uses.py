"""Which files of a tree use another one: what `references` refuses to lose, asked the other way round."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from catalog_admin.artefacts.checking.references import is_in_reach
from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.kinds.model import ArtefactKind


@dataclass(frozen=True, slots=True, order=True)
class FileUse:
    """`path` uses a file, at `pointer`; without one it does so as a whole: a rule its set, conditions their context."""

    path: str
    pointer: str
    kind: ArtefactKind | None


Named = tuple[str, str]  # a kind and an id


def uses_in(tree: Tree) -> dict[str, list[FileUse]]:
    """By the file that is used, in the order of paths."""
    found: defaultdict[str, set[FileUse]] = defaultdict(set)
    for used, path, pointer in (*_named(tree), *_subjects(tree), *_pins(tree), *_contexts(tree), *_parts(tree)):
        if used != path:
            found[used].add(FileUse(path, pointer, tree.artefacts[path].kind))
    return {used: sorted(uses, key=lambda each: (each.path, each.pointer)) for used, uses in found.items()}


def _named(tree: Tree) -> Iterator[tuple[str, str, str]]:
    for reference in tree.references:
        for kind in reference.kinds:
            for one in tree.definitions.get((kind, reference.id), ()):
                if is_in_reach(one, reference):
                    yield one.path, reference.path, reference.pointer


def _subjects(tree: Tree) -> Iterator[tuple[str, str, str]]:
    for artefact in tree.understood(ArtefactKind.TEST):
        subject = artefact.value["subject"]
        yield from _at(tree, (subject["kind"], subject["id"]), artefact.path, "/subject/id")


def _pins(tree: Tree) -> Iterator[tuple[str, str, str]]:
    for artefact in tree.understood(ArtefactKind.PACKAGE):
        for at, quote in enumerate(artefact.value.get("quotes", ())):
            pinned = quote.get("pinnedContext", {}).get("package")
            if pinned is not None:
                name = pinned.partition("@")[0]
                yield from _at(tree, ("package", name), artefact.path, f"/quotes/{at}/pinnedContext/package")


def _contexts(tree: Tree) -> Iterator[tuple[str, str, str]]:
    """Of files whose conditions do not say it themselves: what they say is a reference like any other."""
    for path, places in tree.places.items():
        for place in places:
            if {"x-language", "x-reads"} & place.schema.keys() and not isinstance(place.said("context"), str):
                yield from _at(tree, ("schema", tree.context_of_whole(path)), path, "")
                break


def _parts(tree: Tree) -> Iterator[tuple[str, str, str]]:
    for path in tree.artefacts:
        yield tree.whole_of(path), path, ""


def _at(tree: Tree, name: Named, path: str, pointer: str) -> Iterator[tuple[str, str, str]]:
    for one in tree.definitions.get(name, ()):
        yield one.path, path, pointer
