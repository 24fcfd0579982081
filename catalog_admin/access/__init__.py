"""Who somebody is and what they may: issuers, tokens, roles, grants.

Refuses to know what the other rooms do with an actor.
"""
