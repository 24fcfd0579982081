"""What a file says of itself: what lists show, and what they are searched by."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from catalog_admin.artefacts.errors import UnreadableText
from catalog_admin.artefacts.kinds.limits import NAME_CHARACTERS
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at, kind_of, named_by
from catalog_admin.artefacts.kinds.text import read_text

MOST_WORDS = 100
# What is read by others and says no id goes by its path.
NAMED_BY_PATH = frozenset(
    {ArtefactKind.RULESET, ArtefactKind.SCHEMA, ArtefactKind.TABLE, ArtefactKind.DMN, ArtefactKind.TEST}
)


@dataclass(frozen=True, slots=True)
class Label:
    """As the file has it, whether or not the rest of the file is sound: a list judges nobody.

    Kept for many files: no schema bounds what a table says, so texts are cut, and long lists of them.
    """

    kind: ArtefactKind | None
    id: str | None = None
    name: str | None = None
    owners: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    effective_from: str | None = None
    effective_to: str | None = None


def label_of(path: str, content: bytes) -> Label:
    """Never raises for what a file says."""
    kind = kind_at(path)
    said: Any = None
    if kind is not None and kind is not ArtefactKind.DMN:
        try:
            said = read_text(content)
        except UnreadableText:
            said = None
    kind = kind_of(path, said)
    about = _about(kind, said)
    named = named_by(path) if kind in NAMED_BY_PATH else None
    return Label(
        kind=kind,
        id=_text(about.get("id")) or named,
        name=_text(about.get("title" if kind is ArtefactKind.SCHEMA else "name")),
        owners=_texts(about.get("owners")),
        tags=_texts(about.get("tags")),
        effective_from=_text(about.get("effectiveFrom")),
        effective_to=_text(about.get("effectiveTo")),
    )


def _about(kind: ArtefactKind | None, said: Any) -> dict[str, Any]:
    """A package's own words stand one level down; a schema's members are what it declares, and none of its own."""
    if kind is ArtefactKind.PACKAGE and isinstance(said, dict):
        said = said.get("package")
    return said if isinstance(said, dict) else {}


def _text(said: Any) -> str | None:
    return said[:NAME_CHARACTERS] if isinstance(said, str) and said else None


def _texts(said: Any) -> tuple[str, ...]:
    texts = (each[:NAME_CHARACTERS] for each in said if isinstance(each, str)) if isinstance(said, list) else ()
    return tuple(islice(texts, MOST_WORDS))
