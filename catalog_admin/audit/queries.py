"""Reading and checking the chain."""

from collections.abc import Iterator

from catalog_admin.audit import store
from catalog_admin.audit.errors import EntryNotFound
from catalog_admin.audit.model import Entry, Filter, Verdict, fault_of, first_link
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads


def entries(reads: Reads, wanted: Filter, *, limit: int = 100, after: str | None = None) -> Page[Entry]:
    """Newest first, as far as the actor's environments reach."""
    before = _seq_in(after) if after else None
    rows = store.newest(reads, wanted, before, limit + 1)
    items = [store.entry_of(row) for row in rows[:limit]]
    return Page(items, cursor(items[-1].seq) if len(rows) > limit else None)


def entry(reads: Reads, seq: int) -> Entry:
    """Raises EntryNotFound."""
    row = store.entry(reads, seq)
    if row is None:
        raise EntryNotFound(f"the chain has no entry {seq}")
    return store.entry_of(row)


def export(reads: Reads, *, after: int = 0) -> Iterator[Entry]:
    """The whole chain from behind entry `after`, oldest first, for somebody to check it elsewhere.

    Raises NotPermitted for an actor let into some environments only: a chain with gaps cannot be checked.
    """
    reads.actor.must_use_all()
    return store.from_oldest(reads, after, None)


def _seq_in(after: str) -> int:
    seq = key_of(after, width=1)[0]
    if not isinstance(seq, int):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return seq


def verify(reads: Reads, *, after: int = 0, limit: int | None = None) -> Verdict:
    """Walk the chain from behind entry `after`, at most `limit` entries; stops at the first that does not hold.

    Cost: about 20 µs an entry. At the end the head the database remembers must be the last entry.
    """
    last, link = after, _link_behind(reads, after)
    for entry in store.from_oldest(reads, after, limit):
        reason = fault_of(entry, last + 1, link)
        if reason is not None:
            return Verdict(last - after, last, link, is_complete=False, broken_at=last + 1, reason=reason)
        last, link = entry.seq, entry.hash
    if limit is not None and last - after == limit:
        return Verdict(last - after, last, link, is_complete=False)
    return _at_the_end(reads, after, last, link)


def _link_behind(reads: Reads, after: int) -> bytes:
    link = store.hash_of(reads, after) if after else first_link(reads.tenant)
    if link is None:
        raise EntryNotFound(f"the chain has no entry {after}", pointer="/after")
    return link


def _at_the_end(reads: Reads, after: int, last: int, link: bytes) -> Verdict:
    head = store.head(reads)
    checked = last - after
    if head is None:
        reason = "the chain has entries but no head" if last else None
        return Verdict(checked, last, link, is_complete=True, broken_at=last if reason else None, reason=reason)
    if head.seq > last:
        reason = f"entry {last + 1} is missing: {head.seq} were written"
        return Verdict(checked, last, link, is_complete=True, broken_at=last + 1, reason=reason)
    if (head.seq, head.hash) != (last, link):
        return Verdict(checked, last, link, is_complete=True, broken_at=last, reason="it is not the head that was kept")
    return Verdict(checked, last, link, is_complete=True)
