"""Bounds of what is taken in: git itself has none, and one commit must not fill a disk or stop a worker."""

BLOB_BYTES = 1024 * 1024
PATH_BYTES = 400
PATH_DEPTH = 16
REF_BYTES = 250
MESSAGE_BYTES = 64 * 1024
PERSON_BYTES = 200
EDITS = 10_000
# Each commit below a folder stores its whole list again: whoever lays files out keeps to about a hundred.
FOLDER_ENTRIES = 10_000
FILES = 100_000
BLAMED_COMMITS = 10_000  # looked back through for whoever wrote the lines of one file
TAGS_OF_TAGS = 5  # how many a tag may lead through to its commit
MOVES = 100  # of refs in one landing
# Of one push: as sent, and what it unpacks to, all of which is held at once.
PUSH_BYTES = 64 * 1024 * 1024
PUSH_OBJECTS = 100_000
PUSH_CHANGES = 200_000  # of files, over all its commits
UNPACKED_BYTES = 256 * 1024 * 1024
COMMIT_BYTES = 128 * 1024  # of a commit or tag with its signature
