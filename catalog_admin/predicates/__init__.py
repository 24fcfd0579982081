"""Owns the rule expression language: parse, type-check, print, evaluate, explain, set-wise, boundaries.

Pure: knows no database, no HTTP, no clock (the instant is an input) and no attribute registry
(the caller hands in a Scope). Enter through `rules`: compile_rule, reads, reads_time.
"""
