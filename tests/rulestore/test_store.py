"""Commits land, are read back, and git itself agrees with all of it."""

from pathlib import Path

import pytest

from rulestore import picking, reading
from rulestore.changing import Edit
from rulestore.comparing import Changed, difference
from rulestore.errors import (
    BadName,
    BlobMoved,
    NoSuchPath,
    NoSuchRepository,
    NoSuchRevision,
    NothingChanged,
    RefMoved,
    RefProtected,
    RefTaken,
    TooLarge,
)
from rulestore.landing import protect
from rulestore.model import Move, Oid
from rulestore.names import checked_ref
from rulestore.refs import check_is_known, create_repository, every_ref, find_repository
from tests.rulestore.desk import MAIN, SAID, TESS, Desk, git, signed


def test_what_was_written_is_read(desk: Desk) -> None:
    desk.write(rules__a="1", rules__b="2", top="3")
    desk.write(rules__a="4", rules__b=None)
    assert desk.files() == {"rules/a.json": "4", "top.json": "3"}


def test_git_agrees(desk: Desk, tmp_path: Path) -> None:
    first = desk.write(rules__a="1", rules__b="2", rules_b="x", rules="y")
    second = desk.write(rules__deep__er__c="3")
    place = desk.export(tmp_path / "export.git")
    assert git(place, "rev-list", "main").split() == [second.hex(), first.hex()]
    assert git(place, "show", "main:rules/deep/er/c.json") == "3"
    assert git(place, "log", "-1", "--format=%an <%ae> %aI %s") == (
        "Tess <tess@example.test> 2026-11-29T12:00:00+00:00 wrote rules__deep__er__c"
    )


def test_a_folder_goes_with_its_last_file(desk: Desk) -> None:
    desk.write(a__b__c="1", d="2")
    desk.write(a__b__c=None)
    assert desk.store.ask(MAIN, lambda graph, tip: list(reading.folder(graph, tip))) == ["d.json"]


def test_an_edit_says_what_it_has_seen(desk: Desk) -> None:
    desk.write(a="1")
    seen, _ = desk.store.ask(MAIN, lambda graph, tip: reading.file(graph, tip, "a.json"))
    desk.write(a="2", seen=seen)
    with pytest.raises(BlobMoved) as refused:
        desk.write(a="3", seen=seen)
    assert refused.value.current == desk.store.ask(MAIN, lambda graph, tip: reading.file(graph, tip, "a.json"))[0]
    with pytest.raises(BlobMoved):
        desk.write(a="3", seen=None)
    with pytest.raises(BlobMoved):
        desk.write(b=None)


def test_the_same_again_is_no_commit(desk: Desk) -> None:
    desk.write(a="1")
    with pytest.raises(NothingChanged):
        desk.write(a="1")


@pytest.mark.parametrize(
    "path",
    [
        *("", "/a", "a/", "a//b", "../a", "a/../b", ".git/config", ".GIT/x", "a/.hidden", "git~1", "a\\b", "a:b"),
        *("con.json", "a b", "ä", "a\nb", "a.", "x\0y"),
    ],
)
def test_paths_that_mean_something_else_somewhere_are_refused(desk: Desk, path: str) -> None:
    with pytest.raises(BadName):
        desk.commit(picking.edits_of([Edit(path, b"x")], signed("odd")))


def test_a_file_is_no_folder(desk: Desk) -> None:
    desk.commit(picking.edits_of([Edit("a/b", b"x")], signed("one")))
    for path in ("a", "a/b/c"):
        with pytest.raises(BadName):
            desk.commit(picking.edits_of([Edit(path, b"x")], signed("odd")))


@pytest.mark.parametrize(
    "edit", [Edit("a", b"x" * (1 << 20) + b"x"), Edit("/".join("a" * 20), b"x"), Edit("a" * 401, b"x")]
)
def test_bounds_are_kept(desk: Desk, edit: Edit) -> None:
    with pytest.raises(TooLarge):
        desk.commit(picking.edits_of([edit], signed("large")))


@pytest.mark.parametrize("message", ["", "  \n", "a\0b"])
def test_a_message_says_something(desk: Desk, message: str) -> None:
    with pytest.raises(BadName):
        desk.commit(picking.edits_of([Edit("a", b"x")], signed(message)))


def test_who_saw_an_older_tip_is_told(desk: Desk) -> None:
    desk.write(a="1")
    seen = desk.store.tip(MAIN)
    current = desk.write(a="2")
    with pytest.raises(RefMoved) as refused:
        desk.advanced(picking.edits_of([Edit("b", b"x")], signed("late")), seen=seen)
    assert refused.value.current == current


def test_what_is_done_beside_a_landing_goes_with_it(desk: Desk) -> None:
    desk.write(a="1")
    before = desk.store.tip(MAIN)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.store.advance(MAIN, picking.edits_of([Edit("b", b"x")], signed("two")), SAID, beside=fail)
    assert desk.store.tip(MAIN) == before
    assert desk.files() == {"a.json": "1"}


def test_a_branch_comes_and_goes(desk: Desk, tmp_path: Path) -> None:
    first = desk.write(a="1")
    draft = desk.branch("draft")
    desk.write(a="2", on=draft)
    assert (desk.files()["a.json"], desk.files(draft)["a.json"]) == ("1", "2")
    desk.move(Move(draft, desk.tip(draft), None))
    with pytest.raises(NoSuchRevision):
        desk.files(draft)
    desk.branch("draft", first)
    assert desk.files(draft) == {"a.json": "1"}
    desk.export(tmp_path / "export.git")


def test_a_branch_only_goes_forward(desk: Desk) -> None:
    first, second = desk.write(a="1"), desk.write(a="2")
    with pytest.raises(RefProtected):
        desk.move(Move(MAIN, second, first))
    with pytest.raises(RefProtected):
        desk.commit(lambda workshop, graph, tip: workshop.commit(workshop.tree({}), (first,), TESS, "beside"))
    draft = desk.branch("draft", first)
    desk.move(Move(draft, first, second))
    assert desk.tip(draft) == second


def test_a_branch_is_at_a_commit(desk: Desk) -> None:
    desk.write(a="1")
    blob, _ = desk.store.ask(MAIN, lambda graph, tip: reading.file(graph, tip, "a.json"))
    with pytest.raises(NoSuchRevision):
        desk.move(Move("refs/heads/odd", None, blob))


def test_two_make_the_same_branch(desk: Desk) -> None:
    tip = desk.write(a="1")
    desk.branch("draft")
    with pytest.raises(RefMoved):
        desk.branch("draft", tip)


@pytest.mark.parametrize(("there", "new"), [("a", "a/b"), ("a/b", "a"), ("a/b", "a/b/c/d")])
def test_a_branch_is_no_folder_of_branches(desk: Desk, there: str, new: str) -> None:
    desk.write(a="1")
    desk.branch(there)
    with pytest.raises(RefTaken):
        desk.branch(new)


@pytest.mark.parametrize("name", ["a..b", "a.lock", "a b", "-/.x", "a~1", "a^", "a:b", "a@{1}", "a/", "a.", "ä"])
def test_names_that_git_refuses_are_refused(desk: Desk, name: str) -> None:
    tip = desk.write(a="1")
    with pytest.raises(BadName):
        desk.move(Move(f"refs/heads/{name}", None, tip))


@pytest.mark.parametrize("name", ["HEAD", "@", "-x", "refs/heads/x", "heads/x", "FETCH_HEAD"])
def test_names_that_git_or_a_shell_would_take_otherwise_are_not_made(desk: Desk, name: str) -> None:
    tip = desk.write(a="1")
    for kind in ("heads", "tags"):
        with pytest.raises(BadName) as refused:
            desk.move(Move(f"refs/{kind}/{name}", None, tip))
        assert repr(name) in str(refused.value)


@pytest.mark.parametrize("name", ["MAIN", "Draft/x", "DRAFT"])
def test_what_is_one_file_where_case_says_nothing_is_no_second_branch(desk: Desk, name: str) -> None:
    tip = desk.write(a="1")
    desk.branch("draft/y")
    with pytest.raises(RefTaken, match=f"^branch {name} cannot be beside branch "):
        desk.move(Move(f"refs/heads/{name}", None, tip))


def test_an_odd_name_that_is_there_goes_on_and_can_be_taken_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tip = desk.write(a="1")
    with monkeypatch.context() as of_old:
        of_old.setattr("rulestore.landing.checked_new_ref", checked_ref)
        desk.move(Move("refs/heads/-x", None, tip))
    assert desk.store.tip("refs/heads/-x").target == tip
    desk.move(Move("refs/heads/-x", tip, None))


@pytest.mark.parametrize("name", ["HEAD", "refs/notes/x", "refs/heads", "refs/heads/", "main"])
def test_refs_are_branches_and_tags(desk: Desk, name: str) -> None:
    tip = desk.write(a="1")
    with pytest.raises(BadName):
        desk.move(Move(name, None, tip))


def test_a_tag_stays_where_it_is(desk: Desk) -> None:
    first = desk.write(a="1")
    desk.move(Move("refs/tags/v1", None, first))
    second = desk.write(a="2")
    with pytest.raises(RefProtected):
        desk.move(Move("refs/tags/v1", first, second))


def test_a_tag_is_not_taken_away_to_be_made_elsewhere(desk: Desk) -> None:
    first = desk.write(a="1")
    desk.move(Move("refs/tags/v1", None, first))
    with pytest.raises(RefProtected):
        desk.move(Move("refs/tags/v1", first, None))


@pytest.mark.parametrize(("there", "new"), [("heads/v1", "tags/v1"), ("tags/a/b", "heads/a/b")])
def test_a_branch_and_a_tag_share_no_name(desk: Desk, there: str, new: str) -> None:
    tip = desk.write(a="1")
    desk.move(Move(f"refs/{there}", None, tip))
    with pytest.raises(RefTaken):
        desk.move(Move(f"refs/{new}", None, tip))


def test_a_name_that_is_a_commits_is_no_branchs(desk: Desk) -> None:
    tip = desk.write(a="1")
    for kind in ("heads", "tags"):
        with pytest.raises(BadName):
            desk.move(Move(f"refs/{kind}/{tip.hex()}", None, tip))


def test_an_annotated_tag_is_one_for_git(desk: Desk, tmp_path: Path) -> None:
    desk.write(a="1")
    desk.store.tag("v1", desk.tip(), signed("the first"), SAID)
    place = desk.export(tmp_path / "export.git")
    assert git(place, "for-each-ref", "--format=%(objecttype) %(*objecttype) %(contents)", "refs/tags") == (
        "tag commit the first"
    )


def test_a_protected_branch_is_not_deleted(desk: Desk) -> None:
    desk.write(a="1")
    draft = desk.branch("draft")
    with desk.store.writing() as connection:
        protect(connection, desk.store.repo, draft, SAID, on=True)
    with pytest.raises(RefProtected):
        desk.move(Move(draft, desk.tip(draft), None))
    with desk.store.writing() as connection:
        assert [ref.is_protected for ref in every_ref(connection, desk.store.repo)] == [True, False]
        protect(connection, desk.store.repo, draft, SAID, on=False)
    desk.move(Move(draft, desk.tip(draft), None))


def test_the_branch_that_clones_begin_on_stays(desk: Desk) -> None:
    desk.write(a="1")
    with pytest.raises(RefProtected):
        desk.move(Move(MAIN, desk.tip(), None))


def test_a_difference_names_files_and_blobs(desk: Desk) -> None:
    first = desk.write(a="1", b__c="2", b__d="3", e="4")
    second = desk.write(a="9", b__c=None, f="5")
    found = desk.store.ask(MAIN, lambda graph, _: difference(graph, first, second))
    assert [(each.path, each.before is None, each.after is None) for each in found] == [
        ("a.json", False, False),
        ("b/c.json", False, True),
        ("f.json", True, False),
    ]
    assert desk.store.ask(MAIN, lambda graph, _: difference(graph, second, second)) == []
    backwards = desk.store.ask(MAIN, lambda graph, _: difference(graph, second, first))
    assert [Changed(each.path, each.after, each.before) for each in backwards] == found


def test_a_log_goes_back(desk: Desk) -> None:
    commits = [desk.write(a=str(nr)) for nr in range(5)]
    logged = desk.store.ask(MAIN, lambda graph, tip: reading.log(graph, tip, skip=1, limit=2))
    assert [each.commit.message for each in logged] == ["wrote a\n"] * 2
    assert {each.oid for each in logged} <= set(commits)
    hidden = desk.store.ask(MAIN, lambda graph, tip: reading.log(graph, tip, hidden=commits[2]))
    assert {each.oid for each in hidden} == set(commits[3:])


def test_what_is_not_there_is_said_so(desk: Desk) -> None:
    desk.write(a="1", b__c="2")
    for path in ("x.json", "a.json/x", "b", "b/x.json"):
        with pytest.raises(NoSuchPath):
            desk.store.ask(MAIN, lambda graph, tip, path=path: reading.file(graph, tip, path))  # type: ignore[misc]
    with pytest.raises(NoSuchPath):
        desk.store.ask(MAIN, lambda graph, tip: reading.folder(graph, tip, "a.json"))


def test_a_tenant_has_one_repository_of_a_name(desk: Desk) -> None:
    with desk.store.writing() as connection, pytest.raises(RefTaken):
        create_repository(connection, desk.store.repo.tenant, "rules")
    with desk.store.reading() as connection:
        assert find_repository(connection, desk.store.repo.tenant, "rules") == desk.store.repo
        with pytest.raises(NoSuchRepository):
            find_repository(connection, desk.store.repo.tenant, "other")


def test_a_commit_that_nobody_landed_is_unknown(desk: Desk) -> None:
    known = desk.write(a="1")
    with desk.store.reading() as connection:
        check_is_known(connection, desk.store.repo, known)
        with pytest.raises(NoSuchRevision):
            check_is_known(connection, desk.store.repo, Oid(b"x" * 20))
