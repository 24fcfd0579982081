"""Two changes of one tree become one: by ids, losing nothing, and the same whoever is called ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.merging.model import MISSING, Given, Merge, Side, Three
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.customer import CONTEXT
from tests.artefacts.merging.edits import (
    BASE,
    Edit,
    act,
    add,
    change,
    copied,
    drop,
    label,
    move_out,
    remove,
    reorder,
    say,
    sides,
    stage,
    written,
)


def _edited(*edits: Edit) -> dict[str, bytes]:
    tree = copied(BASE)
    for edit in edits:
        edit(tree)
    return written(tree)


def _merged(ours: list[Edit], theirs: list[Edit], choices: Any = None) -> Merge:
    return merge(written(BASE), _edited(*ours), _edited(*theirs), choices)


def _rules(files: Any, path: str = "rulesets/a.json") -> list[str]:
    return [each["id"] for each in json.loads(files[path])["rules"]]


def test_two_rules_changed_by_two_people_are_both_changed() -> None:
    merged = _merged([change(0, "when", "Discount > 20")], [change(1, "priority", 99)])
    assert merged.is_clean
    assert merged.files == _edited(change(0, "when", "Discount > 20"), change(1, "priority", 99))


def test_two_members_of_one_rule_are_both_changed() -> None:
    merged = _merged([change(0, "when", "Discount > 20")], [change(0, "priority", 99)])
    assert merged.files == _edited(change(0, "when", "Discount > 20"), change(0, "priority", 99))


def test_a_rule_that_one_moved_and_the_other_changed_is_moved_and_changed() -> None:
    merged = _merged([move_out(2)], [change(2, "when", "ARR > 2")])
    assert merged.is_clean
    assert merged.files == _edited(change(2, "when", "ARR > 2"), move_out(2))
    assert _rules(merged.files) == ["r0", "r1", "r3"]


def test_what_both_added_stands_side_by_side() -> None:
    merged = _merged([add("n2", 1)], [add("n1", 1)])
    assert _rules(merged.files) == ["r0", "n1", "n2", "r1", "r2", "r3"]


def test_one_moves_the_rules_the_other_one_adds_one() -> None:
    merged = _merged([reorder], [add("n1", 1)])
    assert _rules(merged.files) == ["r3", "r2", "r1", "r0", "n1"]


def test_words_of_a_set_are_added_and_removed_by_either() -> None:
    merged = _merged([label("x")], [label("z")])
    assert json.loads(merged.files["approval-policies/p.json"])["tags"] == ["y", "z"]


def test_stages_are_known_by_their_names() -> None:
    merged = _merged([stage("first", 24)], [stage("second", 48)])
    assert merged.files == _edited(stage("first", 24), stage("second", 48))


def test_actions_in_different_places_are_both_there() -> None:
    merged = _merged([act(0, "A", 0)], [act(0, "B", 1)])
    assert merged.is_clean or [each.place for each in merged.conflicts] == [("then",)]
    assert _merged([act(0, "A", 0)], [act(0, "A", 0)]).files == _edited(act(0, "A", 0))


def test_one_condition_changed_in_two_ways_is_a_conflict_that_a_choice_decides() -> None:
    ours, theirs = [change(0, "when", "Discount > 20")], [change(0, "when", "Discount > 30")]
    (conflict,) = _merged(ours, theirs).conflicts
    assert (conflict.id, conflict.thing, conflict.path) == ("rule r0#when", "rule r0", "rulesets/a.json")
    assert conflict.sides == Three(*({">": [{"var": "Discount"}, number]} for number in (10, 20, 30)))
    for choice, edit in ((Side.OURS, ours), (Side.THEIRS, theirs), (Side.BASE, [])):
        assert _merged(ours, theirs, {conflict.id: choice}).files == _edited(*edit)
    given_one = _merged(ours, theirs, {conflict.id: Given({">": [{"var": "Discount"}, 25]})})
    assert given_one.is_clean
    assert given_one.files == _edited(change(0, "when", "Discount > 25"))


def test_what_one_removed_and_the_other_changed_is_a_conflict() -> None:
    ours, theirs = [remove(0)], [change(0, "priority", 99)]
    (conflict,) = _merged(ours, theirs).conflicts
    assert conflict.id == "rule r0#"
    assert conflict.sides.ours is MISSING
    assert _merged(ours, theirs, {conflict.id: Side.OURS}).files == _edited(*ours)
    assert _merged(ours, theirs, {conflict.id: Side.THEIRS}).files == _edited(*theirs)


def test_a_rule_moved_to_two_places_is_a_conflict() -> None:
    def elsewhere(tree: Any) -> None:
        found = tree["rulesets/a.json"]["rules"].pop(2)
        tree["rulesets/b.json"]["rules"].append(found)

    (conflict,) = _merged([move_out(2)], [elsewhere]).conflicts
    assert conflict.id == "rule r2#file"
    assert conflict.sides.ours == ["rulesets/a/r2.json", None]
    chosen = _merged([move_out(2)], [elsewhere], {conflict.id: Side.THEIRS})
    assert chosen.files == _edited(elsewhere)


def test_a_file_that_one_removed_and_the_other_put_a_rule_into_is_a_conflict() -> None:
    ours, theirs = [drop("rulesets/a.json")], [add("n1", 4)]
    conflicts = _merged(ours, theirs).conflicts
    assert {each.thing for each in conflicts} == {"ruleset a"}
    chosen = _merged(ours, theirs, {each.id: Side.THEIRS for each in conflicts})
    assert _rules(chosen.files) == ["n1"]


def test_two_things_in_one_new_place_are_a_conflict() -> None:
    def put(id: str) -> Edit:
        def edit(tree: Any) -> None:
            tree["approval-policies/q.json"] = {**copied(BASE)["approval-policies/p.json"], "id": id}

        return edit

    (conflict,) = _merged([put("q1")], [put("q2")]).conflicts
    assert conflict.id == "file approval-policies/q.json#"
    assert _merged([put("q1")], [put("q2")], {conflict.id: Side.THEIRS}).files == _edited(put("q2"))
    third = {**copied(BASE)["approval-policies/p.json"], "id": "q3"}
    assert _merged([put("q1")], [put("q2")], {conflict.id: Given(third)}).files == _edited(put("q3"))


def test_files_that_are_no_artefacts_are_one_part() -> None:
    assert _merged([say("One.")], [label("z")]).is_clean
    (conflict,) = _merged([say("One.")], [say("Two.")]).conflicts
    assert conflict.sides == Three(b"Words.", b"One.", b"Two.")


def _declared(**member: Any) -> dict[str, bytes]:
    return {
        "schemas/q.json": json.dumps({"type": "object", "properties": {"d": {"type": "number", **member}}}).encode()
    }


def test_a_number_that_becomes_a_text_is_a_change_however_deep_it_stands() -> None:
    ours = _declared(x_own={"a": ["0.5"]})
    merged = merge(_declared(x_own={"a": [0.5]}), ours, _declared(x_own={"a": [0.5]}) | {"README.md": b"Words."})
    assert json.loads(merged.files["schemas/q.json"])["properties"]["d"]["x_own"] == {"a": ["0.5"]}
    assert merge(_declared(x_own=[True]), _declared(x_own=[1]), _declared(x_own=[True])).files == _declared(x_own=[1])


def test_words_and_numbers_of_one_set_are_merged() -> None:
    def limited(*allowed: Any) -> dict[str, bytes]:
        limit = {"id": "l", "measure": "m", "allowed": [*allowed], "breach": "BLOCK"}
        guardrail = {"id": "g", "level": "PRODUCT", "limits": [limit]}
        return {"guardrails/g.json": json.dumps(guardrail).encode()}

    merged = merge(limited("a"), limited("a", 1), limited("a", "b"))
    assert sorted(map(str, json.loads(merged.files["guardrails/g.json"])["limits"][0]["allowed"])) == ["1", "a", "b"]
    assert merged.files == merge(limited("a"), limited("a", "b"), limited("a", 1)).files


def test_a_text_is_chosen_for_a_member_and_for_a_whole_file() -> None:
    three = [_declared(description=words) for words in ("A.", "B.", "C.")]
    (conflict,) = merge(*three).conflicts
    chosen = merge(*three, {conflict.id: Given("D.")})
    assert json.loads(chosen.files["schemas/q.json"])["properties"]["d"]["description"] == "D."
    (conflict,) = _merged([say("One.")], [say("Two.")]).conflicts
    assert _merged([say("One.")], [say("Two.")], {conflict.id: Given("Three.")}).files["README.md"] == b"Three."


def test_a_name_with_a_slash_is_not_two_places() -> None:
    def said(**members: Any) -> dict[str, bytes]:
        return _declared(x_own=members)

    def conflicts(base: Any, ours: Any, theirs: Any) -> list[str]:
        return [each.id for each in merge(base, ours, theirs).conflicts]

    three = [said(**{"a/b": number, "a": {"b": number}}) for number in (1, 2, 3)]
    assert len({*conflicts(*three)}) == 2


@pytest.mark.parametrize("chosen", [[5, None], [], None, "rulesets/b.json", ["rulesets/b.json", 5]])
def test_a_place_that_is_none_decides_nothing(chosen: Any) -> None:
    def elsewhere(tree: Any) -> None:
        tree["rulesets/b.json"]["rules"].append(tree["rulesets/a.json"]["rules"].pop(2))

    merged = _merged([move_out(2)], [elsewhere], {"rule r2#file": Given(chosen)})
    assert [each.id for each in merged.conflicts] == ["rule r2#file"]


def test_what_is_given_twice_is_not_taken_apart() -> None:
    def twice(tree: Any) -> None:
        tree["rulesets/b.json"]["rules"].append(copied(BASE)["rulesets/a.json"]["rules"][0])

    def thrice(tree: Any) -> None:
        twice(tree)
        change(0, "priority", 50)(tree)

    merged = _merged([thrice], [label("z")])
    assert merged.files == _edited(thrice, label("z"))


def test_a_clean_merge_is_checked_like_any_tree() -> None:
    merged = _merged([change(0, "when", "Discount > 20")], [add("n1", 0)])
    assert check({**merged.files, "schemas/context.json": CONTEXT}).is_sound


def test_a_spelling_of_ones_own_is_kept_where_nobody_else_wrote() -> None:
    ours = {**written(BASE), "rulesets/b.json": json.dumps(BASE["rulesets/b.json"]).encode()}
    theirs = _edited(label("z"))
    merged = merge(written(BASE), ours, theirs)
    assert merged.files["rulesets/b.json"] == ours["rulesets/b.json"]


_slow = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _mirrored(sides_of: Three) -> Three:
    return Three(sides_of.base, sides_of.theirs, sides_of.ours)


@_slow
@given(sides(), sides())
def test_it_does_not_matter_who_is_called_ours(ours: Any, theirs: Any) -> None:
    one = merge(written(BASE), written(ours), written(theirs))
    other = merge(written(BASE), written(theirs), written(ours))
    assert one.files == other.files
    assert [(each.id, repr(each.sides)) for each in one.conflicts] == [
        (each.id, repr(_mirrored(each.sides))) for each in other.conflicts
    ]


@_slow
@given(sides())
def test_who_is_alone_gets_what_was_written(ours: Any) -> None:
    base, mine = written(BASE), written(ours)
    assert merge(base, mine, base) == Merge(mine, ())
    assert merge(base, base, mine) == Merge(mine, ())
    assert merge(base, mine, mine) == Merge(mine, ())


def _said(changes: Any) -> set[str]:
    """Changes as they must come out again; order apart, which depends on what else is there."""
    return {
        repr((each.verb, each.thing, each.place, each.after if each.noun != "thing" else None))
        for each in changes
        if each.noun != "order"
    }


@_slow
@given(sides(3), sides(3))
def test_nothing_is_lost(ours: Any, theirs: Any) -> None:
    base, mine, yours = written(BASE), written(ours), written(theirs)
    merged = merge(base, mine, yours)
    if merged.is_clean:
        together = _said(difference(base, merged.files))
        for side in (mine, yours):
            lost = _said(difference(base, side)) - together
            # An item without a name is known by its place, which moves with what comes before it.
            assert all("('then'" in each for each in lost), lost


@_slow
@given(sides(), sides())
def test_every_conflict_can_be_decided(ours: Any, theirs: Any) -> None:
    three = [written(tree) for tree in (BASE, ours, theirs)]
    for side in (Side.OURS, Side.THEIRS):
        choices: dict[str, Any] = {}
        for _ in range(4):  # what is decided may bring up what it stood before
            merged = merge(three[0], three[1], three[2], choices)
            if merged.is_clean:
                break
            choices |= {each.id: side for each in merged.conflicts}
        assert merged.is_clean


def test_rows_are_known_by_their_ids() -> None:
    def table(*rows: dict[str, Any]) -> dict[str, bytes]:
        node = {"id": "n", "type": "decisionTableNode", "content": {"rules": [*rows]}}
        return {"tables/t.jdm.json": json.dumps({"nodes": [node]}).encode()}

    row = {"_id": "1", "in": "> 5", "out": "10"}
    merged = merge(
        table(row, {"_id": "2", "in": "> 6"}),
        table({**row, "in": "> 7"}, {"_id": "2", "in": "> 6"}),
        table({**row, "out": "11"}, {"_id": "2", "in": "> 6"}, {"_id": "3", "in": "-"}),
    )
    (node,) = json.loads(merged.files["tables/t.jdm.json"])["nodes"]
    assert node["content"]["rules"][0] == {"_id": "1", "in": "> 7", "out": "11"}
    assert [each["_id"] for each in node["content"]["rules"]] == ["1", "2", "3"]


_contents = st.binary(max_size=12) | st.sampled_from(
    [
        *written(BASE).values(),
        b"{}",
        b'{"rules": []}',
        b'{"id": "a", "when": true, "then": []}',
        b'{"id": "r0", "when": true, "then": [{"action": "WARN", "payload": {"code": "W"}}]}',
        b'{"rules": [{"id": "r0", "when": true, "then": [{"action": "WARN", "payload": {"code": "W"}}]}]}',
    ]
)
_paths = st.sampled_from(
    ["rulesets/a.json", "rulesets/a/r.json", "rulesets/c.json", "packages/p.json", "x", "README.md"]
)
_trees = st.dictionaries(_paths, _contents, max_size=4)


@settings(_slow, max_examples=100)
@given(_trees, _trees, _trees)
def test_whatever_lies_in_three_trees_they_are_merged_or_the_conflicts_are_told(
    base: Any, ours: Any, theirs: Any
) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.files == other.files
    assert [each.id for each in one.conflicts] == [each.id for each in other.conflicts]
    assert merge(base, ours, base).files == ours
    assert bool(difference(base, ours)) or base.keys() == ours.keys()


def test_a_cell_of_a_table_is_told_by_its_row_and_column() -> None:
    def table(limit: str) -> dict[str, bytes]:
        outputs = [{"id": "limit", "name": "Discount up to", "field": "maxDiscountPct"}]
        content = {"inputs": [], "outputs": outputs, "rules": [{"_id": "smb", "limit": limit}]}
        graph = {"nodes": [{"id": "limits", "type": "decisionTableNode", "content": content}]}
        return {"tables/t.jdm.json": json.dumps(graph).encode()}

    [conflict] = merge(table("8"), table("9"), table("12")).conflicts
    assert conflict.spoken == ("table limits, row smb", "then Discount up to (limit)")
    chosen = merge(table("8"), table("9"), table("12"), {conflict.id: Side.THEIRS})
    assert chosen.is_clean
