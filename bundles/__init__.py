"""The bundle format: YAML files that describe wanted state; loading, checking, planning.

Refuses to know databases, HTTP and git.
"""
