"""One function per verb; whoever changes the shape of a tree waits for the tree's lock first."""

from catalog_admin.catalogs.commands.assignments import assign, unassign
from catalog_admin.catalogs.commands.bulk import assign_in_bulk
from catalog_admin.catalogs.commands.catalogs import (
    OBJECTIONS,
    change_catalog,
    create_catalog,
    delete_catalog,
    restore_catalog,
)
from catalog_admin.catalogs.commands.deletions import delete_node, restore_node
from catalog_admin.catalogs.commands.importing import import_tree
from catalog_admin.catalogs.commands.moves import arrange_children, move_node
from catalog_admin.catalogs.commands.nodes import change_node, create_node
from catalog_admin.catalogs.commands.replacing import replace_draft
from catalog_admin.catalogs.commands.rulesets import delete_ruleset, put_ruleset
from catalog_admin.catalogs.commands.steps import take_steps

__all__ = [
    "OBJECTIONS",
    "arrange_children",
    "assign",
    "assign_in_bulk",
    "change_catalog",
    "change_node",
    "create_catalog",
    "create_node",
    "delete_catalog",
    "delete_node",
    "delete_ruleset",
    "import_tree",
    "move_node",
    "put_ruleset",
    "replace_draft",
    "restore_catalog",
    "restore_node",
    "take_steps",
    "unassign",
]
