"""What an author says of a file, and what becomes of it in the store."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from catalog_admin.artefacts.errors import UnreadableText
from catalog_admin.artefacts.kinds.limits import DIVIDE, FILE_BYTES
from catalog_admin.artefacts.kinds.reading import canonical, is_unnamed, read
from catalog_admin.kit.etags import Expected
from catalog_admin.rules.checking import one_text
from catalog_admin.rules.errors import TooMuch
from catalog_admin.rules.etags import seen_in
from catalog_admin.rules.refusals import in_our_words
from rulestore.changing import Edit, Signed
from rulestore.errors import NoSuchPath
from rulestore.graph import Graph
from rulestore.model import Oid
from rulestore.names import checked_path
from rulestore.picking import edits_of
from rulestore.reading import file
from rulestore.store import Build
from rulestore.workshop import Source, Workshop

ANYTHING = Expected("*")
NOTHING = Expected("")


@dataclass(frozen=True)
class FileEdit:
    """`content` None takes the file away; `expected` is the state that was edited; `pointer` says where it was said."""

    path: str
    content: bytes | None
    expected: Expected = ANYTHING
    pointer: str = field(default="", compare=False)


def edit_of(edit: FileEdit) -> Edit:
    """Raises BadName, TooMuch, BadETag."""
    with in_our_words(edit.pointer):
        checked_path(edit.path)
    content = edit.content
    if content is not None and len(content) > FILE_BYTES:
        raise TooMuch(
            f"{edit.path}: {len(content):,} bytes as sent; a file has at most {FILE_BYTES:,}",
            pointer=edit.pointer,
            suggestion=DIVIDE,
        )
    if content is not None and not _is_to_be_named(edit.path, content):
        content = one_text(edit.path, content)
    return Edit(edit.path, content, seen_in(edit.expected))


def commit_of(edits: Sequence[Edit], signed: Signed) -> Build:
    """Raises TooMuch, and what `changing.commit_edits` does."""

    def build(workshop: Workshop, graph: Graph, tip: Oid | None) -> Oid:
        return edits_of(named_over(workshop, tip, edits), signed)(workshop, graph, tip)

    return build


def named_over(source: Source, commit: Oid | None, edits: Sequence[Edit]) -> list[Edit]:
    """With ids for rows of tables that say none: their old ones, if they are in the file as it is in this commit.

    Raises TooMuch where they have no room.
    """
    return [_named_over(source, commit, each) for each in edits]


def _named_over(source: Source, commit: Oid | None, edit: Edit) -> Edit:
    if edit.content is None or not _is_to_be_named(edit.path, edit.content):
        return edit
    before = None
    if commit is not None:
        with suppress(NoSuchPath):
            _, before = file(source, commit, edit.path)
    try:
        return replace(edit, content=canonical(edit.path, edit.content, before))
    except UnreadableText as refused:  # it is readable as it was sent: its ids have no room
        raise TooMuch(f"{edit.path}: {refused.detail}", suggestion=refused.suggestion) from refused


def _is_to_be_named(path: str, content: bytes) -> bool:
    return is_unnamed(read(path, content))
