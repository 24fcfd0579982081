"""A tenant's environments and the release each one serves.

Refuses to know how a release is made or judged: it only remembers which one is live, with a generation.
"""

from catalog_admin.environments.names import check_environments

# Loaded with anything of this room: rooms below ask it whether an environment is there.
__all__ = ["check_environments"]
