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
TAGS_OF_TAGS = 5  # how many a tag may lead through to its commit
MOVES = 100  # of refs in one landing
