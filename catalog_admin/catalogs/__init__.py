"""The draft: trees of nodes, rulesets, manual assignments.

Refuses to know what is published or live.
"""

from catalog_admin.catalogs.names import check_catalogs
from catalog_admin.catalogs.uses import where_used

# Loaded with anything of this room: access asks before it grants, products before an attribute changes.
__all__ = ["check_catalogs", "where_used"]
