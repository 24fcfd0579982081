"""Rows that fit into one statement a table: for few of them a temporary table and a COPY cost more than the rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from sqlalchemy import TextClause, text

from catalog_admin.kit.work import Work
from catalog_admin.publishing import store, tip
from catalog_admin.publishing.layout import STAGES
from catalog_admin.publishing.model import OPEN
from catalog_admin.publishing.store import Filling
from catalog_admin.publishing.tip import Tree
from catalog_admin.publishing.vocabulary import Vocabulary

WEIGHTS = {"plan": 6}  # a rate plan's row brings its body along, and what it is found by


@dataclass
class Few:
    """What makes the rows of one ordinal into those of the next, in memory: rows to open, and by table the identities
    of rows to close; of the tree of hashes, and of what is counted, what is another now.
    """

    base_ordinal: int
    locales: Sequence[str]
    tree: Tree
    tally: Mapping[tuple[str, str], int]
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    gone: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def add(self, table: str, *values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def write(self, work: Work, filling: Filling, tell: Callable[[float], None]) -> None:
        """`tell` hears how much is written."""
        sizes = {
            table: WEIGHTS.get(table, 1) * (len(self.rows.get(table, ())) + len(self.gone.get(table, ())))
            for table in STAGES
        }
        done, total = 0, max(1, sum(sizes.values()))
        for table in sorted(self.rows.keys() | self.gone.keys()):
            tell(done / total)
            done += sizes[table]
            said = {
                "tenant": work.tenant,
                "lineage": filling.lineage_id,
                "ordinal": filling.ordinal,
                "gone": _json(table, STAGES[table].identity, self.gone.get(table, ())),
                "rows": _json(table, STAGES[table].names, self.rows.get(table, ())),
            }
            work.session.execute(_replacing(table), said)
        for words in self.vocabulary.steps():
            store.learn(work, filling, words, self.locales)
        tip.write(work, filling.lineage_id, self.tree, self.tally)


@cache
def _replacing(table: str) -> TextClause:
    """Rows of these identities hold until the ordinal being filled, and these open with it."""
    stage = STAGES[table]
    match = " AND ".join(f"p.{name} = gone.{name}" for name in stage.identity)
    rows = f"json_to_recordset(CAST(:rows AS json)) AS said ({stage.definition})"
    gone = f"json_to_recordset(CAST(:gone AS json)) AS gone ({stage.definition_of(stage.identity)})"
    closed = (
        f"UPDATE published_{table} p SET until_ordinal = :ordinal FROM {gone}"  # noqa: S608
        f" WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage AND p.until_ordinal = {OPEN} AND {match}"
    )
    bodies = "SELECT :tenant, body_hash, body FROM stage ORDER BY body_hash ON CONFLICT DO NOTHING"
    wrote = f", bodies AS (INSERT INTO body (tenant_id, hash, body) {bodies})" if stage.has_body else ""
    return text(
        f"WITH stage AS MATERIALIZED (SELECT * FROM {rows}), closed AS ({closed}){wrote}"  # noqa: S608
        f" INSERT INTO published_{table} (tenant_id, lineage_id, from_ordinal, {stage.targets})"
        f" SELECT :tenant, :lineage, :ordinal, {stage.sources} FROM {stage.relation}"
    )


def _json(table: str, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    """Of each row an object, as json_to_recordset reads it: each value is read as its column's type reads texts."""
    kinds = dict(STAGES[table].columns)
    columns = [(name, kinds[name]) for name in names]
    told = [{name: _said(kind, value) for (name, kind), value in zip(columns, row, strict=True)} for row in rows]
    return orjson.dumps(told).decode()


def _said(kind: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if kind == "jsonb" and value is not None:
        return orjson.Fragment(value)
    return value
