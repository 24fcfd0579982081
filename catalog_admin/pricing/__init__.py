"""Amounts for price references in a context; the built-in tariff store.

Refuses to know products.
"""
