"""A table that is large without the ids of its rows is readable; a commit, which would write them, is refused."""

import json

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.limits import DIVIDE, FILE_BYTES
from catalog_admin.artefacts.kinds.reading import is_unnamed, read
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import TooMuch
from tests.artefacts.tables.drawn import content, graph
from tests.rules.author import Author

PATH = "tables/limits.jdm.json"
ROWS = 2_150
SCHEMA = {"type": "object", "properties": {"amount": {"type": "number"}}}


def table(cells: int, rows: int) -> bytes:
    """Each row says a text of that length, and no id."""
    said = content(["amount"], [((f"< {place}",), (f'"{"x" * cells}"',)) for place in range(rows)])
    for row in said["rules"]:
        del row["_id"]
    return json.dumps(graph(said, SCHEMA)).encode()


@pytest.fixture(scope="module")
def large() -> bytes:
    return table(cells=400, rows=ROWS)


def test_it_is_read_as_it_was_written(large: bytes) -> None:
    found = read(PATH, large)
    assert len(large) < FILE_BYTES
    assert is_unnamed(found)
    rows = found.value["nodes"][1]["content"]["rules"]
    assert len({row["_id"] for row in rows}) == ROWS
    assert [(each.code, each.suggestion) for each in found.findings] == [(Code.TABLE_ROW_UNNAMED, DIVIDE)]


def test_a_commit_that_would_write_the_ids_is_refused(author: Author, large: bytes) -> None:
    before = queries.branch(author.work, author.mirrors, "draft")
    with pytest.raises(TooMuch) as refused:
        commands.commit_files(author.work, author.mirrors, "draft", [FileEdit(PATH, large)], "large")
    assert refused.value.detail.startswith(PATH)
    assert "with an id for each of its rows" in refused.value.detail
    assert refused.value.suggestion == DIVIDE
    assert queries.branch(author.work, author.mirrors, "draft") == before


def test_what_was_written_has_room_itself() -> None:
    found = read(PATH, table(cells=500, rows=2_300))
    assert (found.value, [each.code for each in found.findings]) == (None, [Code.UNREADABLE])
