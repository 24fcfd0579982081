"""What a version says, read as a draft says it: entries, nodes, what stands by hand."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import RowMapping, text

from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing.model import Place, VersionRef, place_of
from catalog_admin.publishing.place import holds, of_version

HOLDS = holds("p")
WITH_BODY = "JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"


def bodies(tx: Reads | Work, ref: VersionRef, kind: str) -> Iterator[dict[str, Any]]:
    """Of entries that need no columns of their own."""
    found = tx.session.scalars(
        text(f"SELECT b.body FROM published_entry p {WITH_BODY} WHERE {HOLDS} AND p.kind = :kind"),  # noqa: S608
        of_version(tx, ref) | {"kind": kind},
    )
    yield from map(orjson.loads, found)


def nodes(tx: Reads | Work, ref: VersionRef) -> Iterator[tuple[RowMapping, dict[str, Any]]]:
    """Columns and bodies, in tree order."""
    found = tx.session.execute(
        text(
            "SELECT p.node_id, p.parent_id, p.key, p.path, p.tpath, p.depth, p.type, p.sort_key, p.active_from,"  # noqa: S608
            f" p.active_to, b.body FROM published_node p {WITH_BODY} WHERE {HOLDS} ORDER BY p.tpath"
        ),
        of_version(tx, ref),
    )
    for row in found.mappings():
        yield row, orjson.loads(row["body"])


def shown_by_hand(tx: Reads | Work, ref: VersionRef) -> Iterator[tuple[str, Place]]:
    """What stands on shelves by hand: the node, and where among its rate plans."""
    found = tx.session.execute(
        text(
            "SELECT p.node_id::text, p.order_key FROM published_membership p"  # noqa: S608
            f" WHERE {HOLDS} AND p.source = 'manual'"
        ),
        of_version(tx, ref),
    )
    for node, order in found:
        yield node, place_of(order)
