"""GraphQL and REST reads of published things.

Refuses to see a draft.
"""
