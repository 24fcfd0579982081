"""What nodes hold and rules read keeps an attribute as it is."""

from collections.abc import Callable

import pytest

from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.nodes import NodeChanges
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.kit.work import Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.errors import AttributeInUse, AttributeTypeFixed
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.catalogs.conftest import ANY, TEXT

INTEGER = Type(Kind.INTEGER)


@pytest.fixture(autouse=True)
def colour(work: Work) -> None:
    products.put_attribute(work, AttributeDefinition("colour", TEXT), ANY)


def is_fixed(work: Work) -> str:
    """Refused are dropping it, another type, fewer values; says why."""
    with pytest.raises(AttributeTypeFixed):
        products.put_attribute(work, AttributeDefinition("colour", INTEGER), ANY)
    with pytest.raises(AttributeInUse):
        products.put_attribute(work, AttributeDefinition("colour", TEXT, allowed=("blue",)), ANY)
    with pytest.raises(AttributeInUse) as refused:
        products.delete_attribute(work, "colour", ANY)
    return refused.value.detail


def test_a_value_on_a_node_holds_its_attribute_until_it_is_taken_away(
    work: Work, plant_node: Callable[..., Node]
) -> None:
    node = plant_node("top", attributes={"colour": "red"})
    assert "the node top of shop" in is_fixed(work)
    commands.change_node(work, node.id, NodeChanges(values={"attributes": {}}), ANY)
    products.delete_attribute(work, "colour", ANY)


def test_a_value_on_a_deleted_node_does_too_for_it_can_be_restored(work: Work, plant_node: Callable[..., Node]) -> None:
    node = plant_node("top", attributes={"colour": "red"})
    commands.delete_node(work, node.id, ANY)
    assert "the node top of shop" in is_fixed(work)


@pytest.mark.parametrize("expression", ['colour == "red"', "missing(colour)", '"red" == colour || 1 == 2'])
def test_a_rule_that_reads_it_does_too(work: Work, plant_node: Callable[..., Node], expression: str) -> None:
    node = plant_node("top")
    commands.put_ruleset(work, node.id, [SaidRule("reds", "include", expression, "")], [], ANY)
    assert "the rule reds of the node top of shop" in is_fixed(work)
    commands.delete_ruleset(work, node.id, ANY)
    products.delete_attribute(work, "colour", ANY)


def test_a_rule_that_only_says_the_word_does_not(work: Work, shop: Catalog, plant_node: Callable[..., Node]) -> None:
    products.put_attribute(work, AttributeDefinition("topic", TEXT), ANY)
    commands.put_ruleset(work, plant_node("top").id, [SaidRule("a", "include", 'topic == "colour"', "")], [], ANY)
    products.delete_attribute(work, "colour", ANY)


def test_widening_is_free_whoever_uses_it(work: Work, plant_node: Callable[..., Node]) -> None:
    plant_node("top", attributes={"colour": "red"})
    products.put_attribute(work, AttributeDefinition("colour", TEXT, label={"en": "Colour"}), ANY)
