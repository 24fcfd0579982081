"""Whether what was pushed is what the store takes on every other way in: names, modes, people, and only forward."""

from collections.abc import Iterator, Sequence

from rulestore.errors import Broken, Refused, Unsound
from rulestore.graph import Graph
from rulestore.history import CommitChange, changed_by
from rulestore.limits import MESSAGE_BYTES, PUSH_CHANGES
from rulestore.model import Kind, Move, Oid
from rulestore.names import check_people, checked_new_ref, checked_path, checked_ref
from rulestore.reading import tagged
from rulestore.receiving.folders import Folders
from rulestore.receiving.quarantine import Sent
from rulestore.workshop import commit_at, tree_at

POINTER, POINTER_BYTES = b"version https://git-lfs.github.com/spec/", 1024


def check_moves(graph: Graph, moves: Sequence[Move]) -> None:
    """Raises Unsound, naming the ref."""
    for move in moves:
        try:
            (checked_new_ref if move.old is None else checked_ref)(move.name)
        except Refused as odd:
            raise Unsound(str(odd), ref=move.name) from odd
        if move.new is not None:
            _check_target(graph, move.name, move.new)
        if move.old is not None and move.new is not None:
            _check_goes_forward(graph, move.name, move.old, move.new)


def check_objects(graph: Graph, found: Sequence[Sent]) -> None:
    """Raises Unsound. What lies in the store already was looked at when it came."""
    folders = Folders(graph)
    for each in found:
        if each.kind is Kind.TREE:
            folders.check(each.oid)
    for each in found:
        if each.kind is Kind.COMMIT:
            _check_commit(graph, each.oid)
            folders.measure(tree_at(graph, each.oid))


def pointers_among(graph: Graph, found: Sequence[Sent]) -> frozenset[Oid]:
    """Of git LFS: what they point at lies elsewhere, and nobody would find it there."""
    small = (each.oid for each in found if each.kind is Kind.BLOB and each.size < POINTER_BYTES)
    return frozenset(oid for oid in small if graph.read(oid).content.startswith(POINTER))


def changes_by(
    graph: Graph, moves: Sequence[Move], commits: Sequence[Oid], pointers: frozenset[Oid] = frozenset()
) -> list[CommitChange]:
    """What each of the new commits changed, parents first; of several refs that reach it the first is named.

    Raises Unsound for a path that no file may have, for one of the pointers, and for too many changes. All trees have
    been measured before.
    """
    reached = _reached(graph, moves, set(commits))
    found: list[CommitChange] = []
    for nr, commit in enumerate(commits):
        for file in changed_by(graph, commit):
            if file.after is not None:
                _check_path(file.path)
                if file.after in pointers:
                    raise Unsound(f"{file.path} is a pointer of git LFS: the file itself belongs here")
            found.append(CommitChange(reached[commit], nr, commit, file))
            if len(found) > PUSH_CHANGES:
                raise Unsound(f"more than {PUSH_CHANGES} changes of files: push it in parts")
    return found


def commit_of_target(graph: Graph, oid: Oid) -> Oid:
    """Where an annotated tag points, in the end. Raises Unsound."""
    _, commit = tagged(graph, oid)
    if commit is None:
        raise Unsound("a branch or tag of something else than a commit")
    return commit


def _check_target(graph: Graph, name: str, new: Oid) -> None:
    try:
        is_direct = commit_of_target(graph, new) == new
    except Unsound as other:
        raise Unsound(str(other), ref=name) from other
    if name.startswith("refs/heads/") and not is_direct:
        raise Unsound("a branch stands at a commit, not at a tag", ref=name)


def _check_goes_forward(graph: Graph, name: str, old: Oid, new: Oid) -> None:
    if name.startswith("refs/tags/"):
        raise Unsound("tags stay where they are", ref=name)
    if not graph.is_ancestor(old, of=new):
        raise Unsound("branches only go forward: fetch, then merge or rebase (non-fast-forward)", ref=name)


def _check_commit(graph: Graph, oid: Oid) -> None:
    try:
        commit = commit_at(graph, oid)
        check_people([commit.author, commit.committer])
    except (Refused, Broken) as odd:
        raise Unsound(f"commit {oid.hex()[:12]}: {odd}") from odd
    if not commit.message.strip() or len(commit.message.encode()) > MESSAGE_BYTES:
        raise Unsound(f"commit {oid.hex()[:12]} says nothing, or more than {MESSAGE_BYTES} bytes")


def _check_path(path: str) -> None:
    try:
        checked_path(path)
    except Refused as odd:
        raise Unsound(str(odd)) from odd


def _reached(graph: Graph, moves: Sequence[Move], new: set[Oid]) -> dict[Oid, str]:
    """By which ref; only as far as the commits are new."""
    reached: dict[Oid, str] = {}
    for name, target in _targets(moves):
        todo = [commit_of_target(graph, target)]
        while todo:
            commit = todo.pop()
            if commit in new and commit not in reached:
                reached[commit] = name
                todo.extend(commit_at(graph, commit).parents)
    return reached


def _targets(moves: Sequence[Move]) -> Iterator[tuple[str, Oid]]:
    """Branches first: what a tag reaches as well is still told as the branch's."""
    for move in sorted(moves, key=lambda each: each.name.startswith("refs/tags/")):
        if move.new is not None:
            yield move.name, move.new
