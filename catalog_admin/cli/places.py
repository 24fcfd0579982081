"""Where in a draft a command works: CATALOG PATH."""

from catalog_admin.catalogs import queries
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.kit.work import Reads, Work


def standing(tx: Reads | Work, catalog: str, path: str) -> Node:
    """The living node; raises CatalogNotFound, BadPath, NodeNotFound."""
    if path:
        paths.check_path(path)
    return queries.node_at(tx, queries.catalog(tx, catalog), path)
