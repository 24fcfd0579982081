"""A whole frame of rows at once, in Polars, with the meaning of evaluate(): a property test compares them.

Enter through `outcomes`: outcome_column, outcomes, polars_type, frame.
"""
