"""Where branches stand beside the default one, and what tags say."""

from datetime import UTC

import pytest

from catalog_admin.rules import commands, queries, standing
from catalog_admin.rules.desk import writing
from catalog_admin.rules.model import Standing
from rulestore.model import Move, Said
from tests.rules.author import Author, predicate


def stands(author: Author) -> dict[str, Standing]:
    return {each.name: each for each in queries.branches(author.work, author.mirrors).items}


def test_a_branch_says_how_far_it_is_from_the_default_one(author: Author) -> None:
    author.begin()
    author.merge("draft")
    base = author.branch("other", "draft")
    author.write(on="other", predicates__a=predicate("a", "discount > 1"))
    author.write(on="other", message="Two\n\nmore words", predicates__b=predicate("b", "discount > 2"))
    author.write(predicates__c=predicate("c", "discount > 3"))
    author.merge("draft")
    found = stands(author)
    assert (found["main"].ahead, found["main"].behind, found["main"].base) == (0, 0, found["main"].head)
    other = found["other"]
    # Main has a commit of `draft` and two merges that `other` has not.
    assert (other.ahead, other.behind, other.base) == (2, 3, base)
    assert (other.last.id, other.last.message, other.last.author) == (other.head, "Two\n\nmore words", "user:tess")
    assert queries.branch(author.work, author.mirrors, "other") == other


def test_what_takes_too_long_to_count_is_told_as_unknown_until_it_is(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.begin()
    with monkeypatch.context() as hurried:
        hurried.setattr(standing.Counting.__init__, "__defaults__", (-1.0,))
        draft = stands(author)["draft"]
        assert (draft.ahead, draft.behind, draft.base) == (None, None, None)
        assert draft.last.id == draft.head
    assert stands(author)["draft"].ahead == 1


def test_two_commits_are_counted_once(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    author.begin()
    before = stands(author)
    monkeypatch.setattr("rulestore.graph.Graph.apart", lambda *_: pytest.fail("counted again"))
    assert stands(author) == before


def test_a_tag_says_which_commit_who_when_and_why(author: Author) -> None:
    head = author.begin().head
    made = commands.create_tag(author.work, author.mirrors, "v1", "draft", "As it was\n\nin spring")
    [found] = queries.tags(author.work, author.mirrors).items
    assert found == made
    assert (found.commit, found.message, found.tagger) == (head, "As it was\n\nin spring", "user:tess")
    assert found.at == author.work.now.astimezone(UTC).replace(microsecond=0)


def test_a_light_tag_is_a_name_alone(author: Author) -> None:
    """As git's own clients push them."""
    head = author.begin().head
    with writing(author.work, author.mirrors) as store:
        store.move(Move("refs/tags/light", None, store.ask(head, lambda _, oid: oid)), Said("user:tess", "light"))
    [found] = queries.tags(author.work, author.mirrors).items
    assert (found.id, found.commit, found.message, found.tagger, found.at) == (head, head, None, None, None)
