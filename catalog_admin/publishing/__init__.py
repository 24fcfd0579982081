"""Freezes a draft into an immutable version named by SHA-256; compares and verifies versions.

Refuses to know which version an environment serves.
"""
