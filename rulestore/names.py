"""Names that mean the same to git, to every file system, and to people."""

import re
from collections.abc import Iterable

from rulestore.errors import BadName, TooLarge
from rulestore.limits import PATH_BYTES, PATH_DEPTH, PERSON_BYTES, REF_BYTES
from rulestore.model import Signature

# No leading dot (`.git`, `..`), no trailing one and no `~` (Windows reads `git~1` as `.git`), nothing beyond ASCII
# (macOS ignores some characters, and spells others in two ways).
SEGMENT = re.compile(r"[A-Za-z0-9_@+=-]([A-Za-z0-9._@+=-]*[A-Za-z0-9_@+=-])?")
REF = re.compile(r"refs/(heads|tags)/[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]*(/[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]*)*")
WHOLE_OID = re.compile(r"[0-9a-f]{40}")
IN_PERSON = re.compile(r"[^<>\x00-\x1f\x7f]+")
MEANT_OTHERWISE = {"@", "HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"}
WHOLE_NAMES = ("refs/", "heads/", "tags/", "remotes/")
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def checked_path(path: str) -> tuple[str, ...]:
    """The segments; raises BadName, TooLarge."""
    segments = tuple(path.split("/"))
    if len(path) > PATH_BYTES or len(segments) > PATH_DEPTH:
        raise TooLarge(f"a path of more than {PATH_BYTES} bytes or {PATH_DEPTH} folders: {path[:80]}...")
    for segment in segments:
        checked_name(segment, path)
    return segments


def checked_name(segment: str, path: str = "") -> str:
    """Of one file or folder. Raises BadName."""
    if not SEGMENT.fullmatch(segment) or segment.partition(".")[0].lower() in DEVICES:
        where = f" in {path!r}" if path else ""
        raise BadName(f"{segment!r}{where} is no name for a file: letters, digits and ._@+=- inside")
    return segment


def checked_ref(name: str) -> str:
    """Raises BadName, TooLarge."""
    if len(name) > REF_BYTES:
        raise TooLarge(f"the name of a ref of more than {REF_BYTES} bytes")
    is_odd = ".." in name or "@{" in name or any(part.endswith((".", ".lock")) for part in name.split("/"))
    if is_odd or not REF.fullmatch(name):
        raise BadName(f"{short_name(name)!r} is no name for a branch or a tag")
    if is_whole_oid(short_name(name)):
        raise BadName(f"{short_name(name)!r} reads as the name of a commit")
    return name


def checked_new_ref(name: str) -> str:
    """Of one that is to be made; those that are there already stay what they are. Raises BadName, TooLarge."""
    short = short_name(checked_ref(name))
    if short in MEANT_OTHERWISE:
        raise BadName(f"{short!r} means something else to git: call it otherwise")
    if short.startswith("-"):
        raise BadName(f"{short!r} reads as an option of a command: begin it with a letter or a digit")
    if short.startswith(WHOLE_NAMES):
        raise BadName(f"{short!r} reads as a whole name: say {short.rpartition('/')[2]!r} alone")
    return name


def short_name(ref: str) -> str:
    """What people call it: `main` of refs/heads/main."""
    return ref.split("/", 2)[-1]


def twin_of(ref: str) -> str:
    """The tag that is called as this branch is, and the other way round."""
    other = "tags" if ref.startswith("refs/heads/") else "heads"
    return f"refs/{other}/{short_name(ref)}"


def is_whole_oid(name: str) -> bool:
    """All 40 digits: such a name means that commit and nothing else, for good."""
    return WHOLE_OID.fullmatch(name) is not None


def folders_of(name: str) -> list[str]:
    """What would have to be a folder for this to exist: refs/heads, refs/heads/a for refs/heads/a/b."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def check_people(people: Iterable[Signature]) -> None:
    """Raises BadName, TooLarge: a line break in a name would be another header of the commit."""
    for person in people:
        for said in (person.name, person.email):
            if len(said.encode()) > PERSON_BYTES:
                raise TooLarge(f"a name of more than {PERSON_BYTES} bytes")
            if not IN_PERSON.fullmatch(said) or said != said.strip():
                raise BadName(f"{said!r} is no name to sign with")
