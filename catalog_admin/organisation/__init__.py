"""Tenants: the hard wall around a customer's data.

Refuses to know what tenants do with it.
"""
