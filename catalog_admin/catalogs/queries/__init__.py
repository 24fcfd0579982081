"""What the draft holds, as frozen dataclasses; nothing here writes."""

from catalog_admin.catalogs.queries.draft import (
    draft_assignments,
    draft_nodes,
    draft_rulesets,
    draft_said_by_hand,
    draft_state,
    draft_states,
)
from catalog_admin.catalogs.queries.finding import found_catalogs, found_nodes, seen_catalogs
from catalog_admin.catalogs.queries.inherited import Inherited, inherited_rules
from catalog_admin.catalogs.queries.outlines import (
    Part,
    level_outline,
    matches_outline,
    size_in_reach,
    tops_outline,
    whole_outline,
)
from catalog_admin.catalogs.queries.population import (
    Member,
    draft_boundary,
    draft_population,
    members_of,
    rule_matches,
    rules_in_force,
)
from catalog_admin.catalogs.queries.preview import COMES_AND_GOES, NOWHERE, Preview, sample
from catalog_admin.catalogs.queries.reasons import Reasons, reasons_for
from catalog_admin.catalogs.queries.trees import (
    assignment_of,
    catalog,
    catalogs_behind,
    child_counts,
    children_of,
    deleted_catalogs,
    deleted_nodes,
    node,
    node_at,
    ruleset_of,
    subtree_of,
)
from catalog_admin.catalogs.queries.values import Values, values_of

__all__ = [
    "COMES_AND_GOES",
    "NOWHERE",
    "Inherited",
    "Member",
    "Part",
    "Preview",
    "Reasons",
    "Values",
    "assignment_of",
    "catalog",
    "catalogs_behind",
    "child_counts",
    "children_of",
    "deleted_catalogs",
    "deleted_nodes",
    "draft_assignments",
    "draft_boundary",
    "draft_nodes",
    "draft_population",
    "draft_rulesets",
    "draft_said_by_hand",
    "draft_state",
    "draft_states",
    "found_catalogs",
    "found_nodes",
    "inherited_rules",
    "level_outline",
    "matches_outline",
    "members_of",
    "node",
    "node_at",
    "reasons_for",
    "rule_matches",
    "rules_in_force",
    "ruleset_of",
    "sample",
    "seen_catalogs",
    "size_in_reach",
    "subtree_of",
    "tops_outline",
    "values_of",
    "whole_outline",
]
