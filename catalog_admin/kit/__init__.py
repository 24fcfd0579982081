"""What every room stands on: transactions, refusals, permission types, canonical JSON, locks.

Refuses to know: any word of the business.
"""
