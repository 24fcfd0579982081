"""Guardrails: limits by organisation, segment, customer and product, weighed against what somebody wants.

Refuses to know whom a quote is for: whoever asks hands over the guardrails that apply.
"""
