"""What an author says of a file, and what becomes of it in the store."""

from dataclasses import dataclass, field

from catalog_admin.kit.etags import Expected
from catalog_admin.rules.checking import one_text
from catalog_admin.rules.etags import seen_in
from catalog_admin.rules.refusals import in_our_words
from rulestore.changing import Edit
from rulestore.names import checked_path

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
    content = None if edit.content is None else one_text(edit.path, edit.content)
    return Edit(edit.path, content, seen_in(edit.expected))
