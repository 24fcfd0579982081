"""The tree at a glance: the draft in columns, beside what is served."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.promotions import outline
from catalog_admin.promotions.outline import Mark, Sight
from tests.publishing.shop import ANY, Shop

TREE = "/commerce/catalogs/shop/tree"
Rows = dict[str, dict[str, Any]]


def glance(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer = client.get(TREE, params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def rows(said: dict[str, Any]) -> Rows:
    """Path → what the columns say of it, in their order."""
    columns = {name: column for name, column in said["nodes"].items() if column is not None}
    loose, paths, told = iter(said["paths"]), list[str](), Rows()
    for place, parent in enumerate(columns["parent"]):
        below = f"{paths[parent]}.{columns['key'][place]}".lstrip(".") if parent >= 0 else next(loose)
        paths.append(below)
        told[below] = {name: column[place] for name, column in columns.items()}
    return told


def marks(client: TestClient) -> dict[str, int]:
    """Of those that have one."""
    return {path: row["mark"] for path, row in rows(glance(client)).items() if row["mark"]}


def test_tells_the_whole_tree_in_the_order_of_the_screen(client: TestClient, shop: Shop) -> None:
    said = glance(client)
    assert (said["isWhole"], said["total"], said["live"], said["deleted"]) == (True, 5, None, 0)
    assert (said["catalog"]["key"], said["catalog"]["name"]) == ("shop", "The shop")
    told = rows(said)
    assert list(told) == ["", "sensors", "sensors.gps", "sensors.gps.deep", "heavies"]
    assert [row["children"] for row in told.values()] == [2, 1, 1, 0, 0]
    assert [row["assigned"] for row in told.values()] == [0, 1, 2, 1, 0]
    assert [row["rules"] for row in told.values()] == [0, 0, 0, 0, 1]
    assert told["sensors"]["id"] == str(shop.id_of("sensors"))
    assert {row["mark"] for row in told.values()} == {Mark.NEW}


def test_names_are_said_in_the_language_that_was_asked_for(client: TestClient, shop: Shop) -> None:
    shop.change("sensors", meta={"displayName": {"fr": "Capteurs"}})
    named = {locale: rows(glance(client, locale=locale))["sensors"]["name"] for locale in ("fr", "fr-CA", "de")}
    assert named == {"fr": "Capteurs", "fr-CA": "Capteurs", "de": "Sensors"}
    assert rows(glance(client))["heavies"]["name"] is None


def test_nothing_is_marked_after_a_publish(client: TestClient, shop: Shop) -> None:
    served = shop.publish()
    said = glance(client)
    assert (said["live"]["version"], said["deleted"], marks(client)) == (served.version.hex, 0, {})
    assert [row["subtreeRatePlans"] for row in rows(said).values()] == [4, 3, 2, 1, 1]
    assert [row["ratePlans"] for row in rows(said).values()] == [0, 1, 2, 1, 1]


def test_marks_what_a_publish_would_change_and_nothing_else(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.node("sensors.new")
    shop.change("sensors", meta={"description": {"en": "All of them"}})
    shop.move("sensors.gps.deep", "heavies")
    shop.rule("heavies", "weight > 11")
    expected = {"sensors": Mark.CHANGED, "sensors.new": Mark.NEW, "heavies.deep": Mark.MOVED, "heavies": Mark.RULES}
    assert marks(client) == expected
    shop.change("sensors", meta={"description": None})
    shop.move("heavies.deep", "sensors.gps")
    shop.rule("heavies", "weight > 10")
    shop.delete("sensors.new")
    assert marks(client) == {}, "what was changed back is as it was"
    shop.delete("sensors", cascade=True)
    assert (marks(client), glance(client)["deleted"]) == ({}, 3)


def test_an_order_of_ones_own_is_a_mark_of_its_own(client: TestClient, shop: Shop) -> None:
    shop.publish()
    with shop.work() as work:
        catalogs.arrange_children(work, shop.id_of(""), [shop.id_of("heavies")], ANY)
    assert marks(client) == {"heavies": Mark.REORDERED, "sensors": Mark.REORDERED}
    assert list(rows(glance(client)))[:2] == ["", "heavies"]


def test_marks_agree_with_what_publishing_finds(client: TestClient, shop: Shop) -> None:
    """Two descriptions of one thing: here by SQL, there by hashes of bodies."""
    shop.change("sensors", sort_key=-3, active_from=None, meta={"size": {"h": "2"}, "slug": {"fr": "senseurs"}})
    shop.publish()
    assert marks(client) == {}
    shop.change("sensors", sort_key=5, meta={"size": {"h": "3"}})
    difference = client.get("/commerce/catalogs/shop/difference").json()
    assert [each["kind"] for each in difference["items"]] == ["node"]
    assert marks(client) == {"sensors": Mark.CHANGED | Mark.REORDERED}


def test_after_a_rollback_the_draft_is_laid_beside_the_older_version(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.node("late")
    shop.publish()
    assert marks(client) == {}
    shop.rollback()
    assert marks(client) == {"late": Mark.NEW}


@pytest.mark.parametrize(
    "change",
    [
        lambda shop: shop.node("late"),
        lambda shop: shop.delete("sensors.gps.deep"),
        lambda shop: shop.assign("heavies", "a"),
        lambda shop: shop.unassign("sensors.gps", "a"),
        lambda shop: shop.rule("heavies", "weight > 12"),
        lambda shop: shop.publish(),
    ],
)
def test_a_reload_costs_nothing_until_something_changes(
    client: TestClient, shop: Shop, change: Callable[[Shop], object]
) -> None:
    seen = {"If-None-Match": client.get(TREE).headers["etag"]}
    assert client.get(TREE, headers=seen).status_code == 304
    assert client.get(TREE, params={"locale": "fr"}, headers=seen).status_code == 200
    change(shop)
    assert client.get(TREE, headers=seen).status_code == 200


def test_a_level_is_read_page_by_page(client: TestClient, shop: Shop) -> None:
    for key in ("a", "b", "c"):
        shop.node(f"heavies.{key}")
    parent = str(shop.id_of("heavies"))
    first = glance(client, parent=parent, limit=2)
    second = glance(client, parent=parent, limit=2, after=first["next"])
    assert (first["paths"], second["paths"], second["next"]) == (["heavies.a", "heavies.b"], ["heavies.c"], None)
    assert glance(client, parent=str(shop.id_of("sensors")))["nodes"]["children"] == [1]
    assert (first["isWhole"], first["total"], first["nodes"]["parent"]) == (False, None, [-1, -1])


def test_a_level_of_another_catalog_is_not_found(client: TestClient, shop: Shop) -> None:
    other = Shop(shop.database, shop.world, key="other").open()
    answer = client.get(TREE, params={"parent": str(other.id_of(""))})
    assert (answer.status_code, answer.json()["pointer"]) == (404, "/parent")
    assert client.get(TREE, params={"parent": str(shop.id_of("")), "after": "x"}).status_code == 422


def test_what_matches_stands_below_what_is_above_it(client: TestClient, shop: Shop) -> None:
    shop.change("sensors.gps.deep", meta={"displayName": {"fr": "Très profond"}})
    for words in ("deep", "TRES prof", "profond deep"):
        said = glance(client, filter=words)
        assert list(rows(said)) == ["", "sensors", "sensors.gps", "sensors.gps.deep"]
        assert (said["found"], said["isCut"], said["nodes"]["children"]) == ([3], False, [2, 1, 1, 0])
    assert glance(client, filter="nothing like it")["paths"] == []
    assert glance(client, filter=" ")["found"] == []


def test_too_many_matches_are_cut_and_say_so(client: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_admin.catalogs.queries.outlines.MOST_MATCHES", 1)
    said = glance(client, filter="e")
    assert (list(rows(said)), said["found"], said["isCut"]) == (["", "heavies"], [1], True)


def test_of_a_large_tree_the_top_is_told_and_the_rest_is_asked_for(
    client: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.publish()
    monkeypatch.setattr(outline, "MOST_AT_ONCE", 4)
    said = glance(client)
    assert (said["isWhole"], said["total"], said["deleted"], list(rows(said))) == (False, 5, None, [""])
    assert (said["nodes"]["children"], said["nodes"]["subtreeRatePlans"]) == ([2], [4])
    level = glance(client, parent=said["nodes"]["id"][0])
    assert (level["paths"], level["nodes"]["mark"]) == (["sensors", "heavies"], [0, 0])


def test_who_reaches_a_subtree_sees_that_and_no_version(client_as: Callable[..., TestClient], shop: Shop) -> None:
    shop.publish()
    grants = (Grant(Role.VIEWER, catalog="shop", path="sensors.gps"), Grant(Role.VIEWER, catalog="shop", path="gone"))
    limited = client_as(grants=grants)
    said = glance(limited)
    assert (said["isWhole"], said["total"], said["paths"]) == (True, 2, ["sensors.gps"])
    assert list(rows(said)) == ["sensors.gps", "sensors.gps.deep"]
    assert (said["live"], said["deleted"], said["nodes"]["mark"], said["nodes"]["ratePlans"]) == (None,) * 4
    assert list(rows(glance(limited, filter="deep"))) == ["sensors.gps", "sensors.gps.deep"]
    assert glance(limited, filter="heavies")["paths"] == []
    assert limited.get(TREE, params={"parent": str(shop.id_of(""))}).status_code == 403
    assert client_as(grants=(Grant(Role.VIEWER, catalog="other"),)).get(TREE).status_code == 403


def test_takes_the_same_few_statements_however_large_the_tree(shop: Shop) -> None:
    def statements_for(ask: Callable[[Any, Sight], object]) -> int:
        seen: list[str] = []
        with shop.reads() as reads:
            connection = reads.session.connection()
            event.listen(connection, "before_cursor_execute", lambda *said: seen.append(said[2]))
            sight = Sight.of(reads, "shop")
            ask(reads, sight)
        return len(seen)

    def whole(reads: Any, sight: Sight) -> object:
        return sight.seal(reads), outline.whole(reads, sight, None)

    def matching(reads: Any, sight: Sight) -> object:
        return outline.matches(reads, sight, "e", None)

    shop.publish()
    small = [statements_for(ask) for ask in (whole, matching)]
    with shop.work() as work:
        catalogs.import_tree(work, "shop", [TreeRow(path=f"e{number}", type="category") for number in range(600)])
    shop.publish()
    assert [statements_for(ask) for ask in (whole, matching)] == small
    assert small <= [12, 12]
