"""The store's noes in this room's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from catalog_admin.kit.errors import Refusal
from catalog_admin.rules import errors
from catalog_admin.rules.etags import etag_of
from catalog_admin.rules.model import HEADS
from rulestore import errors as store

log = structlog.get_logger()

IN_OUR_WORDS: dict[type[store.Refused], type[Refusal]] = {
    store.NoSuchRepository: errors.NoRepository,
    store.NoSuchRevision: errors.RevisionNotFound,
    store.NoSuchPath: errors.FileNotFound,
    store.BadName: errors.BadName,
    store.TooLarge: errors.TooMuch,
    store.RefTaken: errors.NameTaken,
    store.RefProtected: errors.BranchProtected,
    store.NothingChanged: errors.NothingChanged,
}


@contextmanager
def in_our_words(pointer: str | None = None) -> Iterator[None]:
    """Whatever the store refuses inside is refused by us; `pointer` is the part of the input that it is about."""
    try:
        yield
    except store.Refused as refused:
        raise _refusal(refused, pointer) from refused
    except store.Broken as broken:
        log.exception("rules.repository_broken")
        raise errors.RepositoryBroken("the repository cannot be read as it should be") from broken
    except OSError as wrong:
        log.exception("rules.mirror_unusable")
        raise errors.MirrorUnusable("this machine's copy of the repository cannot be written") from wrong


def _refusal(refused: store.Refused, pointer: str | None) -> Refusal:
    detail = str(refused)
    if isinstance(refused, store.BlobMoved):
        current = etag_of(refused.current) if refused.current else None
        return errors.FileChanged(detail, pointer=pointer, file=refused.path, current=current)
    if isinstance(refused, store.RefMoved):
        if refused.current is None:
            return errors.BranchNotFound(f"there is no branch {refused.name.removeprefix(HEADS)}")
        return errors.BranchMoved(detail, current=etag_of(refused.current))
    kind = next(ours for theirs, ours in IN_OUR_WORDS.items() if isinstance(refused, theirs))
    return kind(detail, pointer=pointer)
