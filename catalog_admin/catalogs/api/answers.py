"""What several routes of this room answer with."""

from catalog_admin.catalogs import queries
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.schemas.trees import ListedNode
from catalog_admin.kit.work import Reads


def listed(reads: Reads, catalog: Catalog, nodes: list[Node]) -> list[ListedNode]:
    counts = queries.child_counts(reads, nodes)
    return [ListedNode.of(catalog, node, children=counts.get(node.id, 0)) for node in nodes]
