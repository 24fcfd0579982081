"""Lists of what has a name: whole ones that go, orders that are chosen, and places that nobody had."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.merging.model import MISSING, Given, Merge, Side
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.checking.trees import policy
from tests.artefacts.merging.edits import BASE, Edit, add, change, copied, label, move_out, remove, reorder, written

RULES, POLICY = "rulesets/a.json", "approval-policies/p.json"


def _edited(*edits: Edit) -> dict[str, bytes]:
    tree = copied(BASE)
    for edit in edits:
        edit(tree)
    return written(tree)


def _merged(ours: list[Edit], theirs: list[Edit], choices: Any = None) -> Merge:
    return merge(written(BASE), _edited(*ours), _edited(*theirs), choices)


def _without_rules(tree: Any) -> None:
    del tree[RULES]["rules"]


def _shifted(tree: Any) -> None:
    tree[RULES]["rules"].append(tree[RULES]["rules"].pop(0))


def _rules(files: Any, path: str = RULES) -> list[str]:
    return [each["id"] for each in json.loads(files[path])["rules"]]


def test_a_list_that_one_took_away_is_gone_however_the_other_one_shortened_it() -> None:
    for ours, theirs in (([_without_rules], [remove(2)]), ([remove(2)], [_without_rules])):
        merged = _merged(ours, theirs)
        assert merged.is_clean
        assert merged.files == _edited(_without_rules)


def test_of_a_list_that_one_took_away_what_the_other_one_added_stays() -> None:
    for ours, theirs in (([_without_rules], [add("n1", 2)]), ([add("n1", 2)], [_without_rules])):
        merged = _merged(ours, theirs)
        assert merged.is_clean
        assert _rules(merged.files) == ["n1"]
    (conflict,) = _merged([_without_rules], [change(1, "priority", 99)]).conflicts
    assert conflict.id == "rule r1#"


def test_an_order_that_is_chosen_is_the_order() -> None:
    (conflict,) = _merged([reorder], [_shifted]).conflicts
    assert conflict.id == "file rulesets/a.json#rules/order"
    for choice, order in (
        (Side.OURS, ["r3", "r2", "r1", "r0"]),
        (Side.THEIRS, ["r1", "r2", "r3", "r0"]),
        (Side.BASE, ["r0", "r1", "r2", "r3"]),
        (Given(["r2", "r0"]), ["r2", "r0", "r1", "r3"]),
    ):
        assert _rules(_merged([reorder], [_shifted], {conflict.id: choice}).files) == order


def test_a_rule_that_is_given_a_place_that_neither_gave_it_comes_last_there() -> None:
    def elsewhere(tree: Any) -> None:
        tree["rulesets/b/r2.json"] = tree[RULES]["rules"].pop(2)
        tree["rulesets/b.json"]["tags"] = ["z"]

    chosen = Given(["rulesets/b.json", "rules"])
    merged = _merged([move_out(2)], [elsewhere], {"rule r2#file": chosen})
    assert _rules(merged.files, "rulesets/b.json") == ["s0", "r2"]
    assert _rules(merged.files) == ["r0", "r1", "r3"]


def test_a_rule_that_both_added_each_in_another_file_is_a_conflict_of_places() -> None:
    def elsewhere(tree: Any) -> None:
        add("n1", 1)(tree)
        tree["rulesets/b.json"]["rules"].insert(0, tree[RULES]["rules"].pop(1))

    for ours, theirs in ((add("n1", 1), elsewhere), (elsewhere, add("n1", 1))):
        merged = _merged([ours], [theirs])
        (conflict,) = merged.conflicts
        assert (conflict.id, conflict.path, conflict.sides.base) == ("rule n1#file", RULES, MISSING)
        assert _rules(merged.files) == ["r0", "n1", "r1", "r2", "r3"]
        for side, edit in ((Side.OURS, ours), (Side.THEIRS, theirs)):
            assert _merged([ours], [theirs], {conflict.id: side}).files == _edited(edit)


@pytest.mark.parametrize("member", [None, "rules"])
def test_a_rule_that_is_given_the_place_of_what_nobody_touched_stays_a_conflict(member: str | None) -> None:
    def elsewhere(tree: Any) -> None:
        tree["rulesets/b/r2.json"] = tree[RULES]["rules"].pop(2)

    merged = _merged([move_out(2)], [elsewhere], {"rule r2#file": Given(["rulesets/b.json", member])})
    assert [each.id for each in merged.conflicts] == ["rule r2#file"]
    assert merged.files["rulesets/b.json"] == written(BASE)["rulesets/b.json"]


def test_stages_stand_as_they_stood_whatever_both_changed_in_them() -> None:
    def staged(*stages: tuple[str, int], tags: list[str]) -> dict[str, bytes]:
        said = [{"name": name, "mode": "ANY", "approvers": ["role:x"], "slaHours": hours} for name, hours in stages]
        return written({POLICY: policy("p", stages=said, tags=tags)})

    base, ours, theirs = (
        staged(("zeal", 1), ("amber", 1), ("mint", 1), tags=["x"]),
        staged(("zeal", 2), ("amber", 1), ("mint", 1), tags=["x"]),
        staged(("zeal", 1), ("amber", 1), ("mint", 2), tags=["y"]),
    )
    assert merge(base, ours, theirs).files == staged(("zeal", 2), ("amber", 1), ("mint", 2), tags=["y"])


@pytest.mark.parametrize("other", [{"a": 1}, {"decimal": "2.5"}])
def test_an_exact_number_has_no_parts_in_common_with_anything(other: Any) -> None:
    def own(value: Any) -> dict[str, bytes]:
        return {"schemas/q.json": json.dumps({"type": "object", "properties": {}, "x_own": value}).encode()}

    for ours, theirs in (({"decimal": "1.5"}, other), (other, {"decimal": "1.5"})):
        merged = merge(own({"b": 1}), own(ours), own(theirs))
        assert [each.place for each in merged.conflicts] == [("x_own",)]


def test_what_only_the_other_side_said_besides_is_there_as_well() -> None:
    merged = _merged([_without_rules], [remove(2), label("z")])
    assert merged.files == _edited(_without_rules, label("z"))
