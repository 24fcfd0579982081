"""Owns tests as data: named cases, what they expect of an artefact, and how much of it they try.

Knows subjects by what they tell, not what they are: each kind brings its own (`Subject`).
"""
