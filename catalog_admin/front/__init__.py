"""The front door: what everybody sees before he is known.

Owns the pages and files that need no one's data; refuses to know any room.
"""
