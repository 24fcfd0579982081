"""Which rule had a say on which shelf, however many there are of both."""

import time
from datetime import UTC, datetime

from catalog_admin.publishing.summarising import Ground, Place, summed
from catalog_admin.publishing.summary import Gathered, RuleChange, Shelf

PATHS = {"root": "", "a": "a", "a1": "a.one", "ab": "a-b", "ab1": "a-b.one"}


def gathered(shelves: dict[str, Shelf], *rules: RuleChange) -> Gathered:
    found = Gathered(datetime(2026, 1, 1, tzinfo=UTC))
    found.shelves, found.rules = shelves, list(rules)
    return found


def ground(paths: dict[str, str]) -> Ground:
    after = {node: Place(node, path, "") for node, path in paths.items()}
    return Ground({}, after, {}, len(after), 0, 0)


def rule(node: str, key: str, effect: str) -> RuleChange:
    return RuleChange(node, key, "added", after={"key": key, "effect": effect})


def test_excludes_are_heard_on_all_shelves_below_and_includes_on_their_own() -> None:
    shelves = {node: Shelf(enters=1, enters_by_rule=1) for node in PATHS}
    changes = [rule("root", "all", "exclude"), rule("a", "below", "exclude"), rule("a", "own", "include")]
    told = summed(gathered(shelves, *changes), ground(PATHS)).rules.items
    assert {each.key: (each.enters, each.is_shared) for each in told} == {
        "all": (5, True),
        "below": (2, True),
        "own": (1, True),
    }


def test_a_rule_alone_on_its_shelf_is_not_shared() -> None:
    shelves = {"a": Shelf(leaves=2, leaves_by_rule=2), "ab1": Shelf(enters=1)}
    [told] = summed(gathered(shelves, rule("a", "own", "exclude")), ground(PATHS)).rules.items
    assert (told.enters, told.leaves, told.is_shared) == (0, 2, False)


def test_thousands_of_rules_and_shelves_do_not_multiply() -> None:
    paths = {str(number): f"n{number}" for number in range(5_000)}
    shelves = {node: Shelf(enters=1, enters_by_rule=1) for node in paths}
    changes = [rule(node, "own", "exclude") for node in paths]
    began = time.process_time()
    assert summed(gathered(shelves, *changes), ground(paths)).rules.count == 5_000
    assert time.process_time() - began < 2
