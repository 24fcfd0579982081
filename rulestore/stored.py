"""A few files straight from Postgres, without a mirror: in as many statements for many as for one, but for the depth of
their folders.

For whoever needs some of a commit's files, in a snapshot of its own and perhaps on a replica, and is not to make a copy
of the whole repository first.
"""

from collections.abc import Collection, Iterator, Mapping

import psycopg

from rulestore.errors import Broken, NoSuchRevision
from rulestore.model import GitObject, Oid, Repo, Tip
from rulestore.names import checked_path
from rulestore.objects import Entry
from rulestore.packs import Packed, unpacked
from rulestore.revisions import revision
from rulestore.workshop import blob_at, folder_at, tree_at

SOME = """
    SELECT oid, type, size, data FROM git_object
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND oid = ANY(%(oids)s)
"""
File = tuple[Oid, bytes]  # its blob, and what is in it


class Stored:
    """Objects of one repository in one snapshot; those that were `fetched` are read without another statement."""

    def __init__(self, connection: psycopg.Connection, repo: Repo) -> None:
        self._connection, self._repo = connection, repo
        self._known: dict[Oid, GitObject] = {}

    def fetch(self, oids: Collection[Oid]) -> None:
        unknown = [oid for oid in {*oids} if oid not in self._known]
        if unknown:
            found = self._connection.execute(SOME, {**self._repo.key(), "oids": unknown}, binary=True)
            self._known |= {Oid(row[0]): unpacked(Packed(*row)) for row in found}

    def read(self, oid: Oid) -> GitObject:
        self.fetch([oid])
        if oid not in self._known:
            raise Broken(f"{oid.hex()} is not there")
        return self._known[oid]


def revisions(connection: psycopg.Connection, repo: Repo, called: Collection[str]) -> dict[str, Tip]:
    """Those of them that there are."""
    return dict(_revisions(connection, repo, called))


def _revisions(connection: psycopg.Connection, repo: Repo, called: Collection[str]) -> Iterator[tuple[str, Tip]]:
    for each in called:
        try:
            yield each, revision(connection, repo, each)
        except NoSuchRevision:
            continue


def some_files(source: Stored, wanted: Mapping[Oid, Collection[str]]) -> dict[tuple[Oid, str], File]:
    """By commit the paths wanted there; by commit and path those that are. Raises BadName, TooLarge."""
    source.fetch(wanted)
    trees = {(commit, path): tree_at(source, commit) for commit, paths in wanted.items() for path in paths}
    entries = dict(_entries(source, trees))
    blobs = {where: each.oid for where, each in entries.items() if not each.is_folder}
    source.fetch(blobs.values())
    return {where: (blob, blob_at(source, blob)) for where, blob in blobs.items()}


def _entries(source: Stored, trees: Mapping[tuple[Oid, str], Oid | None]) -> Iterator[tuple[tuple[Oid, str], Entry]]:
    """All of one depth at a time."""
    depth, standing = 0, dict(trees)
    while standing:
        source.fetch([tree for tree in standing.values() if tree is not None])
        below: dict[tuple[Oid, str], Oid | None] = {}
        for where, tree in standing.items():
            steps = checked_path(where[1])
            entry = folder_at(source, tree).get(steps[depth])
            if entry is not None and depth == len(steps) - 1:
                yield where, entry
            elif entry is not None and entry.is_folder:
                below[where] = entry.oid
        depth, standing = depth + 1, below
