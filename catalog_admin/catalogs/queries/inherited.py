"""The exclude rules that come down to a node, masked ones included: what a mask would lift, and what lifted it."""

from dataclasses import dataclass
from uuid import UUID

from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.catalogs.model.shelves import is_masked
from catalog_admin.catalogs.queries.population import rules_in_force
from catalog_admin.kit.actor import Role
from catalog_admin.kit.work import Reads, Work


@dataclass(frozen=True, slots=True)
class Inherited:
    """A rule of the ancestor at `path`; `masked_at` is the path of the node that lifted it, here or on the way down."""

    node_id: UUID
    path: str
    rule: Rule
    masked_at: str | None
    may_mask: bool


def inherited_rules(tx: Reads | Work, catalog: Catalog, node: Node) -> list[Inherited]:
    """Outermost first, as they are judged."""
    standing = rules_in_force(tx, node)
    may_lift_all = tx.actor.may(Role.TENANT_ADMIN, catalog=catalog.key, path=node.path)
    way_down = [(paths.path_of(tpath), standing[tpath]) for tpath in sorted(standing)]
    found = []
    for depth, (path, ruleset) in enumerate(way_down):
        if path == node.path:
            break
        for rule in ruleset.rules_of("exclude"):
            masked_at = next((at for at, there in way_down[depth + 1 :] if is_masked(rule, there)), None)
            found.append(Inherited(ruleset.node_id, path, rule, masked_at, may_lift_all or not rule.mandatory))
    return found
