"""XML as a tree of plain elements: no entities, no document types, nothing from elsewhere, so deep and so large."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from catalog_admin.artefacts.kinds.limits import FILE_BYTES

DEPTH_LIMIT = 64
_NAMESPACES = ("https://www.omg.org/spec/DMN/", "http://www.omg.org/spec/DMN/")


class UnreadableXml(Exception):
    """Broken, too large, too deep, or with parts that a parser would have to fetch or multiply."""


@dataclass(slots=True)
class Element:
    """An element of DMN's own namespaces; `pointer` counts elements of one name, as XPath does."""

    name: str
    attributes: dict[str, str]
    pointer: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def next_pointer(self, name: str) -> str:
        """Of one more child of that name; counted, because there may be a hundred thousand."""
        self.counted[name] = self.counted.get(name, 0) + 1
        return f"{self.pointer}/{name}/{self.counted[name]}"

    def all(self, name: str) -> Iterator["Element"]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        return next(self.all(name), None)

    def said(self, *names: str) -> str:
        """The text at the end of the names; empty where there is none."""
        found: Element | None = self
        for name in names:
            found = found.first(name) if found is not None else None
        return found.text.strip() if found is not None else ""


def read_xml(content: bytes) -> Element:
    """The root; raises UnreadableXml."""
    if len(content) > FILE_BYTES:
        raise UnreadableXml(f"{len(content):,} bytes; a file has at most {FILE_BYTES:,}")
    try:
        return _built(content)
    except DefusedXmlException:
        raise UnreadableXml("document types and entities are not read") from None
    except (ParseError, ValueError, LookupError) as wrong:
        raise UnreadableXml(f"no well-formed XML: {str(wrong)[:200]}") from None


def _built(content: bytes) -> Element:
    root: Element | None = None
    # What stands in another namespace (diagrams, a tool's own notes) is walked past: it is None here.
    open_elements: list[Element | None] = []
    for event, raw in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            closed = open_elements.pop()
            if closed is not None:
                closed.text = raw.text or ""
            raw.clear()
            continue
        if len(open_elements) >= DEPTH_LIMIT:
            raise UnreadableXml(f"nested deeper than {DEPTH_LIMIT} elements")
        parent = open_elements[-1] if open_elements else None
        element = _element(raw, parent) if not open_elements or parent is not None else None
        open_elements.append(element)
        if element is not None and parent is not None:
            parent.children.append(element)
        root = root or element
    if root is None:
        raise UnreadableXml("the root is no element of DMN")
    return root


def _element(raw: XmlElement, parent: Element | None) -> Element | None:
    space, _, name = raw.tag.rpartition("}")
    if not space.lstrip("{").startswith(_NAMESPACES):
        return None
    return Element(name, dict(raw.attrib), "" if parent is None else parent.next_pointer(name))
