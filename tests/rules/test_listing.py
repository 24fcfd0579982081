"""The files of a revision, as somebody looks for one."""

import json

import pytest

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.kit.work import Database
from catalog_admin.rules import commands, labelling, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.queries import Wanted
from rulestore.mirror import Mirrors
from tests.rules.author import Author, predicate
from tests.world import World

RULE = {
    "id": "asks",
    "when": "discount > 25",
    "then": [{"action": "WARN", "payload": {"code": "deep", "message": "Deep"}}],
}


@pytest.fixture
def shelf(author: Author) -> Author:
    author.begin()
    author.write(
        predicates__low=predicate("low", "discount < 1", name="Next to nothing", owners=["team:pricing"]),
        predicates__eu__tax=predicate("tax", "region == 'EU'", tags=["vat"], effectiveFrom="2026-01-01"),
        rulesets__quote=json.dumps({"rules": []}),
        rulesets__quote__asks=json.dumps(RULE),
    )
    return author


def paths(author: Author, below: str = "", **wanted: object) -> list[str]:
    found = queries.listed(author.work, author.mirrors, "draft", below, Wanted(**wanted))  # type: ignore[arg-type]
    return [each.path for each in found.items]


def test_each_file_says_what_it_is_and_whose(shelf: Author) -> None:
    found = {each.path: each for each in queries.listed(shelf.work, shelf.mirrors, "draft").items}
    low, tax = found["predicates/low.json"], found["predicates/eu/tax.json"]
    assert (low.label.kind, low.label.id, low.label.name) == (ArtefactKind.PREDICATE, "low", "Next to nothing")
    assert (low.label.owners, tax.label.tags, tax.label.effective_from) == (("team:pricing",), ("vat",), "2026-01-01")
    assert low.size == len(queries.file(shelf.work, shelf.mirrors, "draft", low.path).content)


def test_a_file_is_found_by_kind_folder_owner_and_words(shelf: Author) -> None:
    assert paths(shelf, kind=ArtefactKind.RULE) == ["rulesets/quote/asks.json"]
    assert paths(shelf, kind=ArtefactKind.RULESET) == ["rulesets/quote.json"]
    assert paths(shelf, "predicates/eu") == ["predicates/eu/tax.json"]
    assert paths(shelf, owner="team:pricing") == ["predicates/low.json"]
    assert paths(shelf, owner="team:pric") == []
    assert paths(shelf, q="NOTHING") == ["predicates/low.json"]
    assert paths(shelf, q="vat") == paths(shelf, q="/eu/") == ["predicates/eu/tax.json"]
    assert paths(shelf, "predicates", kind=ArtefactKind.PREDICATE, q="LOW") == ["predicates/low.json"]


def test_each_revision_has_its_own(shelf: Author) -> None:
    head = queries.branch(shelf.work, shelf.mirrors, "draft").head
    shelf.write(predicates__low=predicate("low", "discount < 1", name="A little"))
    then, now = (queries.listed(shelf.work, shelf.mirrors, at, "predicates/low.json").items for at in (head, "draft"))
    assert ([each.label.name for each in then], [each.label.name for each in now]) == (
        ["Next to nothing"],
        ["A little"],
    )


def test_a_page_that_would_read_too_much_goes_on_in_the_next(shelf: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it has read is known from then on."""
    monkeypatch.setattr(labelling.Labels.__init__, "__defaults__", (1,))
    wanted, after, pages = Wanted(q="asks"), None, []
    while True:
        page = queries.listed(shelf.work, shelf.mirrors, "draft", "", wanted, after=after)
        pages.append([each.path for each in page.items])
        if page.next is None:
            break
        after = page.next
    assert len(pages) > 2
    assert [path for page_ in pages for path in page_] == ["rulesets/quote/asks.json"]
    assert queries.listed(shelf.work, shelf.mirrors, "draft", "", wanted).next is None


def test_what_was_read_for_one_tenant_is_not_told_to_another(
    database: Database, world: World, other_world: World, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their blobs have one name: the bytes are the same."""
    read: list[str] = []
    label_of = labelling.label_of
    monkeypatch.setattr(labelling, "label_of", lambda path, content: read.append(path) or label_of(path, content))
    for actor in (world.actor, other_world.actor):
        with database.work(actor) as work:
            commands.create_branch(work, mirrors, "draft", "main")
            commands.commit_files(work, mirrors, "draft", [FileEdit("README.md", b"# One's own words\n")], "begin")
            queries.listed(work, mirrors, "draft")
            queries.listed(work, mirrors, "draft")
    assert read == ["README.md"] * 2
