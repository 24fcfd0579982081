"""What is true of every tree, asked of the rows themselves."""

from sqlalchemy import text
from sqlalchemy.orm import Session

ROWS = text(
    "SELECT n.node_id, n.parent_id, n.key, n.tpath, n.depth, n.path::text AS path FROM node n JOIN catalog c"
    " ON c.catalog_id = n.catalog_id WHERE c.key = :catalog AND c.deleted_at IS NULL AND n.deleted_at IS NULL"
)


def check_tree(session: Session, catalog: str) -> list[str]:
    """The living paths, sorted; fails if a path and its parents disagree, or a node is an orphan or a twin."""
    rows = session.execute(ROWS, {"catalog": catalog}).all()
    by_id = {row.node_id: row for row in rows}
    for row in rows:
        if row.parent_id is None:
            assert (row.tpath, row.key) == ("", "")
            continue
        assert row.parent_id in by_id, f"{row.tpath} is an orphan"
        assert row.tpath == f"{by_id[row.parent_id].tpath}{row.key}.", f"{row.tpath} does not hang where it says"
        assert (row.path, row.depth) == (row.tpath[:-1], row.tpath.count("."))
    paths = sorted(row.path for row in rows)
    assert len(set(paths)) == len(paths), "two nodes at one path"
    assert paths[:1] == [""], "no root"
    return paths
