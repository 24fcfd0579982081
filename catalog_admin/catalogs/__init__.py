"""The draft: trees of nodes, rulesets, manual assignments.

Refuses to know what is published or live.
"""

from catalog_admin.catalogs.uses import where_used

# Loaded with anything of this room: products asks it before an attribute changes.
__all__ = ["where_used"]
