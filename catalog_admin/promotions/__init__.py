"""Composes releases and moves them between environments: publish, rollback, history.

Refuses to know how a version is made.
"""

from catalog_admin.rules import conditions

# Loaded with anything of this room: what is published may refer to rules.
__all__ = ["conditions"]
