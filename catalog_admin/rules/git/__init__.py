"""A tenant's rules for git itself: clone, fetch and push over HTTPS, by the same tokens and the same checks as the API.

api (the routes) · knocking (tokens as git sends them) · seats, shares (how many at once) · pace (how slowly) · bodies
(what is sent) · fetching, answering, spool (what a program says, as it says it) · pushing, judging, lines (what a push
is told) · doors (transactions) · errors.
"""
