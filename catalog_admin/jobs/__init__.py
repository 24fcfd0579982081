"""Long work: progress, cancel, resume, the files it reads.

Refuses to know what a job does; rooms register their own.
"""
