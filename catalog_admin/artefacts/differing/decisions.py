"""What changed in a file of DMN: which decision, which column, row and cell of it, in the words of tables."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser

from catalog_admin.artefacts.differing.model import Change, Noun, Verb
from catalog_admin.artefacts.differing.tables import Tables
from catalog_admin.artefacts.differing.values import Comparing
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.artefacts.tables.dmn.as_graph import as_graph
from catalog_admin.artefacts.tables.dmn.read import read_dmn

_OF_CELLS = ("inputEntry", "outputEntry", "inputExpression", "inputValues", "outputValues", "defaultOutputEntry")
BESIDE = "what decides nothing (diagrams, notes, order)"


def is_dmn(path: str) -> bool:
    return kind_at(path) is ArtefactKind.DMN


def changes_of_decisions(thing: str, path: str, before: bytes, after: bytes) -> Iterator[Change]:
    """Of a file that cannot be imported it is only told that its bytes are others."""
    old, new = (read_dmn(path, content)[0] for content in (before, after))
    if old is None or new is None:
        yield from Comparing(thing, path).changes(before, after, {})
        return
    graphs = [as_graph(each) for each in (old, new)]
    told = [*_in_words(Comparing(thing, path).changes(graphs[0], graphs[1], {}), *graphs)]
    yield from told
    if not told and _said(before) != _said(after):
        yield Change(Verb.CHANGED, Noun.FILE, thing, path, label=BESIDE)


def _in_words(changes: Iterator[Change], before: Any, after: Any) -> Iterator[Change]:
    tables = Tables(before, after, word="decision")
    for change in changes:
        match change.place:
            case ("nodes",):
                pass  # they are decided in the order in which they need each other
            case ("nodes", node):
                yield replace(change, noun=Noun.THING, thing=tables.title(node))
            case ("nodes", node, member):
                yield replace(change, thing=tables.title(node), label=member)
            case _:
                yield from tables.told(change)


def _said(content: bytes) -> list[tuple[Any, ...]]:
    """All of the file but its layout and its cells, which are compared by what they mean."""
    # It has been read already: there are no entities in it.
    root = XMLParser(target=TreeBuilder(insert_comments=True))  # noqa: S314
    root.feed(content)
    return [*_walked(root.close(), "")]


def _walked(element: Element, within: str) -> Iterator[tuple[Any, ...]]:
    name = str(element.tag)
    is_cell = name.rpartition("}")[2] == "text" and within.rpartition("}")[2] in _OF_CELLS
    yield name, sorted(element.attrib.items()), "" if is_cell else (element.text or "").strip()
    for child in element:
        yield from _walked(child, name)
        yield ((child.tail or "").strip(),)
