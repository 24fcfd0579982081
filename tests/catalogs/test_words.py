"""What cannot be meant is refused with a pointer, whichever door it comes through: these are the commands alone."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode, NodeChanges
from catalog_admin.catalogs.errors import BadCatalog, BadPath, BadPlace, BadType, TreeRefused
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.kit.work import Work
from tests.catalogs.conftest import ANY, stock


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"key": "a b"}, "/key"),
        ({"key": ""}, "/key"),
        ({"locales": ["en", "english, please"]}, "/locales/1"),
        ({"locales": ["en-" + "abcdefgh-" * 4 + "x1"]}, "/locales/0"),
        ({"locales": ["en"] * 101}, "/locales"),
        ({"currencies": ["euro"]}, "/currencies/0"),
        ({"currencies": ["EUR"] * 201}, "/currencies"),
        ({"name": {"": "Shop"}}, "/name/"),
    ],
)
def test_a_catalog(work: Work, shop: Catalog, said: dict[str, Any], pointer: str) -> None:
    with pytest.raises(BadCatalog) as created:
        commands.create_catalog(work, **{"key": "other"} | said)
    assert created.value.pointer == pointer
    if "key" not in said:
        with pytest.raises(BadCatalog) as changed:
            commands.change_catalog(work, shop.key, said, ANY)
        assert changed.value.pointer == pointer


@pytest.mark.parametrize("type", ["", "two words", "x" * 101, "nul\x00"])
def test_the_type_of_a_node(work: Work, shop: Catalog, plant_node: Callable[..., Node], type: str) -> None:
    with pytest.raises(BadType):
        commands.create_node(work, shop.key, NewNode("a", type))
    with pytest.raises(BadType):
        commands.change_node(work, plant_node("b").id, NodeChanges(values={"type": type}), ANY)
    with pytest.raises(TreeRefused) as refused:
        commands.import_tree(work, shop.key, [TreeRow(path="c", type=type)])
    assert refused.value.pointer == "/0/type"


def test_a_sort_key(work: Work, shop: Catalog) -> None:
    with pytest.raises(BadPlace):
        commands.create_node(work, shop.key, NewNode("a", "category", sort_key=2**53))


def test_a_key_to_move_to_is_one_step(work: Work, plant_node: Callable[..., Node]) -> None:
    """Two would have torn the tree: a path of two keys right below the root."""
    with pytest.raises(BadPath) as refused:
        commands.move_node(work, plant_node("a").id, Destination(key="x.y"), ANY)
    assert refused.value.pointer == "/key"


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        (Wanted(pin=0), "/pin"),
        (Wanted(pin=-1), "/pin"),
        (Wanted(pin=2**31), "/pin"),
        (Wanted(rank=-1), "/rank"),
        (Wanted(rank=2**31), "/rank"),
        (Wanted("exclude", pin=0), "/pin"),
    ],
)
def test_a_place_on_a_shelf(work: Work, plant_node: Callable[..., Node], wanted: Wanted, pointer: str) -> None:
    stock(work, {"gps": {}})
    with pytest.raises(BadPlace) as refused:
        commands.assign(work, plant_node("top").id, "gps", wanted, ANY)
    assert refused.value.pointer == pointer
