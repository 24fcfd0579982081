"""Whatever the store says no with has a word of ours, and so has a disk that does not take its copy."""

from pathlib import Path

import pytest

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Work
from catalog_admin.rules import commands
from catalog_admin.rules.errors import MirrorUnusable, RepositoryBroken
from catalog_admin.rules.refusals import IN_OUR_WORDS, in_our_words
from rulestore import errors as store
from rulestore.mirror import Mirrors
from rulestore.model import Oid

TELLING = [
    store.RefMoved("refs/heads/a", Oid(bytes(20))),
    store.RefMoved("refs/heads/a", None),
    store.BlobMoved("a", None),
]
# Merges are of things, not of files; a push is answered in words of its own.
NOT_RAISED_HERE = {store.Conflicting, store.Garbled, store.Unsound}


@pytest.mark.parametrize("refused", [*(kind("no") for kind in IN_OUR_WORDS), *TELLING], ids=repr)
def test_a_no_of_the_store_is_one_of_ours(refused: store.Refused) -> None:
    with pytest.raises(Refusal), in_our_words():
        raise refused


def test_no_word_is_missing() -> None:
    known = {*IN_OUR_WORDS, *map(type, TELLING)} | NOT_RAISED_HERE
    assert set(store.Refused.__subclasses__()) == known


def test_what_is_broken_is_not_answered_wrongly() -> None:
    with pytest.raises(RepositoryBroken), in_our_words():
        raise store.Broken("an object is not there")


def test_a_disk_that_takes_no_mirror_is_told(work: Work, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MirrorUnusable):
        commands.create_tag(work, Mirrors(tmp_path / "file"), "v1", "main")
