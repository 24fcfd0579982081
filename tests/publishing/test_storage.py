"""What versions take, each its own and what neighbours share: the same counted at once or publish by publish."""

from catalog_admin.publishing import storage
from catalog_admin.publishing.storage import Amount, Report
from tests.publishing.shop import Shop


def reported(shop: Shop, limit: int = 50, after: str | None = None) -> Report:
    with shop.reads() as reads:
        return storage.report(reads, "shop", limit=limit, after=after)


def forgotten() -> None:
    storage._KNOWN._answers.clear()


def test_a_version_owns_what_it_changed_and_shares_the_rest(shop: Shop) -> None:
    first = shop.publish().version
    [alone] = reported(shop).versions.items
    assert (alone.own.entries, alone.shared) == (first.entries, Amount())
    assert alone.own.bytes > 1_000
    shop.replace("a", name={"en": "A"})
    second = shop.publish().version
    newer, older = reported(shop).versions.items
    assert (newer.version, newer.own.entries, newer.shared.entries) == (second.hex, 1, second.entries - 1)
    assert (older.own.entries, older.shared.entries) == (1, first.entries - 1)
    assert newer.shared.bytes > 5 * newer.own.bytes
    total = reported(shop).total
    assert total == newer.own + older.own + newer.shared


def test_counting_on_from_what_is_known_gives_the_same(shop: Shop) -> None:
    reports = []
    for key in ("a", "b", "a"):
        shop.replace(key, name={"en": f"again {len(reports)}"})
        shop.publish()
        reports.append(reported(shop))
    forgotten()
    assert reported(shop) == reports[-1]


def test_pages_follow_each_other(shop: Shop) -> None:
    for number in range(3):
        shop.replace("a", name={"en": f"A {number}"})
        shop.publish()
    first = reported(shop, limit=2).versions
    assert [each.number for each in first.items] == [3, 2]
    assert [each.number for each in reported(shop, limit=2, after=first.next).versions.items] == [1]


def test_nothing_is_stored_before_the_first_publish(shop: Shop) -> None:
    assert reported(shop) == Report(storage.Page([]), Amount())
