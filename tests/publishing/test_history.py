"""What became of a rate plan or a node: told once for each version in which it is otherwise, whoever looks later."""

import pytest

from catalog_admin.kit.paging import Page
from catalog_admin.publishing import history
from catalog_admin.publishing.errors import NeverPublished
from catalog_admin.publishing.history import HistoryStep
from tests.publishing.shop import Shop


def of_plan(shop: Shop, key: str, limit: int = 50, after: str | None = None) -> Page[HistoryStep]:
    with shop.reads() as reads:
        return history.of_rate_plan(reads, "shop", key, limit=limit, after=after)


def of_node(shop: Shop, path: str) -> list[HistoryStep]:
    node = shop.id_of(path)
    with shop.reads() as reads:
        return history.of_node(reads, "shop", node, limit=50).items


def told(step: HistoryStep) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.sort, step.paths.get(each.node or "")) for each in step.changes]


def test_a_rate_plan_enters_changes_moves_and_leaves(shop: Shop) -> None:
    shop.publish("opening")
    shop.replace("c", name={"en": "C"})
    shop.publish("a name")
    shop.assign("heavies", "c")
    shop.unassign("sensors", "c")
    shop.publish("another shelf")
    shop.replace("a", name={"en": "A"})
    shop.publish("somebody else")
    shop.unassign("heavies", "c")
    last = shop.publish("gone").version
    steps = of_plan(shop, "c").items
    assert [(each.number, each.note) for each in steps] == [
        (5, "gone"),
        (3, "another shelf"),
        (2, "a name"),
        (1, "opening"),
    ]
    assert (steps[0].version, steps[0].published_by, steps[0].is_released) == (last.hex, "user:tess", True)
    gone, moved, named, entered = map(told, steps)
    assert gone == [("plan", "removed", None), ("membership", "removed", "heavies")]
    assert sorted(moved) == [("membership", "added", "heavies"), ("membership", "removed", "sensors")]
    assert named == [("plan", "changed", None)]
    assert [each.pointer for each in steps[2].changes[0].fields] == ["/name/en"]
    assert entered == [("plan", "added", None), ("membership", "added", "sensors")]


def test_pages_follow_each_other(shop: Shop) -> None:
    for number in range(4):
        shop.replace("a", name={"en": f"A {number}"})
        shop.publish()
    seen: list[int] = []
    after: str | None = None
    while True:
        page = of_plan(shop, "a", limit=1, after=after)
        seen += [each.number for each in page.items]
        if page.next is None:
            break
        after = page.next
    assert seen == [4, 3, 2, 1]


def test_a_node_is_renamed_moved_and_carried_along(shop: Shop) -> None:
    shop.publish()
    shop.change("sensors.gps", meta={"displayName": {"en": "GPS"}})
    shop.publish()
    shop.move("sensors", "heavies")
    shop.publish()
    shop.unassign("heavies.sensors.gps", "b")
    shop.assign("heavies.sensors.gps", "c", "heavy")
    shop.publish()
    shelf, carried, renamed, born = of_node(shop, "heavies.sensors.gps")
    assert (shelf.changes, shelf.path) == ((), None)
    assert shelf.shelf == history.Turnover(enters=2, leaves=1, changed=0)
    assert (carried.changes, carried.was, carried.path) == ((), "sensors.gps", "heavies.sensors.gps")
    assert [each.pointer for each in renamed.changes[0].fields] == ["/meta/displayName"]
    assert told(born) == [("node", "added", "sensors.gps")]
    assert born.shelf == history.Turnover(enters=2, leaves=0, changed=0)


def test_a_nodes_rules_belong_to_its_history(shop: Shop) -> None:
    shop.publish()
    shop.rule("heavies", "weight > 0")
    shop.publish()
    changed, _ = of_node(shop, "heavies")
    assert told(changed) == [("ruleset", "changed", "heavies")]
    assert changed.shelf == history.Turnover(enters=3, leaves=0, changed=0)


def test_what_was_never_published_has_no_history(shop: Shop) -> None:
    with pytest.raises(NeverPublished):
        of_plan(shop, "a")
    shop.publish()
    with pytest.raises(NeverPublished):
        of_plan(shop, "nobody")
