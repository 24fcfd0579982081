"""git's own formats: what blobs, trees, commits and tags are written as, and named by. Pure."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from rulestore.errors import Broken
from rulestore.model import Commit, GitObject, Kind, Oid, Signature, Tag

FILE, FOLDER = "100644", "40000"
TYPES = {Kind.COMMIT: b"commit", Kind.TREE: b"tree", Kind.BLOB: b"blob", Kind.TAG: b"tag"}
PERSON = re.compile(r"(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<seconds>-?\d+) (?P<zone>[+-]\d{4})")


class Entry(NamedTuple):
    """What lies under one name in a folder. There are thousands: a dataclass takes three times as long to make."""

    mode: str
    oid: Oid

    @property
    def is_folder(self) -> bool:
        return self.mode == FOLDER


Folder = Mapping[str, Entry]


def header(what: GitObject) -> bytes:
    return b"%s %d\0" % (TYPES[what.kind], len(what.content))


def oid_of(what: GitObject) -> Oid:
    return Oid(hashlib.sha1(header(what) + what.content, usedforsecurity=False).digest())


def tree_of(folder: Folder) -> GitObject:
    """Sorted as git does: a folder as if its name ended with a slash."""
    ordered = sorted(folder.items(), key=lambda item: item[0].encode() + (b"/" if item[1].is_folder else b""))
    content = b"".join(b"%s %s\0%s" % (entry.mode.encode(), name.encode(), entry.oid) for name, entry in ordered)
    return GitObject(Kind.TREE, content)


def folder_of(tree: GitObject) -> dict[str, Entry]:
    content, found, at = tree.content, {}, 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        found[name.decode(errors="surrogateescape")] = Entry(mode.decode(), Oid(content[end + 1 : end + 21]))
        at = end + 21
    return found


def commit_object(commit: Commit) -> GitObject:
    lines = [f"tree {commit.tree.hex()}", *(f"parent {parent.hex()}" for parent in commit.parents)]
    lines += [f"author {_signed(commit.author)}", f"committer {_signed(commit.committer)}"]
    return GitObject(Kind.COMMIT, ("\n".join(lines) + "\n\n" + _ended(commit.message)).encode())


def tag_object(target: Oid, kind: Kind, name: str, tagger: Signature, message: str) -> GitObject:
    lines = [f"object {target.hex()}", f"type {TYPES[kind].decode()}", f"tag {name}", f"tagger {_signed(tagger)}"]
    return GitObject(Kind.TAG, ("\n".join(lines) + "\n\n" + _ended(message)).encode())


def commit_of(what: GitObject) -> Commit:
    """Of any git client: headers that we do not write are stepped over. Raises Broken."""
    headers, message = _headers(what, Kind.COMMIT)
    try:
        return Commit(
            tree=_oid(headers["tree"][0]),
            parents=tuple(map(_oid, headers.get("parent", []))),
            author=_person(headers["author"][0]),
            committer=_person(headers["committer"][0]),
            message=message,
        )
    except (KeyError, ValueError) as wrong:
        raise Broken(f"a commit that cannot be read: {wrong}") from wrong


def tag_of(what: GitObject) -> Tag:
    """Of any git client. Raises Broken."""
    headers, message = _headers(what, Kind.TAG)
    try:
        tagger = _person(headers["tagger"][0]) if "tagger" in headers else None
        return Tag(_oid(headers["object"][0]), tagger, message)
    except (KeyError, ValueError) as wrong:
        raise Broken(f"a tag that cannot be read: {wrong}") from wrong


def _headers(what: GitObject, kind: Kind) -> tuple[dict[str, list[str]], str]:
    if what.kind is not kind:
        raise Broken(f"a {what.kind.name.lower()} where a {kind.name.lower()} should be")
    head, _, message = what.content.decode(errors="replace").partition("\n\n")
    headers: dict[str, list[str]] = {}
    for line in head.split("\n"):
        if not line.startswith(" "):  # which goes on with the header before, such as a signature
            name, _, value = line.partition(" ")
            headers.setdefault(name, []).append(value)
    return headers, message


def _oid(text: str) -> Oid:
    return Oid(bytes.fromhex(text))


def _signed(person: Signature) -> str:
    return f"{person.name} <{person.email}> {person.seconds()} +0000"


def _person(text: str) -> Signature:
    found = PERSON.fullmatch(text)
    if found is None:
        raise ValueError(f"signed by {text!r}")
    zone, seconds = found["zone"], int(found["seconds"])
    ahead = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
    is_odd = abs(ahead) >= timedelta(days=1) or not 0 <= seconds < 1 << 36
    at = datetime.fromtimestamp(0 if is_odd else seconds, UTC if is_odd else timezone(ahead))
    return Signature(found["name"], found["email"], at)


def _ended(message: str) -> str:
    return message.rstrip("\n") + "\n"
