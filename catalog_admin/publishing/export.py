"""A version as lines of canonical JSON, from which anybody can compute its digest again."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import text

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.model import FORMAT, Kind, VersionRef, membership_body
from catalog_admin.publishing.place import holds, of_version

ROWS_AT_ONCE = 2_000
HOLDS = holds("p")
WITH_BODY = "JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"
ENTRIES = f"""
    SELECT p.kind, p.key, b.body, NULL AS node, NULL AS source, NULL AS order_key, NULL::text AS audience
    FROM published_entry p {WITH_BODY} WHERE {HOLDS}
    UNION ALL
    SELECT 'node', p.node_id::text, b.body, NULL, NULL, NULL, NULL FROM published_node p {WITH_BODY} WHERE {HOLDS}
    UNION ALL
    SELECT 'plan', p.key, b.body, NULL, NULL, NULL, NULL FROM published_plan p {WITH_BODY} WHERE {HOLDS}
    UNION ALL
    SELECT 'membership', p.node_id || '/' || substr(p.order_key, 34), NULL, p.node_id::text, p.source, p.order_key,
           p.audience::text
    FROM published_membership p WHERE {HOLDS}
"""  # noqa: S608


def lines_of(reads: Reads, ref: VersionRef) -> Iterator[bytes]:
    """Streamed; the database sorts."""
    header = {"catalog": ref.catalog_key, "digest": ref.hex, "entries": ref.entries, "format": FORMAT}
    yield canonical_json(header) + b"\n"
    ordered = f"SELECT * FROM ({ENTRIES}) e ORDER BY sha256(convert_to(kind || '/' || key, 'UTF8'))"  # noqa: S608
    for row in reads.session.execute(text(ordered).execution_options(yield_per=ROWS_AT_ONCE), of_version(reads, ref)):
        yield b'{"body":%b,"key":%b,"kind":"%b"}\n' % (_body(row), orjson.dumps(row.key), row.kind.encode())


def _body(row: Any) -> bytes:
    """A membership's is written down from its columns, the others' are kept."""
    if row.kind != Kind.MEMBERSHIP:
        return str(row.body).encode()
    return membership_body(row.node, row.source, row.order_key, orjson.loads(row.audience) if row.audience else None)
