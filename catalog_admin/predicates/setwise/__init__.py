"""A whole frame of rows at once, in Polars, with the meaning of evaluate(): a property test compares them.

Enter through `outcomes` (one outcome per row), `columns` (polars_type, frame) and `boundary` (earliest_boundary).
"""
