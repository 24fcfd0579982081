"""Rows of tables get their ids on the way in, and keep those that they have in the file."""

import json

import pytest

from catalog_admin.artefacts.kinds.limits import FILE_BYTES
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import TooMuch
from tests.artefacts.tables.drawn import content, graph
from tests.rules.author import Author

PATH = "tables/limits.jdm.json"
_SCHEMA = {"type": "object", "properties": {"amount": {"type": "number"}}}


def written(author: Author, *amounts: str) -> tuple[str, list[str]]:
    """Commits a table of which no row says an id; the blob that was answered, and the ids in it."""
    table = content(["amount"], [((amount,), (str(place),)) for place, amount in enumerate(amounts)])
    for row in table["rules"]:
        del row["_id"]
    edit = FileEdit(PATH, json.dumps(graph(table, _SCHEMA)).encode())
    made = commands.commit_files(author.work, author.mirrors, "draft", [edit], "a table")
    found = queries.file(author.work, author.mirrors, "draft", PATH)
    assert found.blob == made.files[0].after
    return found.blob, [row["_id"] for row in json.loads(found.content)["nodes"][1]["content"]["rules"]]


def test_rows_keep_the_ids_of_their_first_commit(author: Author) -> None:
    _, first = written(author, "< 1", "< 2", "< 3")
    assert len({*first}) == 3
    _, second = written(author, "< 1.5", "< 2", "< 3")
    assert second == first
    _, third = written(author, "< 1.5", "< 2.5", "< 3", "< 4")
    assert third[:3] == first


def test_what_would_be_said_is_said_of_the_rows_with_their_ids(author: Author) -> None:
    written(author, "< 1", "< 2")
    table = content(["amount"], [(("< 1",), ("0",)), (("gold +",), ("1",))])
    del table["rules"][1]["_id"]
    edit = FileEdit(PATH, json.dumps(graph(table, _SCHEMA)).encode())
    found = queries.findings_with(author.work, author.mirrors, "draft", [edit])
    assert [each.code for each in found.new] == ["tables.cell"]


def test_a_file_that_is_too_large_is_refused_with_its_bound(author: Author) -> None:
    edit = FileEdit(PATH, b" " * (FILE_BYTES + 1), pointer="/content")
    with pytest.raises(TooMuch) as refused:
        commands.commit_files(author.work, author.mirrors, "draft", [edit], "too much")
    assert (refused.value.pointer, f"{FILE_BYTES:,}" in refused.value.detail) == ("/content", True)
    assert "divide it" in (refused.value.suggestion or "")
