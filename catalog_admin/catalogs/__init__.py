"""The draft: trees of nodes, rulesets, manual assignments.

Refuses to know what is published or live.
"""
