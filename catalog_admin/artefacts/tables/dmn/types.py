"""The types that a DMN file declares, as JSON Schemas of the inputs."""

from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.tables.dmn.xml import Element

_BASE = {"number": "number", "string": "string", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Types:
    """Item definitions by name; a name of a name is followed as far as the file is long, and no circle is."""

    items: dict[str, Element]

    @classmethod
    def of(cls, root: Element) -> "Types":
        return cls({element.attributes.get("name", ""): element for element in root.all("itemDefinition")})

    def schema(self, name: str) -> dict[str, Any]:
        """The type as a schema; a value may always be missing, and what is no base type may be anything."""
        for _ in range(len(self.items) + 1):
            base = name.rpartition(":")[2].removeprefix("feel.")
            if base in _BASE:
                return {"type": [_BASE[base], "null"]}
            item = self.items.get(name)
            if item is None or item.attributes.get("isCollection") == "true":
                return {}
            name = item.said("typeRef")
        return {}
