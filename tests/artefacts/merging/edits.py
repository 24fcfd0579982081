"""A small tree, and what an author may do to it."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from catalog_admin.artefacts.kinds.reading import canonical
from tests.artefacts.checking.trees import policy
from tests.artefacts.rulesets.asking import WARN, rule

Tree = dict[str, Any]
Edit = Callable[[Tree], None]

BASE: Tree = {
    "rulesets/a.json": {
        "id": "a",
        "owners": ["team:pricing"],
        "rules": [rule(f"r{number}", "Discount > 10", WARN, priority=number, tags=["t"]) for number in range(4)],
    },
    "rulesets/b.json": {"id": "b", "rules": [rule("s0", True)]},
    "rulesets/b/one.json": rule("s1", True),
    "approval-policies/p.json": policy("p", tags=["x", "y"], emits=["e"]),
    "README.md": "Words.",
}


def written(tree: Tree) -> dict[str, bytes]:
    return {
        path: value.encode() if isinstance(value, str) else canonical(path, json.dumps(value).encode())
        for path, value in tree.items()
    }


def copied(tree: Tree) -> Tree:
    found: Tree = json.loads(json.dumps(tree))
    return found


def _rules(tree: Tree) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tree.get("rulesets/a.json", {}).get("rules", [])
    return found


def _at(tree: Tree, number: int) -> dict[str, Any] | None:
    return next((each for each in _rules(tree) if each["id"] == f"r{number}"), None)


def change(number: int, member: str, value: Any) -> Edit:
    def edit(tree: Tree) -> None:
        found = _at(tree, number)
        if found is not None:
            found[member] = value

    return edit


def remove(number: int) -> Edit:
    def edit(tree: Tree) -> None:
        if (found := _at(tree, number)) is not None:
            _rules(tree).remove(found)

    return edit


def add(name: str, at: int) -> Edit:
    def edit(tree: Tree) -> None:
        if "rulesets/a.json" in tree and all(each["id"] != name for each in _rules(tree)):
            _rules(tree).insert(at, rule(name, "ARR > 1"))

    return edit


def move_out(number: int) -> Edit:
    """Into a file of its own."""

    def edit(tree: Tree) -> None:
        if (found := _at(tree, number)) is not None:
            _rules(tree).remove(found)
            tree[f"rulesets/a/r{number}.json"] = found

    return edit


def act(number: int, name: str, at: int) -> Edit:
    def edit(tree: Tree) -> None:
        if (found := _at(tree, number)) is not None:
            found["then"].insert(at, {"action": "EXPLAIN", "payload": {"code": name}})

    return edit


def reorder(tree: Tree) -> None:
    _rules(tree).reverse()


def label(name: str) -> Edit:
    def edit(tree: Tree) -> None:
        tags = tree["approval-policies/p.json"]["tags"]
        if name in tags:
            tags.remove(name)
        else:
            tags.append(name)

    return edit


def stage(name: str, hours: int) -> Edit:
    def edit(tree: Tree) -> None:
        stages = tree["approval-policies/p.json"]["stages"]
        found = next((each for each in stages if each["name"] == name), None)
        if found is None:
            stages.append({"name": name, "mode": "ALL", "approvers": ["role:x"], "slaHours": hours})
        else:
            found["slaHours"] = hours

    return edit


def drop(path: str) -> Edit:
    def edit(tree: Tree) -> None:
        tree.pop(path, None)

    return edit


def say(words: str) -> Edit:
    def edit(tree: Tree) -> None:
        tree["README.md"] = words

    return edit


_numbers = st.integers(0, 3)
edits = (
    st.builds(change, _numbers, st.sampled_from(["priority", "description"]), st.sampled_from([7, 8]).map(int))
    | st.builds(change, _numbers, st.just("when"), st.sampled_from(["Discount > 20", "ARR > 2"]))
    | st.builds(remove, _numbers)
    | st.builds(add, st.sampled_from(["n1", "n2", "n0"]), _numbers)
    | st.builds(move_out, _numbers)
    | st.builds(act, _numbers, st.sampled_from(["A", "B"]), st.integers(0, 1))
    | st.just(reorder)
    | st.builds(label, st.sampled_from(["x", "y", "z"]))
    | st.builds(stage, st.sampled_from(["first", "second", "third"]), st.sampled_from([24, 48]))
    | st.builds(drop, st.sampled_from(["rulesets/a.json", "rulesets/b/one.json", "approval-policies/q.json"]))
    | st.builds(say, st.sampled_from(["One.", "Two."]))
)


@st.composite
def sides(draw: st.DrawFn, most: int = 4) -> Tree:
    tree = copied(BASE)
    for edit in draw(st.lists(edits, max_size=most)):
        edit(tree)
    for each in _rules(tree):
        if isinstance(each.get("description"), int):
            each["description"] = f"number {each['description']}"
    for value in tree.values():
        if isinstance(value, dict) and isinstance(value.get("description"), int):
            value["description"] = f"number {value['description']}"
    return tree
