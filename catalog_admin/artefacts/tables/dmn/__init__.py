"""Imports decision tables of DMN 1.1 to 1.5: XML that cannot bite, FEEL's unary tests, hit policies as in the standard.

FEEL cells become cells of the one language that tables are evaluated and analysed in; what has no counterpart there is
refused with its place. Decisions that are no tables (literal expressions, contexts, functions) are not imported.
"""
