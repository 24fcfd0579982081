"""What was done, by whom, in one hash chain per tenant that nobody can change.

Refuses to know what the words in an entry mean.
"""
