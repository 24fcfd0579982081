"""What happened, written in the same transaction, for the world outside.

Refuses to know who listens.
"""
