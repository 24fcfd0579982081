"""A file → an artefact: its kind, its canonical value, and all that is wrong with it by itself."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.errors import NoSuchKind, UnreadableText
from catalog_admin.artefacts.finding import Finding, Severity, did_you_mean
from catalog_admin.artefacts.kinds.arranging import arranged
from catalog_admin.artefacts.kinds.limits import DIVIDE, FILE_BYTES
from catalog_admin.artefacts.kinds.model import DESCRIBED, Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import FOLDERS, is_beside, kind_at, kind_of
from catalog_admin.artefacts.kinds.remembering import Remembering
from catalog_admin.artefacts.kinds.row_ids import unnamed_in, with_row_ids
from catalog_admin.artefacts.kinds.shape import misshapen
from catalog_admin.artefacts.kinds.spelling import spelt
from catalog_admin.artefacts.kinds.text import read_text
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.suggest import nearest

WRITES_IDS = "`catalog-admin rules format` writes ids"


def read(path: str, content: bytes) -> Artefact:
    """Never raises for what a file says: that is in `findings`."""
    return _remembered(path, content)


def _read(path: str, content: bytes) -> Artefact:
    kind = kind_at(path)
    if kind is None:
        misplaced = () if is_beside(path) else (_misplaced(path),)
        return Artefact(path, None, content, findings=misplaced)
    if kind is ArtefactKind.DMN:
        return Artefact(path, kind, content)
    try:
        return _understood(path, read_text(content), content)
    except UnreadableText as refused:
        unreadable = Finding(path, refused.pointer or "", Code.UNREADABLE, refused.detail, refused.suggestion)
        return Artefact(path, kind, content, findings=(unreadable,))


_remembered = Remembering(_read)


def canonical(path: str, content: bytes, before: bytes | None = None) -> bytes:
    """The one text of this file; raises NoSuchKind, or UnreadableText where an error keeps it from being understood.

    Rows of a table that say no id get one in it: that which they had in the file `before`, if they were there.
    """
    kind = kind_at(path)
    if kind is None:
        raise NoSuchKind(f"no kind of artefact lies at {path[:200]!r}")
    if kind is ArtefactKind.DMN:
        return content
    artefact = read(path, content)
    if before is not None and is_unnamed(artefact):
        artefact = named_after(artefact, read(path, before))
    if artefact.value is None:
        first = artefact.findings[0]
        raise UnreadableText(first.reason, pointer=first.pointer, suggestion=first.suggestion, finding=first.code)
    text = spelt(artefact.value)
    if len(text) > FILE_BYTES:  # what was written is not: see `_understood`
        raise _too_large(text, content, "with an id for each of its rows")
    return text


def is_unnamed(artefact: Artefact) -> bool:
    """Whether it has rows whose ids were made for it, and are not in its text."""
    return any(finding.code == Code.TABLE_ROW_UNNAMED for finding in artefact.findings)


def named_after(artefact: Artefact, other: Artefact) -> Artefact:
    """The same with ids from another version of it, for rows that say none themselves."""
    if other.value is None:
        return artefact
    graph = with_row_ids(read_text(artefact.content), other.value)
    return replace(artefact, value=arranged(ArtefactKind.TABLE, graph, lambda _, __: None))


def _understood(path: str, value: Any, content: bytes) -> Artefact:
    kind = kind_of(path, value)
    assert kind is not None, "kind_at has found one"  # noqa: S101
    findings = [*misshapen(path, kind, value)] if kind in DESCRIBED else _no_object(path, value)
    if findings:
        return Artefact(path, kind, content, findings=tuple(findings))

    def refused(pointer: str, why: PredicateRefused) -> None:
        findings.append(of_language(path, pointer, why))

    is_table = kind is ArtefactKind.TABLE
    named = with_row_ids(value) if is_table else value
    found = arranged(kind, named, refused)
    if findings:
        return Artefact(path, kind, content, findings=tuple(findings))
    text = spelt(found)
    has_room = named is value or len(text) <= FILE_BYTES
    # Ids that were made here are not in the file: they count where a commit writes them into it.
    measured = text if has_room else spelt(arranged(kind, value, refused))
    if len(measured) > FILE_BYTES:
        raise _too_large(measured, content, "which is what is measured")
    read_text(measured)  # logic that was opened may be deeper than is read again
    if text != content:
        hint = WRITES_IDS if has_room else DIVIDE
        findings += [*(_unnamed(path, value, hint) if is_table else ()), *([_respelt(path)] if has_room else ())]
    return Artefact(path, kind, content, found, tuple(findings))


def _too_large(text: bytes, content: bytes, how: str) -> UnreadableText:
    said = f"{len(text):,} bytes in its canonical text, {how} ({len(content):,} as sent)"
    return UnreadableText(f"{said}; a file has at most {FILE_BYTES:,}", suggestion=DIVIDE)


def of_language(path: str, pointer: str, refused: PredicateRefused) -> Finding:
    """What the language refuses, as a finding in the file; an offset is told in words."""
    offset = refused.facts.get("offset")
    at = "" if offset is None else f" at character {offset + 1}"
    return Finding(path, pointer + (refused.pointer or ""), refused.code, refused.detail + at, refused.suggestion)


def _no_object(path: str, value: Any) -> list[Finding]:
    return [] if isinstance(value, dict) else [Finding(path, "", Code.MISSHAPEN, "a JSON object is wanted here")]


def _respelt(path: str) -> Finding:
    reason = "the same content has one spelling, and this is another one"
    return Finding(path, "", Code.NOT_CANONICAL, reason, "format it", Severity.WARNING)


def _unnamed(path: str, graph: Any, hint: str) -> Iterator[Finding]:
    """A push changes no content: it is said what a commit over the API would have done."""
    for pointer, count in unnamed_in(graph):
        reason = f"{count:,} of its rows say no `_id`: what a row is called changes with its cells"
        yield Finding(path, pointer, Code.TABLE_ROW_UNNAMED, reason, hint, Severity.WARNING)


def _misplaced(path: str) -> Finding:
    folder = path.partition("/")[0]
    hint = did_you_mean(nearest(folder, FOLDERS)) if folder not in FOLDERS else "name it by letters, digits, . _ and -"
    return Finding(path, "", Code.NO_SUCH_KIND, "no kind of artefact lies here", hint or f"one of {', '.join(FOLDERS)}")
