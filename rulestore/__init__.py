"""git inside Postgres, as a small library.

Postgres is the only truth: objects, refs and the log of every move commit in one transaction, together with rows of
whoever calls. Mirrors on disk are disposable and only read. Refuses to know: what the files mean, HTTP, and the
service that uses it; the tenant it works for is the one its caller's transaction is bound to.

From the top: receiving (a push), serving (a clone or a fetch) · store (ask and advance) · changing, merging, picking
(what a new commit holds) · reading, comparing, history (what is there) · exporting, checkpoints · mirror · landing,
refs, log, verifying (the SQL) · graph (the only one that speaks to pygit2) · workshop, objects, packets (git's
formats, pure) · names, limits, model, errors.
"""
