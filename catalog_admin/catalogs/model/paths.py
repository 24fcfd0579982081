"""Paths: keys joined by dots. `tpath` has a dot behind every key, so that a subtree is one range of text."""

import re
from uuid import UUID, uuid5

from catalog_admin.catalogs.errors import BadPath, PathTooLong
from catalog_admin.kit.ids import NodeId

LONGEST = 2_000
KEY = re.compile(r"[A-Za-z0-9_-]{1,63}")
NODES = UUID("5d7c3a86-58c1-5a09-9a54-6d3f6a1b0c55")


def check_path(path: str, pointer: str = "/path") -> str:
    """The path of a node below the root; raises BadPath, PathTooLong."""
    if len(path) > LONGEST:
        raise PathTooLong(f"{len(path)} characters; a path has at most {LONGEST}", pointer=pointer)
    for key in path.split("."):
        check_key(key, pointer)
    return path


def check_key(key: str, pointer: str = "/key") -> str:
    """One step of a path; raises BadPath."""
    if not KEY.fullmatch(key):
        raise BadPath(
            f"{key[:80]!r} is no key: A-Z, a-z, 0-9, _ and -, 1 to 63 of them, joined by dots", pointer=pointer
        )
    return key


def tpath_of(path: str) -> str:
    return f"{path}." if path else ""


def path_of(tpath: str) -> str:
    return tpath[:-1]


def parent_path(path: str) -> str:
    return path.rpartition(".")[0]


def key_of(path: str) -> str:
    return path.rpartition(".")[2]


def joined(parent: str, key: str) -> str:
    return f"{parent}.{key}" if parent else key


def is_within(path: str, ancestor: str) -> bool:
    """Whether the path is the ancestor or lies below it."""
    return tpath_of(path).startswith(tpath_of(ancestor))


def line(tpath: str) -> list[str]:
    """The tpaths of all that stand above it, from the root down, and its own."""
    steps = tpath.split(".")[:-1]
    return ["", *(".".join(steps[: depth + 1]) + "." for depth in range(len(steps)))]


def subtree(tpath: str) -> tuple[str, str]:
    """The range [from, to) of tpaths that are this one or lie below it: `/` follows `.` in byte order."""
    return tpath, f"{tpath[:-1]}/" if tpath else "~"


def ancestors(path: str) -> list[str]:
    """The paths above, the root's '' first."""
    keys = path.split(".")
    return ["", *(".".join(keys[:depth]) for depth in range(1, len(keys)))] if path else []


def node_id(catalog_key: str, path: str, turn: int = 1) -> NodeId:
    """The same place gets the same id everywhere, so the same tree has the same digest in every environment.

    `turn` counts the nodes that were born at this path before.
    """
    name = f"{catalog_key}/{path}" + (f"#{turn}" if turn > 1 else "")
    return NodeId(uuid5(NODES, name))
