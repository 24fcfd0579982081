"""What somebody searches for is found as the catalog says it, and shown where it stands."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.storefront.typing_errors import meant, slips
from catalog_admin.storefront.words import Fragment, Related, Word, fragments_of, search_of, words_of
from tests.storefront.conftest import Shop, overheard
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
SEARCH = """query ($term: String!, $locale: String) {search(catalog: "tools", term: $term, locale: $locale) {
    corrections {word instead} edges {node {key} highlights {field fragments {text isHit}}}}}"""
SUMMARY = "A quiet machine. " + "It stands where it stands and does what it does. " * 10 + "Drills <b>holes</b> & more."
PLANS = (
    Plan("bt-1", ["A"], "Rechargeable batteries", names={"de": "Akkus für Lampen"}, sku="B-100"),
    Plan("bt-2", ["A"], "Battery drill", names={"de": "Bohrmaschine mit Lampe"}, attributes={"summary": SUMMARY}),
    Plan("dev", ["A"], "Handheld device", names={"de": "Handgeräte"}),
    Plan("sensors", ["A"], "Sensor <script>alert(1)</script>", names={"de": "Sensor"}),
)


@pytest.fixture
def tools(shop: Shop) -> None:
    shop.press.publish("tools", [Shelf(""), Shelf("A")], PLANS)


def _keys(found: Any) -> set[str]:
    return {edge["node"]["key"] for edge in found["search"]["edges"]}


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    ("term", "locale", "keys"),
    [
        ("battery ", "en", {"bt-1", "bt-2"}),
        ("batteries ", "en", {"bt-1", "bt-2"}),
        ("batteries ", None, {"bt-1", "bt-2"}),
        ("batteries ", "de", {"bt-1"}),
        ("batteries ", "xx", {"bt-1"}),
        ("lampe ", "de-AT", {"bt-1", "bt-2"}),
        ("lampe ", "en", {"bt-2"}),
        ("handgerat ", "de", {"dev"}),
        ("drill -batteries", "en", {"bt-2"}),
        ('"battery drills"', "en", set()),
    ],
)
def test_other_forms_of_a_word_are_found_in_its_language(ask: Ask, term: str, locale: str, keys: set[str]) -> None:
    assert _keys(ask(SEARCH, term=term, locale=locale)) == keys


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("term", ["batery drill", "drill batery", "batterry drill "])
def test_a_mistyped_word_is_taken_for_one_that_looks_like_it(ask: Ask, term: str) -> None:
    found = ask(SEARCH, term=term, locale="de")
    assert _keys(found) == {"bt-2"}
    [told] = found["search"]["corrections"]
    assert told["word"].startswith("bat")
    assert "battery" in told["instead"]


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("term", ["bat", "B-101", "batt", "zzzzzz", "-batery"])
def test_what_may_become_a_word_and_what_is_a_number_is_left_alone(ask: Ask, term: str) -> None:
    assert ask(SEARCH, term=term)["search"]["corrections"] == []


@pytest.mark.usefixtures("tools")
def test_hits_are_told_as_plain_fragments(ask: Ask) -> None:
    [edge] = ask(SEARCH, term="sensor")["search"]["edges"]
    shown = {each["field"]: each["fragments"] for each in edge["highlights"]}
    assert shown["name"] == [
        {"text": "Sensor", "isHit": True},
        {"text": " <script>alert(1)</script>", "isHit": False},
    ]
    assert "product.name" in shown


@pytest.mark.usefixtures("tools")
def test_of_a_long_text_the_part_around_the_hit_is_shown(ask: Ask) -> None:
    [edge] = ask(SEARCH, term="holes")["search"]["edges"]
    [told] = edge["highlights"]
    assert told["field"] == "summary"
    assert {"text": "holes", "isHit": True} in told["fragments"]
    assert len("".join(each["text"] for each in told["fragments"])) < 200


@pytest.mark.usefixtures("tools")
def test_highlights_of_a_page_are_one_statement(ask: Ask, statements: list[str]) -> None:
    ask(SEARCH, term="battery")
    before = len(statements)
    ask(SEARCH.replace("isHit", "hit: isHit"), term="battery")
    assert len(statements) - before == 2  # the version and the list; marking reads no table


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(("term", "times"), [('drill xy battery "odd phrase"', 1), ("drill batery", 2)])
def test_only_a_word_that_nothing_is_called_by_is_looked_up_twice(ask: Ask, shop: Shop, term: str, times: int) -> None:
    looked_up: list[str] = []
    with overheard(shop.database, lambda one, _: looked_up.append(one), lambda one: "storefront_word" in one):
        ask(SEARCH, term=term)
    assert len(looked_up) == times


@pytest.mark.usefixtures("tools")
def test_rest_tells_the_same(reader: TestClient) -> None:
    asked = {"search": "batery", "highlight": "true", "locale": "de"}
    said = reader.get("/storefront/catalogs/tools/rate-plans", params=asked).json()
    assert said["corrections"] == [{"word": "batery", "instead": ["battery"]}]
    assert [item["key"] for item in said["items"]] == ["bt-2"]
    assert said["items"][0]["highlights"][0]["field"] == "product.name"
    assert "highlights" not in reader.get("/storefront/catalogs/tools/rate-plans").json()["items"][0]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("heavy", "haevy", 1),
        ("heavy", "hevy", 1),
        ("heavy", "heawy", 1),
        ("a", "", 1),
        ("sens", "sensor", 2),
        ("", "", 0),
    ],
)
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other) == slips(other, one) == count


def test_a_longer_word_is_forgiven_more() -> None:
    assert meant("sensro", ["sensor", "sensors", "censor"]) == ("sensor",)
    assert meant("analitycs", ["analytics", "analyses"]) == ("analytics",)
    assert meant("gsp", ["gps"]) == ()


def test_only_free_words_may_be_said_otherwise() -> None:
    query = "'a' & !'b' & !( 'c' | 'd' ) & 'e' <-> 'f' & ( 'g':* | 'x-1' )"
    assert words_of(query) == [Word("a", is_unfinished=False), Word("g", is_unfinished=True)]


def test_forms_stand_beside_a_word_and_similar_ones_in_its_place() -> None:
    said = search_of("'a':* & 'b'", {"a": Related(forms=("a", "as")), "b": Related(similar=("c", "d"))})
    assert said.query == "( 'a':* | 'as' ) & ( 'c' | 'd' )"
    assert said.corrections == (("b", ("c", "d")),)


def test_fragments_put_together_are_the_text() -> None:
    assert fragments_of("a \ue000b\ue001 c\ue000d\ue001") == [
        Fragment("a ", is_hit=False),
        Fragment("b", is_hit=True),
        Fragment(" c", is_hit=False),
        Fragment("d", is_hit=True),
    ]
