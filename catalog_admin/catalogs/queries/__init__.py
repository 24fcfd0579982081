"""What the draft holds, as frozen dataclasses; nothing here writes."""

from catalog_admin.catalogs.queries.draft import draft_nodes, draft_rulesets
from catalog_admin.catalogs.queries.trees import (
    catalog,
    catalogs_behind,
    child_counts,
    children_of,
    node,
    node_at,
    ruleset_of,
    subtree_of,
)

__all__ = [
    "catalog",
    "catalogs_behind",
    "child_counts",
    "children_of",
    "draft_nodes",
    "draft_rulesets",
    "node",
    "node_at",
    "ruleset_of",
    "subtree_of",
]
