"""A whole tree in one go: every row is looked at, then all of it is written, or nothing."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs.commands.locked import locked_catalog
from catalog_admin.catalogs.commands.nodes import check_interval
from catalog_admin.catalogs.errors import ParentMissing, PathTaken, TreeRefused
from catalog_admin.catalogs.model import meta as metadata
from catalog_admin.catalogs.model import paths, reach, words
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.model.tree_rows import TreeRow, paths_of
from catalog_admin.catalogs.store import nodes
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import queries as products

LARGEST = 100_000
ERRORS_TOLD = 1_000


def import_tree(work: Work, catalog_key: str, rows: Sequence[TreeRow]) -> int:
    """Hangs the rows into the catalog; siblings stand as the rows do. Returns how many nodes are new.

    A row for the root (path "") says what the root says. A constant number of statements. Raises CatalogNotFound,
    NotPermitted, and TreeRefused with an error for each row at fault.
    """
    catalog = locked_catalog(work, catalog_key)
    faults = Faults()
    placed = paths_of(rows, faults)
    for path in placed:
        if path is not None:
            reach.must_edit(work.actor, catalog_key, path)
    there = nodes.at(work.session, catalog.id, *_wanted(placed))
    _check_places(placed, there, faults)
    said = _checked(work, catalog, rows, faults)
    _refuse(faults, len(rows))
    new = _hang(work, catalog, rows, placed, said, there)
    audit.record(
        work,
        action="catalogs.tree_imported",
        subject=f"catalog:{catalog_key}",
        after=[[path, row.type, values["meta"]] for path, row, values in zip(placed, rows, said, strict=True)],
        detail={"nodes": new},
    )
    return new


def _wanted(placed: Sequence[str | None]) -> set[str]:
    """The paths themselves and the ones above them: what may be there already."""
    known = [path for path in placed if path is not None]
    return {"", *known, *(paths.parent_path(path) for path in known)}


def _check_places(placed: Sequence[str | None], there: dict[str, Node], faults: Faults) -> None:
    coming = set(placed)
    for position, path in enumerate(placed):
        if not path:
            continue
        if path in there:
            faults.add(PathTaken, f"/{position}/path", f"{path} is taken")
        above = paths.parent_path(path)
        if above not in there and above not in coming:
            faults.add(ParentMissing, f"/{position}/path", f"there is no node {above}, and no row for it")


def _checked(work: Work, catalog: Catalog, rows: Sequence[TreeRow], faults: Faults) -> list[dict[str, Any]]:
    """Meta and attributes of each row as they are stored."""
    registry = products.held_registry(work)
    said: list[dict[str, Any]] = []
    for position, row in enumerate(rows):
        values: dict[str, Any] = {"meta": {}, "attributes": {}}
        said.append(values)
        if row.refused is not None:
            continue
        try:
            values["meta"] = metadata.checked_meta(row.meta, catalog.locale)
            check_interval(row.active_from, row.active_to)
            if row.path != "":
                words.check_type(row.type)
            words.check_sort_key(row.sort_key)
        except Refusal as refused:
            faults.add(type(refused), f"/{position}{refused.pointer or ''}", refused.detail)
        values["attributes"] = registry.read(row.attributes, faults, f"/{position}/attributes")
    return said


def _refuse(faults: Faults, rows: int) -> None:
    if not faults.found:
        return
    first = faults.found[0]
    raise TreeRefused(
        f"{len(faults.found)} things are wrong in {rows} rows, so nothing was imported: {first.detail}",
        pointer=first.pointer,
        failed=len(faults.found),
        errors=[fault.said() for fault in faults.found[:ERRORS_TOLD]],
    )


def _hang(
    work: Work,
    catalog: Catalog,
    rows: Sequence[TreeRow],
    placed: Sequence[str | None],
    said: Sequence[dict[str, Any]],
    there: dict[str, Node],
) -> int:
    ids = nodes.free_ids(work.session, catalog.key, [path for path in placed if path])
    known = {path: node.id for path, node in there.items()} | ids
    order: dict[str, int] = defaultdict(int)
    written = []
    for row, path, values in zip(rows, placed, said, strict=True):
        interval = {"active_from": row.active_from, "active_to": row.active_to}
        if not path:
            nodes.change(work.session, known[""], values | interval)
            continue
        above = paths.parent_path(path)
        order[above] += nodes.STEP
        place = {"node_id": ids[path], "parent_id": known[above], "key": paths.key_of(path)}
        place["tpath"] = paths.tpath_of(path)
        sort_key = order[above] if row.sort_key is None else row.sort_key
        written.append({**place, **values, **interval, "type": row.type, "sort_key": sort_key})
    if written:
        nodes.add_many(work.session, catalog.id, written)
    return len(written)
