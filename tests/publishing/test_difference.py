"""Differences: complete, in both directions, of one lineage or of two, of a draft; their meaning."""

from typing import Any

import orjson
import pytest

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import comparing, drafting, queries, totals
from catalog_admin.publishing.difference import EntryChange, FieldChange, Tally, fields_of, meaning_of
from catalog_admin.publishing.model import Kind, VersionRef, nothing
from catalog_admin.publishing.packed import WHOLE, Part
from catalog_admin.publishing.summary import Gathered
from tests.publishing.shop import Shop

Entries = dict[tuple[str, str], Any]


def entries(shop: Shop, ref: VersionRef) -> Entries:
    parsed = map(orjson.loads, shop.export(ref).splitlines()[1:])
    return {(entry["kind"], entry["key"]): entry["body"] for entry in parsed}


def told(shop: Shop, before: VersionRef, after: VersionRef) -> dict[tuple[str, str], tuple[Any, Any]]:
    """All pages of two changes each."""
    found: list[EntryChange] = []
    behind: str | None = None
    while True:
        with shop.reads() as reads:
            page = comparing.page(reads, before, after, limit=2, behind=behind)
            counted = comparing.tally(reads, before, after)
        found += page.items
        if page.next is None:
            break
        behind = page.next
    assert counted.total == len(found)
    return {
        (each.kind, each.key): (each.before and orjson.loads(each.before), each.after and orjson.loads(each.after))
        for each in found
    }


def expected(before: Entries, after: Entries) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {
        name: (before.get(name), after.get(name))
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }


def three_versions(shop: Shop) -> list[VersionRef]:
    first = shop.publish().version
    shop.move("sensors.gps", "heavies")
    shop.replace("b", name={"en": "B"}, attributes={"weight": "3"})
    shop.unassign("sensors", "c")
    second = shop.publish().version
    shop.rule("heavies", "weight > 2")
    shop.assign("sensors", "c", rank=2)
    shop.assign("sensors", "heavy", pin=2)
    third = shop.publish().version
    return [first, second, third]


def test_any_two_versions_differ_by_exactly_their_entries(shop: Shop) -> None:
    versions = three_versions(shop)
    contents = [entries(shop, ref) for ref in versions]
    for before, was in zip(versions, contents, strict=True):
        for after, now in zip(versions, contents, strict=True):
            assert told(shop, before, after) == expected(was, now)


def test_versions_of_two_environments_differ_by_their_entries(shop: Shop) -> None:
    other = Shop(shop.database, shop.world, "shop2").open()
    other.node("sensors")
    other.assign("sensors", "a")
    mine, theirs = shop.publish().version, other.publish().version
    assert mine.lineage_id != theirs.lineage_id
    assert told(shop, mine, theirs) == expected(entries(shop, mine), entries(shop, theirs))


def test_the_draft_differs_as_its_version_will(shop: Shop) -> None:
    first = shop.publish().version
    shop.move("sensors.gps", "heavies")
    shop.unassign("sensors", "c")
    shop.replace("a", name={"en": "A"})
    with shop.reads() as reads:
        drafted = drafting.drafted(reads, "shop", first, reads.now).changes
    second = shop.publish().version
    with shop.reads() as reads:
        published = comparing.page(reads, first, second, limit=100, behind=None)
    assert drafted == published.items
    with shop.reads() as reads:
        assert drafting.drafted(reads, "shop", second, reads.now).changes == []


def test_says_what_it_means(shop: Shop) -> None:
    first, second, third = three_versions(shop)
    with shop.reads() as reads:
        change = queries.difference(reads, first, second, limit=100)
        members = queries.difference(reads, second, third, limit=100)
    [node] = [each for each in change.changes.items if each.kind is Kind.NODE]
    assert (node.sort, change.paths[node.node or ""]) == ("moved", "heavies.gps")
    assert [each.pointer for each in node.fields] == ["/parent"]
    plans = {each.plan: each for each in change.changes.items if each.kind is Kind.PLAN}
    assert plans["b"].fields == (
        FieldChange("/attributes/colour", "noir", None),
        FieldChange("/attributes/weight", "0.00000015", "3"),
        FieldChange("/name/en", "Plan b", "B"),
    )
    entering = {
        (members.paths[each.node or ""], each.plan): each.sort
        for each in members.changes.items
        if each.kind is Kind.MEMBERSHIP
    }
    assert entering == {("heavies", "b"): "added", ("sensors", "c"): "added", ("sensors", "heavy"): "added"}


def test_large_differences_are_walked_and_say_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = three_versions(shop)
    shelf = Part(shelf=shop.id_of("heavies"))
    for before in versions:
        for after in versions:
            with shop.reads() as reads:
                counted = comparing.tally(reads, before, after)
                parts = {of: list(comparing.every(reads, before, after, of=of)) for of in (WHOLE, shelf)}
                monkeypatch.setattr(comparing, "WALKED_FROM", 0)
                monkeypatch.setattr(comparing, "ROWS_AT_ONCE", 3)
                for of, told in parts.items():
                    assert list(comparing.every(reads, before, after, of=of, counted=counted)) == told
                    for limit in (1, 2, 100):
                        assert paged(reads, before, after, counted, of, limit) == told
                monkeypatch.undo()
            assert parts[shelf] == [each for each in parts[WHOLE] if shelf.holds(each)]


def paged(
    reads: Reads, before: VersionRef, after: VersionRef, counted: Tally, of: Part, limit: int
) -> list[EntryChange]:
    found: list[EntryChange] = []
    behind: str | None = None
    while True:
        page = comparing.page(reads, before, after, limit=limit, behind=behind, of=of, counted=counted)
        found += page.items
        if page.next is None:
            return found
        behind = page.next


def test_what_the_database_counts_is_what_every_change_amounts_to(shop: Shop) -> None:
    """In both directions and from nothing, with an audience, a sale that ends and a plan that is not sold yet."""
    first = shop.publish().version
    shop.replace("a", status="retired")
    shop.stock("later", effectiveFrom="2100-01-01")
    shop.assign("sensors", "later", "a")
    shop.move("sensors.gps", "heavies")
    shop.unassign("sensors", "c")
    shop.rule("heavies", "weight > 0")
    second = shop.publish().version
    for before, after in ((first, second), (second, first), (nothing("shop"), second)):
        with shop.reads() as reads:
            counted = comparing.tally(reads, before, after)
            by_database = totals.gathered(reads, before, after, counted, most=1000)
            by_change = Gathered(reads.now).add_all(comparing.every(reads, before, after))
        for what in ("shelves", "nodes", "rules", "access", "schema", "settings", "by_hand", "plans", "removed_nodes"):
            assert getattr(by_database, what) == getattr(by_change, what), what
        assert by_database.plans.touched


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": {"b": 1}}, {"a": {"b": True}}, [("/a/b", 1, True)]),
        ({"a": {"x/y": 1}}, {"a": {"x~z": 1}}, [("/a/x~0z", None, 1), ("/a/x~1y", 1, None)]),
        ({"a": {"b": 1}}, {"a": [1]}, [("/a", {"b": 1}, [1])]),
        ({"a": [{"k": 1, "l": 2}]}, {"a": [{"k": 1, "l": 3}]}, [("/a/0/l", 2, 3)]),
        ({"a": [1, True]}, {"a": [1, 1]}, [("/a", [1, True], [1, 1])]),
        ({"a": ["x"]}, {"a": []}, [("/a/0", "x", None)]),
    ],
)
def test_fields_are_told_by_their_pointers(before: Any, after: Any, expected: list[tuple[str, Any, Any]]) -> None:
    change = EntryChange(Kind.PLAN, "a", orjson.dumps(before), orjson.dumps(after))
    assert list(fields_of(change)) == [FieldChange(*each) for each in expected]


def test_an_item_put_into_a_list_is_one_change() -> None:
    change = EntryChange(Kind.PLAN, "a", b'{"tags":["x","y"]}', b'{"tags":["x","z","y"]}')
    assert meaning_of(change).fields == (FieldChange("/tags/1", None, "z"),)


def test_one_kind_or_one_shelf_of_it_is_a_part_of_the_whole(shop: Shop) -> None:
    first, _, third = three_versions(shop)
    with shop.reads() as reads:
        whole = queries.difference(reads, first, third, limit=100)
        for kind in Kind:
            part = queries.difference(reads, first, third, limit=100, of=Part(kind))
            assert part.changes.items == [each for each in whole.changes.items if each.kind is kind]
            assert part.tally == whole.tally
        shelf = shop.id_of("sensors")
        members = queries.difference(reads, first, third, limit=100, of=Part(shelf=shelf))
        assert members.changes.items
        assert members.changes.items == [
            each for each in whole.changes.items if each.kind is Kind.MEMBERSHIP and each.node == str(shelf)
        ]
        assert queries.difference(reads, first, third, limit=9, of=Part(Kind.NODE, shelf)).changes.items == []


def test_pages_of_a_part_end_with_it(shop: Shop) -> None:
    first, _, third = three_versions(shop)
    found, behind = [], None
    while True:
        with shop.reads() as reads:
            page = queries.difference(reads, first, third, limit=1, behind=behind, of=Part(Kind.MEMBERSHIP)).changes
        found += page.items
        if page.next is None:
            break
        behind = page.next
    assert {each.kind for each in found} == {Kind.MEMBERSHIP}
    assert len({each.key for each in found}) == len(found) > 1


def test_a_part_of_the_drafts_difference_is_its_versions(shop: Shop) -> None:
    first = shop.publish().version
    shop.unassign("sensors", "c")
    shop.replace("a", name={"en": "A"})
    shelf = Part(shelf=shop.id_of("sensors"))
    with shop.reads() as reads:
        drafted = queries.draft_difference(reads, "shop", first, limit=100, of=shelf).changes
    second = shop.publish().version
    with shop.reads() as reads:
        assert queries.difference(reads, first, second, limit=100, of=shelf).changes == drafted
    [gone] = [each for each in drafted.items if each.plan == "c"]
    assert (gone.sort, gone.source) == ("removed", "manual")
