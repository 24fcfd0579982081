"""Ids are unique, and what refers to something refers to something that is there."""

from collections.abc import Iterator

from catalog_admin.artefacts.checking.tree import Definition, Reference, Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, did_you_mean
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.predicates.suggest import nearest

# Looking for what was meant compares with all that there is.
HINTS = 100


def repeated(tree: Tree) -> Iterator[Finding]:
    """The first by path keeps the id; a package has ids of its own."""
    for definitions in tree.definitions.values():
        first: dict[str | None, Definition] = {}
        for one in definitions:
            other = first.setdefault(one.within, one)
            if other is not one:
                reason = f"the {one.kind} {one.id} is in {other.path}{'#' + other.pointer if other.pointer else ''} too"
                key = frozenset({f"{one.kind} {one.id}"})
                yield Finding(one.path, one.pointer, Code.REPEATED_ID, reason, key=key)


def dangling(tree: Tree) -> Iterator[Finding]:
    told = 0
    for reference in tree.references:
        found = [one for kind in reference.kinds for one in tree.definitions.get((kind, reference.id), ())]
        if not any(is_in_reach(one, reference) for one in found):
            told += 1
            words = " or ".join(reference.kinds)
            hint = _instead(tree, reference) if told <= HINTS else None
            reason = f"there is no {words} {reference.id}"
            yield Finding(reference.path, reference.pointer, Code.DANGLING_REFERENCE, reason, hint)


def is_in_reach(one: Definition, reference: Reference) -> bool:
    """What belongs to a package is known in it, and to those that belong to none; states are known in their file."""
    if one.kind == "state":
        return one.within == reference.within
    return one.within is None or reference.within is None or one.within == reference.within


def _instead(tree: Tree, reference: Reference) -> str | None:
    known = [
        name
        for (kind, name), definitions in tree.definitions.items()
        if kind in reference.kinds and any(is_in_reach(one, reference) for one in definitions)
    ]
    return did_you_mean(nearest(reference.id, known)) or (None if known else "there is none at all")


def pins(tree: Tree) -> Iterator[Finding]:
    """A quote pins a package by id and version: the id is one that there is."""
    packages = [name for kind, name in tree.definitions if kind == "package"]
    for artefact in tree.understood(ArtefactKind.PACKAGE):
        for at, quote in enumerate(artefact.value.get("quotes", ())):
            pinned = quote.get("pinnedContext", {}).get("package")
            name = None if pinned is None else pinned.partition("@")[0]
            if name is not None and name not in packages:
                hint = did_you_mean(nearest(name, packages))
                pointer = f"/quotes/{at}/pinnedContext/package"
                yield Finding(artefact.path, pointer, Code.DANGLING_REFERENCE, f"there is no package {name}", hint)


def subjects(tree: Tree) -> Iterator[Finding]:
    """A test is of something that there is."""
    for artefact in tree.understood(ArtefactKind.TEST):
        kind, name = artefact.value["subject"]["kind"], artefact.value["subject"]["id"]
        if (kind, name) not in tree.definitions:
            hint = did_you_mean(nearest(name, [other for of, other in tree.definitions if of == kind]))
            yield Finding(artefact.path, "/subject/id", Code.DANGLING_REFERENCE, f"there is no {kind} {name}", hint)


def partless(tree: Tree) -> Iterator[Finding]:
    """A rule in a file of its own belongs to the set that its folder is named by."""
    for artefact in tree.understood(ArtefactKind.RULE):
        whole = tree.whole_of(artefact.path)
        if whole == artefact.path or tree.artefacts[whole].kind is not ArtefactKind.RULESET:
            folder = artefact.path.rpartition("/")[0]
            hint = f"add {folder}.json" if "/" in folder else "put it in a folder beside its set"
            yield Finding(artefact.path, "", Code.RULE_WITHOUT_SET, "this rule belongs to no set of rules", hint)
