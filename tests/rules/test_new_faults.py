"""What keeps a change out is new: one fault does not make room for another one in its place."""

import json
from collections.abc import Callable

import pytest

from catalog_admin.rules import queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import RulesUnsound
from tests.rules.author import Author, predicate

Lax = Callable[..., None]
WARNS = {"action": "WARN", "payload": {"code": "deep", "message": "Deep"}}


@pytest.fixture
def lax(author: Author, monkeypatch: pytest.MonkeyPatch) -> Lax:
    """Writes what a program of before took."""
    author.begin()

    def write(**files: str) -> None:
        with monkeypatch.context() as before:
            before.setattr("catalog_admin.rules.advancing.Checked.__call__", lambda self, *said: self._build(*said))
            author.write(**files)

    return write


def test_an_error_in_the_place_of_another_is_new(author: Author, lax: Lax) -> None:
    lax(predicates__low=predicate("low", "discuont < 1"))
    with pytest.raises(RulesUnsound) as refused:
        author.write(predicates__low=predicate("low", "segmnt < 1"))
    [told] = refused.value.facts["errors"]
    assert (told["code"], told["detail"]) == ("predicates.unknown_name", "nothing declares `segmnt`")
    author.write(predicates__low=predicate("low", "discuont < 1", name="Low"))
    author.write(predicates__low=predicate("low", "discount < 1"))


def test_an_error_beside_another_in_one_place_is_new(author: Author, lax: Lax) -> None:
    """Of two members that are missing one is told; the other one is missed all the same."""
    lax(rulesets__quote=ruleset(rule("a", when=None)))
    with pytest.raises(RulesUnsound) as refused:
        author.write(rulesets__quote=ruleset(rule("a", then=None, when=None)))
    assert [each["detail"] for each in refused.value.facts["errors"]] == ['"then" is a required property']


def test_what_an_error_has_hidden_is_not_new_when_that_is_mended(author: Author, lax: Lax) -> None:
    lax(rulesets__quote=ruleset(rule("a", then=None, when=None)))
    author.write(rulesets__quote=ruleset(rule("a", then=None)))
    author.write(rulesets__quote=ruleset(rule("a")))


def test_what_is_too_much_is_made_less_step_by_step(author: Author, lax: Lax, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "three"):
        lax(**{f"predicates__{name}": predicate(name, "discount > 1")})
    monkeypatch.setattr("catalog_admin.artefacts.checking.layout.FILES", len(author.paths()) - 2)
    author.write(predicates__one=None)
    author.write(predicates__two=None)


def test_of_edits_that_nobody_has_committed_the_new_and_the_old_are_told_apart(author: Author, lax: Lax) -> None:
    lax(predicates__low=predicate("low", "discuont < 1"))
    edit = FileEdit("predicates/low.json", predicate("low", "segmnt < 1").encode())
    found = queries.findings_with(author.work, author.mirrors, "draft", [edit])
    assert [each.reason for each in found.new] == ["nothing declares `segmnt`"]
    assert (found.old, found.is_refused) == ((), True)


def rule(id: str, **said: object) -> dict[str, object]:
    whole = {"id": id, "when": "discount > 10", "then": [WARNS], **said}
    return {name: value for name, value in whole.items() if value is not None}


def ruleset(*rules: dict[str, object]) -> str:
    return json.dumps({"id": "quote", "rules": [*rules]})
