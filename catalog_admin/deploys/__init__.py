"""Applies a bundle's plan through the rooms' commands; exports.

Owns no domain and no table.
"""
