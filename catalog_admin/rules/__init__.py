"""A tenant's rules under version control: branches, commits, merges, and what became of each file.

Owns who may change which branch and what may be committed. Refuses to know how git stores it (rulestore), what a file
means (artefacts), and what is served of it.
"""

from catalog_admin.rules.answering import conditions

# Loaded with anything of this room: catalogs ask when their rules refer to it.
__all__ = ["conditions"]
