"""Where a push may put a branch or a tag: what no git client would send is refused as well."""

import pytest

from rulestore.errors import Unsound
from rulestore.model import GitObject, Kind, Move, Oid
from rulestore.objects import oid_of
from tests.rulestore.desk import Desk
from tests.rulestore.pushes import Bench, body, send

DRAFT, TAG = "refs/heads/draft", "refs/tags/v1"


def tag_at(bench: Bench, target: Oid, kind: str) -> Oid:
    said = f"object {target.hex()}\ntype {kind}\ntag v1\ntagger Tess <tess@example.test> 1767225600 +0000\n\nOne.\n"
    made = GitObject(Kind.TAG, said.encode())
    bench.made[oid_of(made)] = made
    return oid_of(made)


@pytest.mark.parametrize("ref", [DRAFT, TAG])
@pytest.mark.parametrize("kind", [Kind.TREE, Kind.BLOB])
def test_nothing_stands_at_what_is_no_commit(desk: Desk, ref: str, kind: Kind) -> None:
    bench = Bench()
    bench.commit_on(None, bench.files({"a": "1"}))
    target = next(oid for oid, what in bench.made.items() if what.kind is kind)
    for sought in (target, tag_at(bench, target, kind.name.lower())):
        with pytest.raises(Unsound, match="something else than a commit"):
            send(desk, body([Move(ref, None, sought)], bench.made))


def test_a_branch_does_not_stand_at_a_tag_and_a_tag_of_tags_leads_so_far(desk: Desk) -> None:
    bench = Bench()
    commit = bench.commit_on(None, bench.files({"a": "1"}))
    tags = [tag_at(bench, commit, "commit")]
    while len(tags) < 5:
        tags.append(tag_at(bench, tags[-1], "tag"))
    with pytest.raises(Unsound, match="a branch stands at a commit"):
        send(desk, body([Move(DRAFT, None, tags[0])], bench.made))
    with pytest.raises(Unsound, match="something else than a commit"):
        send(desk, body([Move(TAG, None, tags[4])], bench.made))
    send(desk, body([Move(TAG, None, tags[3])], bench.made))
    assert desk.tip(TAG) == tags[3]


def test_a_branch_only_goes_forward_and_a_tag_nowhere(desk: Desk) -> None:
    bench = Bench()
    first = bench.commit_on(None, bench.files({"a": "1"}))
    second = bench.commit_on(first, bench.files({"a": "2"}))
    send(desk, body([Move(DRAFT, None, second), Move(TAG, None, first)], bench.made))
    with pytest.raises(Unsound, match="branches only go forward"):
        send(desk, body([Move(DRAFT, second, first)], bench.made))
    with pytest.raises(Unsound, match="tags stay where they are"):
        send(desk, body([Move(TAG, first, second)], bench.made))
    assert (desk.tip(DRAFT), desk.tip(TAG)) == (second, first)
