"""Products, rate plans, charges and the registry of their attributes; imports.

Refuses to know amounts (pricing) and shelves (catalogs).
"""
