"""A tenant's environments and the release each one serves.

Refuses to know how a release is made or judged: it only remembers which one is live, with a generation.
"""
