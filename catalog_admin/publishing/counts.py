"""How many rate plans a node shows: its own, and distinct ones of its whole subtree."""

from collections.abc import Sequence

import polars as pl

Counts = list[tuple[int, int]]


def counts_of(node_ids: Sequence[str], parents: Sequence[int], members: pl.DataFrame) -> Counts:
    """(direct, subtree) for each node; nodes in tree order, `parents` as positions in it, -1 for the root.

    A plan counts once wherever it stands, and one less where two of its places, neighbours in tree order, meet:
    so every subtree's sum counts it once. Costs one step up the tree per second place, not per ancestor.
    """
    placed = _placed(node_ids, members)
    direct = [0] * len(node_ids)
    for position, count in placed.group_by("position").len().iter_rows():
        direct[position] = count
    subtree = direct.copy()
    for earlier, later in _neighbours(placed).iter_rows():
        subtree[_meeting(parents, earlier, later)] -= 1
    for position in range(len(node_ids) - 1, 0, -1):
        subtree[parents[position]] += subtree[position]
    return list(zip(direct, subtree, strict=True))


def _placed(node_ids: Sequence[str], members: pl.DataFrame) -> pl.DataFrame:
    positions = pl.DataFrame(
        {"node_id": node_ids, "position": range(len(node_ids))}, schema={"node_id": pl.String, "position": pl.UInt32}
    )
    placed = members.select("plan_id", pl.col("node_id").cast(pl.String)).join(positions, on="node_id")
    return placed.select("plan_id", "position")


def _neighbours(placed: pl.DataFrame) -> pl.DataFrame:
    ordered = placed.sort("plan_id", "position")
    same = pl.col("plan_id") == pl.col("plan_id").shift(1)
    return ordered.with_columns(earlier=pl.col("position").shift(1)).filter(same).select("earlier", "position")


def _meeting(parents: Sequence[int], earlier: int, later: int) -> int:
    """The lowest common ancestor: the first one above the later that does not stand behind the earlier."""
    while later > earlier:
        later = parents[later]
    return later
