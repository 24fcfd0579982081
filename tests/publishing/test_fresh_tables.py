"""Of tables that nobody has analyzed yet PostgreSQL expects single rows: reading many must not be planned by that."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import event

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import outline, queries
from catalog_admin.publishing.model import VersionRef
from tests.publishing.shop import Shop


def whole_tree(reads: Reads, ref: VersionRef) -> None:
    assert queries.tree(reads, ref).items


def whole_outline(reads: Reads, ref: VersionRef) -> None:
    assert outline.nodes_among(reads, ref, None)


@pytest.mark.parametrize("read", [whole_tree, whole_outline])
def test_no_node_is_compared_with_every_count(shop: Shop, read: Callable[[Reads, VersionRef], None]) -> None:
    ref = shop.publish().version
    asked = []
    with shop.reads() as reads:
        engine = reads.session.connection()
        event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
        read(reads, ref)
        plans = [_plan(reads, statement, parameters) for statement, parameters in asked.copy()]
    [plan] = [each for each in plans if "published_count" in each]
    assert not re.search(r"Join Filter: .*\bnode_id\b", plan)
    assert re.search(r"published_count_pkey.*?\n.*node_id = n.node_id", plan)


def _plan(reads: Reads, statement: str, parameters: object) -> str:
    found = reads.session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(row[0] for row in found)
