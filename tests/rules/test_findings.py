"""What would be said of edits that nobody has committed."""

import pytest

from catalog_admin.kit.etags import Unseen
from catalog_admin.rules import queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import BadName, FileChanged, RevisionNotFound
from catalog_admin.rules.queries import Foreseen
from tests.rules.author import Author, path_of, predicate


@pytest.fixture
def begun(author: Author) -> Author:
    author.begin()
    return author


def tried(author: Author, at: str = "draft", **files: str | None) -> Foreseen:
    edits = [FileEdit(path_of(name), text.encode() if text is not None else None) for name, text in files.items()]
    return queries.findings_with(author.work, author.mirrors, at, edits)


def codes(found: Foreseen) -> tuple[list[str], list[str]]:
    return [each.code for each in found.new], [each.code for each in found.old]


def test_edits_are_checked_with_all_other_files_and_nothing_is_stored(begun: Author) -> None:
    before = queries.branch(begun.work, begun.mirrors, "draft")
    found = tried(begun, predicates__low=predicate("low", "discuont < 1"))
    assert (codes(found), found.is_refused, found.commit) == ((["predicates.unknown_name"], []), True, before.head)
    assert found.new[0].path == "predicates/low.json"
    assert queries.branch(begun.work, begun.mirrors, "draft") == before
    assert begun.paths() == ["predicates/high.json", "schemas/context.json"]


def test_what_an_edit_breaks_elsewhere_is_told(begun: Author) -> None:
    found = tried(begun, schemas__context=None)
    assert [each.path for each in found.new] == ["predicates/high.json"]


def test_what_was_wrong_before_keeps_no_edit_out(begun: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lax:
        lax.setattr("catalog_admin.rules.advancing.Checked.__call__", lambda self, *said: self._build(*said))
        begun.write(predicates__low=predicate("low", "discuont < 1"))
    found = tried(begun, predicates__high=predicate("high", "discount > 20"))
    assert (codes(found), found.is_refused) == (([], ["predicates.unknown_name"]), False)


def test_a_text_is_judged_as_it_would_be_kept(begun: Author) -> None:
    """Whatever spelling it is sent in: there is none to complain of."""
    assert codes(tried(begun, predicates__high='{"when":"discount>20","id":"high"}')) == ([], [])
    assert codes(tried(begun, predicates__high=None)) == ([], [])


def test_what_no_commit_would_take_is_refused_as_there(begun: Author) -> None:
    with pytest.raises(BadName) as refused:
        queries.findings_with(begun.work, begun.mirrors, "draft", [FileEdit("../x", b"", pointer="/edits/0/path")])
    assert refused.value.pointer == "/edits/0/path"
    with pytest.raises(FileChanged):
        queries.findings_with(begun.work, begun.mirrors, "draft", [FileEdit("predicates/high.json", b"{}", Unseen())])
    with pytest.raises(RevisionNotFound):
        tried(begun, "nowhere", predicates__high=None)
