"""Composes releases and moves them between environments: publish, rollback, history.

Refuses to know how a version is made.
"""
