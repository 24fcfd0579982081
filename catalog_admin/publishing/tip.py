"""The tip of a lineage: what of its newest sealed ordinal the next publish goes on from.

Every publish overwrites it, and nothing that is served is read from it. It is believed only as far as its hashes lead
to the digest that the version is named by; a lineage whose tip is gone or wrong is published in full.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import accumulate
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import merkle

LEAVES_AT_ONCE = 4_096  # about 8 MB of a version with two million entries
Tally = Counter[tuple[str, str]]  # by ("attribute", its key) or ("day", a date)


@dataclass(frozen=True, slots=True)
class Tip:
    """`read_as` is the snapshot of the draft that the ordinal tells of; `ground` hashes what stands behind all entries.

    Rules that look at the clock answer from `evaluated_at` to `rules_hold_until` what they answered.
    """

    lineage_id: int
    ordinal: int
    catalog_id: UUID
    read_as: Snapshot
    evaluated_at: datetime
    rules_hold_until: datetime | None
    ground: bytes
    by_hand_hash: bytes
    seal: bytes = b""

    def holds_at(self, instant: datetime) -> bool:
        return self.evaluated_at <= instant and (self.rules_hold_until is None or instant < self.rules_hold_until)


@dataclass(frozen=True, slots=True)
class Tree:
    """What is stored of the tree of hashes: pairs by leaf, hashes of leaves by twig, the hash of each middle node.

    Empty ones are gone.
    """

    leaves: Mapping[int, bytes]
    twigs: Mapping[int, bytes]
    middles: Mapping[int, bytes]


def find(tx: Reads | Work, lineage_id: int, ordinal: int) -> Tip | None:
    """None unless it is that of this ordinal."""
    row = tx.session.execute(
        text(
            "SELECT lineage_id, ordinal, catalog_id, read_as, evaluated_at, rules_hold_until, ground, by_hand_hash,"
            " seal FROM lineage_tip WHERE tenant_id = :tenant AND lineage_id = :lineage AND ordinal = :ordinal"
        ),
        {"tenant": tx.tenant, "lineage": lineage_id, "ordinal": ordinal},
    ).first()
    return None if row is None else Tip(**dict(row._mapping) | {"read_as": Snapshot.read(row.read_as)})


def leaves(tx: Reads | Work, lineage_id: int, wanted: Iterable[int]) -> dict[int, bytes]:
    found = tx.session.execute(
        text(
            "SELECT leaf, pairs FROM tip_leaf"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage AND leaf = ANY(:leaves)"
        ),
        {"tenant": tx.tenant, "lineage": lineage_id, "leaves": list(wanted)},
    ).all()
    return {leaf: bytes(pairs) for leaf, pairs in found}


def twigs(tx: Reads | Work, lineage_id: int, middles: Iterable[int]) -> dict[int, bytes]:
    """All of these middle nodes, in one text of bytes: four thousand short ones take longer to read than to find."""
    found = tx.session.execute(
        text(
            "SELECT array_agg(twig ORDER BY twig), array_agg(length(leaves) ORDER BY twig),"
            " string_agg(leaves, '' ORDER BY twig) FROM tip_twig"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage AND twig = ANY(:twigs)"
        ),
        {
            "tenant": tx.tenant,
            "lineage": lineage_id,
            "twigs": [twig for middle in middles for twig in merkle.twigs_of(middle)],
        },
    ).one()
    numbers, lengths, contents = (each or () for each in found)
    ends = accumulate(lengths)
    return {twig: bytes(contents[end - long : end]) for twig, long, end in zip(numbers, lengths, ends, strict=True)}


def middles(tx: Reads | Work, lineage_id: int) -> dict[int, bytes]:
    """The hashes of all of them."""
    found = tx.session.execute(
        text("SELECT middle, hash FROM tip_middle WHERE tenant_id = :tenant AND lineage_id = :lineage"),
        {"tenant": tx.tenant, "lineage": lineage_id},
    )
    return {middle: bytes(hashed) for middle, hashed in found}


def tally(tx: Reads | Work, lineage_id: int) -> Tally:
    """Rate plans that have an attribute, or name a day: what of the version all of them decide together."""
    found = tx.session.execute(
        text("SELECT what, key, plans FROM tip_tally WHERE tenant_id = :tenant AND lineage_id = :lineage"),
        {"tenant": tx.tenant, "lineage": lineage_id},
    )
    return Counter({(what, key): plans for what, key, plans in found})


def sealed(tip: Tip, counted: Mapping[tuple[str, str], int]) -> bytes:
    """A hash over what no digest leads to: by it a tip that was damaged is told from a sound one."""
    told = [
        tip.ordinal,
        str(tip.catalog_id),
        str(tip.read_as),
        *(instant and instant.timestamp() for instant in (tip.evaluated_at, tip.rules_hold_until)),
        tip.ground.hex(),
        tip.by_hand_hash.hex(),
        sorted([*name, plans] for name, plans in counted.items() if plans > 0),
    ]
    return sha256(orjson.dumps(told)).digest()


def put(work: Work, tip: Tip) -> None:
    """From now on it is this one, with the counts that are stored by now."""
    work.session.execute(
        text(
            "INSERT INTO lineage_tip (tenant_id, environment_id, lineage_id, ordinal, catalog_id, read_as, moved_at,"
            " evaluated_at, rules_hold_until, ground, by_hand_hash, seal)"
            " VALUES (:tenant, :environment, :lineage, :ordinal, :catalog, :read_as, :now, :evaluated, :hold_until,"
            " :ground, :by_hand, :seal)"
            " ON CONFLICT (tenant_id, lineage_id) DO UPDATE SET ordinal = excluded.ordinal,"
            " environment_id = excluded.environment_id, catalog_id = excluded.catalog_id, read_as = excluded.read_as,"
            " moved_at = excluded.moved_at, evaluated_at = excluded.evaluated_at,"
            " rules_hold_until = excluded.rules_hold_until, ground = excluded.ground,"
            " by_hand_hash = excluded.by_hand_hash, seal = excluded.seal"
        ),
        {
            "tenant": work.tenant,
            "environment": work.environment,
            "lineage": tip.lineage_id,
            "ordinal": tip.ordinal,
            "catalog": tip.catalog_id,
            "read_as": str(tip.read_as),
            "now": work.now,
            "evaluated": tip.evaluated_at,
            "hold_until": tip.rules_hold_until,
            "ground": tip.ground,
            "by_hand": tip.by_hand_hash,
            "seal": sealed(tip, tally(work, tip.lineage_id)),
        },
    )


def clear(work: Work, lineage_id: int) -> None:
    """Nothing is known of the lineage any more, until a full publish has told it all."""
    for table in ("lineage_tip", "tip_leaf", "tip_twig", "tip_middle", "tip_tally"):
        work.session.execute(
            text(f"DELETE FROM {table} WHERE tenant_id = :tenant AND lineage_id = :lineage"),  # noqa: S608
            {"tenant": work.tenant, "lineage": lineage_id},
        )


def portions(tree: Tree) -> Iterator[Tree]:
    """A large one in parts that a transaction may write."""
    numbers = list(tree.leaves)
    for at in range(0, len(numbers), LEAVES_AT_ONCE):
        yield Tree({leaf: tree.leaves[leaf] for leaf in numbers[at : at + LEAVES_AT_ONCE]}, {}, {})
    yield Tree({}, tree.twigs, tree.middles)


def write(work: Work, lineage_id: int, tree: Tree, counted: Mapping[Any, int]) -> None:
    """These nodes and counts, in place of what they were; what is empty now goes."""
    for nodes, drop, put in (
        (tree.leaves, DROP_LEAVES, PUT_LEAVES),
        (tree.twigs, DROP_TWIGS, PUT_TWIGS),
        (tree.middles, DROP_MIDDLES, PUT_MIDDLES),
    ):
        filled = _filled(nodes)
        _send(work, lineage_id, drop, numbers=list(nodes.keys() - filled.keys()))
        _send(work, lineage_id, put, **_joined(filled))
    gone, named = [name for name, plans in counted.items() if not plans], _filled(counted)
    _send(work, lineage_id, DROP_TALLIES, kinds=[kind for kind, _ in gone], keys=[key for _, key in gone])
    counts = list(named.values())
    _send(
        work, lineage_id, PUT_TALLIES, kinds=[kind for kind, _ in named], keys=[key for _, key in named], counts=counts
    )


def _joined(nodes: Mapping[int, bytes]) -> dict[str, Any]:
    """Contents as one: many texts of bytes in an array take longer to write and to read than to store."""
    lengths = [*map(len, nodes.values())]
    begins = accumulate(lengths[:-1], initial=1) if lengths else ()
    return {"numbers": [*nodes], "begins": [*begins], "lengths": lengths, "contents": b"".join(nodes.values())}


def _filled(nodes: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: content for name, content in nodes.items() if content}


def _send(work: Work, lineage_id: int, statement: str, **columns: Any) -> None:
    if any(columns.values()):
        work.session.execute(text(statement), {"tenant": work.tenant, "lineage": lineage_id, **columns})


MINE = "tenant_id = :tenant AND lineage_id = :lineage"
NODES = (
    "(SELECT number, substring(CAST(:contents AS bytea) FROM begins FOR length) AS content FROM"
    " unnest(CAST(:numbers AS integer[]), CAST(:begins AS integer[]), CAST(:lengths AS integer[]))"
    " AS n (number, begins, length)) AS n"
)
NAMES = "CAST(:kinds AS text[]), CAST(:keys AS text[])"
DROP_LEAVES = f"DELETE FROM tip_leaf WHERE {MINE} AND leaf = ANY(:numbers)"  # noqa: S608
PUT_LEAVES = (
    "INSERT INTO tip_leaf (tenant_id, lineage_id, leaf, pairs)"  # noqa: S608
    f" SELECT :tenant, :lineage, number, content FROM {NODES}"
    " ON CONFLICT (tenant_id, lineage_id, leaf) DO UPDATE SET pairs = excluded.pairs"
)
DROP_TWIGS = f"DELETE FROM tip_twig WHERE {MINE} AND twig = ANY(:numbers)"  # noqa: S608
PUT_TWIGS = (
    "INSERT INTO tip_twig (tenant_id, lineage_id, twig, leaves)"  # noqa: S608
    f" SELECT :tenant, :lineage, number, content FROM {NODES}"
    " ON CONFLICT (tenant_id, lineage_id, twig) DO UPDATE SET leaves = excluded.leaves"
)
DROP_MIDDLES = f"DELETE FROM tip_middle WHERE {MINE} AND middle = ANY(:numbers)"  # noqa: S608
PUT_MIDDLES = (  # the leaves of a middle node stood in its own row once
    "INSERT INTO tip_middle (tenant_id, lineage_id, middle, leaves, hash)"  # noqa: S608
    f" SELECT :tenant, :lineage, number, '', content FROM {NODES}"
    " ON CONFLICT (tenant_id, lineage_id, middle) DO UPDATE SET leaves = '', hash = excluded.hash"
)
DROP_TALLIES = f"DELETE FROM tip_tally WHERE {MINE} AND (what, key) IN (SELECT * FROM unnest({NAMES}))"  # noqa: S608
PUT_TALLIES = (
    "INSERT INTO tip_tally (tenant_id, lineage_id, what, key, plans)"  # noqa: S608
    f" SELECT :tenant, :lineage, n.* FROM unnest({NAMES}, CAST(:counts AS integer[])) AS n"
    " ON CONFLICT (tenant_id, lineage_id, what, key) DO UPDATE SET plans = excluded.plans"
)
