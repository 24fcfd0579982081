"""Where each repository's log is, told to places outside the database, where nobody who owns it can change it.

heads (what is told) · places (a file, a webhook) · telling (now and then, by a worker).
"""
