"""What the graph says of two histories, whoever is named first, and of two texts."""

from rulestore import comparing, picking
from rulestore.graph import patch
from rulestore.model import Move, Oid
from rulestore.workshop import Workshop
from tests.rulestore.desk import MAIN, TESS, Desk, signed
from tests.rulestore.objects import Nothing
from tests.rulestore.pushes import Bench, body, send
from tests.rulestore.test_merging import tree


def test_a_patch_goes_from_the_first_text_to_the_second() -> None:
    lines = patch("a.json", b"same\nold\n", b"same\nnew\n").splitlines()
    assert [each for each in lines if each.startswith(("-", "+"))] == ["--- a/a.json", "+++ b/a.json", "-old", "+new"]


def test_where_histories_meet_does_not_depend_on_who_is_named_first(desk: Desk) -> None:
    """They meet twice: each had merged what the other was."""
    start = desk.write(a="0")
    side = desk.branch("side", start)
    mine, yours = desk.write(b="1"), desk.write(on=side, c="2")
    ours, theirs = desk.merge(yours), desk.merge(mine, into=side)

    def met(one: Oid, other: Oid) -> tuple[Oid | None, list[Oid]]:
        return desk.store.ask(MAIN, lambda graph, _: (graph.merge_base(one, other), graph.merge_bases(one, other)))

    assert met(ours, theirs) == met(theirs, ours)
    assert met(ours, theirs)[1] == sorted([mine, yours])
    assert met(ours, theirs)[0] in (mine, yours)


def test_histories_that_never_met_are_merged_as_what_both_added(desk: Desk) -> None:
    desk.write(a="1", b="same")
    bench = Bench()
    theirs = bench.commit_on(None, bench.files({"b.json": "same", "c.json": "3"}))
    send(desk, body([Move("refs/heads/side", None, theirs)], bench.made))
    assert desk.store.ask(MAIN, lambda graph, tip: graph.merge_bases(tip, theirs)) == []
    desk.commit(picking.merge_of(theirs, signed("merged")))
    assert desk.files() == {"a.json": "1", "b.json": "same", "c.json": "3"}


def test_what_differs_is_told_in_the_order_of_paths() -> None:
    workshop = Workshop(Nothing())
    files = {f"{folder}/{name}": b"1" for folder in ("z", "a", "m") for name in ("y", "b")}
    commit = workshop.commit(tree(workshop, files), (), TESS, "all of them")
    assert [each.path for each in comparing.difference(workshop, None, commit)] == sorted(files)
