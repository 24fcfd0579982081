"""Owns decision tables: reads GoRules JDM and DMN 1.3, decides by our own hit policies, finds gaps and overlaps.

Cells are expressions of zen-engine, which is asked for one cell at a time and never for a whole graph: it answers a
mistake, a missing input and an honest no with the same empty result (ADR 53).
"""
