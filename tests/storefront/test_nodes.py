"""Nodes: by path, slug and id; children, ancestors, breadcrumbs; the whole tree; what is out of season is not there."""

from collections.abc import Callable
from typing import Any

from tests.storefront.factory import Shelf

Ask = Callable[..., Any]


def test_finds_a_node_by_path_slug_and_id(ask: Ask) -> None:
    wanted = {"path": "Hardware.GPS", "displayName": "GPS sensors"}
    for name in ('path: "Hardware.GPS"', 'slug: "gps"', f'id: "{Shelf("Hardware.GPS").id}"'):
        assert ask(f'{{node(catalog: "global", {name}) {{path displayName}}}}')["node"] == wanted


def test_asks_for_exactly_one_name(refused: Ask) -> None:
    assert refused('{node(catalog: "global") {key}}')["code"] == "storefront.name_unclear"
    assert refused('{node(catalog: "global", path: "a", slug: "b") {key}}')["code"] == "storefront.name_unclear"


def test_a_node_that_is_not_there(ask: Ask, refused: Ask) -> None:
    assert refused('{node(catalog: "global", path: "Nowhere") {key}}')["code"] == "storefront.node_not_found"
    assert refused('{node(catalog: "global", id: "no-uuid") {key}}')["code"] == "storefront.node_not_found"
    assert ask('{catalog(key: "global") {node(path: "Nowhere") {key}}}')["catalog"]["node"] is None


def test_says_where_a_node_stands(ask: Ask) -> None:
    found = ask(
        '{node(catalog: "global", path: "Hardware.GPS.Pro") {parent {path} ancestors {path}'
        ' breadcrumbs(locale: "de-AT") {name slug path} depth attributes parentId}}'
    )["node"]
    assert found == {
        "parent": {"path": "Hardware.GPS"},
        "ancestors": [{"path": ""}, {"path": "Hardware"}, {"path": "Hardware.GPS"}],
        "breadcrumbs": [
            {"name": "Geräte", "slug": "hardware", "path": "Hardware"},
            {"name": "GPS sensors", "slug": "gps", "path": "Hardware.GPS"},
            {"name": "Professional", "slug": None, "path": "Hardware.GPS.Pro"},
        ],
        "depth": 3,
        "attributes": {},
        "parentId": str(Shelf("Hardware.GPS").id),
    }


def test_pages_children_in_shelf_order_without_what_is_out_of_season(ask: Ask) -> None:
    page = """query ($after: String) { catalog(key: "global") { root { children(first: 1, after: $after) {
        edges { node { key } } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }"""
    first = ask(page)["catalog"]["root"]["children"]
    assert [edge["node"]["key"] for edge in first["edges"]] == ["Hardware"]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = ask(page, after=first["pageInfo"]["endCursor"])["catalog"]["root"]["children"]
    assert [edge["node"]["key"] for edge in second["edges"]] == ["Software"]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)


def test_a_season_hides_everything_below(ask: Ask, refused: Ask) -> None:
    assert refused('{node(catalog: "global", path: "Autumn.Deals") {key}}')["code"] == "storefront.node_not_found"
    then = 'asOf: "2020-11-01T00:00:00Z"'
    assert ask(f'{{node(catalog: "global", path: "Autumn.Deals", {then}) {{key}}}}')["node"]["key"] == "Deals"
    later = 'asOf: "2099-02-01T00:00:00Z"'
    assert ask(f'{{node(catalog: "global", path: "Soon", {later}) {{key}}}}')["node"]["key"] == "Soon"


def test_the_whole_tree_in_one_go(ask: Ask, statements: list[str]) -> None:
    tree = ask('{catalog(key: "global") {nodes {id path parentId depth displayName ratePlanCount}}}')["catalog"][
        "nodes"
    ]
    counts = {node["path"]: node["ratePlanCount"] for node in tree}
    assert counts == {
        "": 4,
        "Hardware": 3,
        "Hardware.GPS": 2,
        "Hardware.GPS.Pro": 1,
        "Hardware.Gateways": 1,
        "Software": 1,
        "Software.Fleet": 1,
    }
    by_id = {node["id"]: node["path"] for node in tree}
    assert all(by_id[node["parentId"]] == node["path"].rpartition(".")[0] for node in tree if node["path"])
    assert len(statements) == 3


def test_part_of_the_tree(ask: Ask) -> None:
    below = ask('{catalog(key: "global") {nodes(root: "Hardware", levels: 1) {path}}}')["catalog"]["nodes"]
    assert [node["path"] for node in below] == ["Hardware", "Hardware.GPS", "Hardware.Gateways"]


def test_counts_what_shows_at_the_moment(ask: Ask) -> None:
    counts = (
        '{{node(catalog: "global", path: "{path}", asOf: "{at}")'
        " {{ratePlanCount direct: ratePlanCount(scope: DIRECT)}}}}"
    )
    in_autumn = ask(counts.format(path="Autumn", at="2020-11-01T00:00:00Z"))["node"]
    assert in_autumn == {"ratePlanCount": 2, "direct": 0}
    in_2099 = ask(counts.format(path="Hardware.GPS", at="2099-06-01T00:00:00Z"))["node"]
    assert in_2099 == {"ratePlanCount": 3, "direct": 3}


def test_metadata_in_one_language(ask: Ask) -> None:
    found = ask('{node(catalog: "global", path: "Hardware") {meta de: meta(locale: "de") slug(locale: "fr")}}')["node"]
    assert found["meta"]["displayName"] == {"en": "Hardware", "de": "Geräte"}
    assert found["de"] == {"displayName": "Geräte", "slug": "hardware"}
    assert found["slug"] == "hardware"


def test_only_what_is_said_per_language_is_chosen_from(ask: Ask) -> None:
    found = ask('{node(catalog: "global", path: "Software") {meta(locale: "en")}}')["node"]
    assert found["meta"] == {"displayName": "Software", "seoTitle": "Programme", "size": {"h": "2", "w": "1"}}
