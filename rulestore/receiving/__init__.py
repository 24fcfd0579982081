"""`git push` into the store, from the bytes of the wire to one landing.

push (the way in) · examining · quarantine · request, report (the wire).
"""
