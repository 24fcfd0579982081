"""Files of rows: read as a stream, checked row by row, written in bulk under a policy, reported line by line.

Refuses to know what a row means; a room says that by its `Intake`.
"""
