"""Kinds of files, and what editors know them by."""

from typing import Self

from pydantic import Field

from catalog_admin.artefacts.editors import KindOfFile
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.kit.words import Words


class KindOut(Words):
    """`patterns` are globs of paths in the repository; `schema` is an address, null of what is no JSON."""

    kind: ArtefactKind
    title: str
    description: str
    patterns: list[str]
    schema_address: str | None = Field(alias="schema")

    @classmethod
    def of(cls, kind: KindOfFile, address: str | None) -> Self:
        patterns = list(kind.patterns)
        return cls(
            kind=kind.kind, title=kind.title, description=kind.description, patterns=patterns, schema_address=address
        )


class EditorSchema(Words):
    """Which files are checked with the schema at `url`."""

    name: str
    description: str
    file_match: list[str]
    url: str


class EditorCatalogOut(Words):
    """As SchemaStore publishes its own; an entry is as VS Code's `json.schemas` takes it."""

    schema_address: str = Field(alias="$schema")
    version: int
    schemas: list[EditorSchema]
