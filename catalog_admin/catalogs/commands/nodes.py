"""Nodes: create one, change what one says."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.catalogs.commands.locked import held_node, locked_catalog
from catalog_admin.catalogs.errors import BadInterval, ParentMissing, PathTaken, RootFixed
from catalog_admin.catalogs.model import meta as metadata
from catalog_admin.catalogs.model import paths, reach, said, words
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.store import nodes
from catalog_admin.catalogs.values import checked_attributes
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work


@dataclass(frozen=True)
class NewNode:
    """What somebody says about a node to be; without a sort key it goes behind its siblings."""

    path: str
    type: str
    meta: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    sort_key: int | None = None
    active_from: datetime | None = None
    active_to: datetime | None = None


def create_node(work: Work, catalog_key: str, new: NewNode) -> Node:
    """Costs the same in a tree of a hundred and of a hundred thousand nodes.

    Raises CatalogNotFound, BadPath, PathTooLong, BadType, BadPlace, ParentMissing, PathTaken, BadMeta, BadInterval
    and what products refuses of attributes.
    """
    paths.check_path(new.path)
    words.check_type(new.type)
    words.check_sort_key(new.sort_key)
    check_interval(new.active_from, new.active_to)
    reach.must_edit(work.actor, catalog_key, new.path)
    catalog = locked_catalog(work, catalog_key, "/catalogId")
    parent = _place_for(work, catalog, new.path)
    values = {
        "node_id": nodes.free_ids(work.session, catalog_key, [new.path])[new.path],
        "catalog_id": catalog.id,
        "parent_id": parent.id,
        "key": paths.key_of(new.path),
        "tpath": paths.tpath_of(new.path),
        "type": new.type,
        "meta": metadata.checked_meta(new.meta, catalog.locale),
        "attributes": checked_attributes(work, new.attributes),
        "sort_key": nodes.last_sort_key(work.session, parent.id) if new.sort_key is None else new.sort_key,
        "active_from": new.active_from,
        "active_to": new.active_to,
    }
    node = nodes.add(work.session, values)
    audit.record(
        work,
        action="catalogs.node_created",
        subject=f"node:{node.id}",
        after=said.node(node),
        detail=said.place(catalog, node),
    )
    return node


def _place_for(work: Work, catalog: Catalog, path: str) -> Node:
    """The parent; raises ParentMissing and PathTaken."""
    above = paths.parent_path(path)
    found = nodes.at(work.session, catalog.id, above, path)
    if above not in found:
        raise ParentMissing(f"there is no node {above} in {catalog.key}", pointer="/path")
    if path in found:
        raise PathTaken(f"{path} is taken in {catalog.key}", pointer="/path", node=str(found[path].id))
    return found[above]


@dataclass(frozen=True)
class NodeChanges:
    """`meta` is a merge patch (RFC 7396); `values` are sort key, dates, attributes, type: only what was said."""

    meta: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)


def change_node(work: Work, node_id: UUID, changes: NodeChanges, expected: Expected) -> Node:
    """The same again changes nothing; paths are move_node's.

    Raises NodeNotFound, Stale, RootFixed, BadType, BadMeta, BadInterval, BadPlace.
    """
    catalog, before = held_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, before.path)
    expected.check(before.revision)
    values = _checked(work, catalog, before, changes)
    if says_the_same(said.node(before), said.node(replace(before, **values))):
        return before
    after = nodes.change(work.session, node_id, values)
    audit.record(
        work,
        action="catalogs.node_changed",
        subject=f"node:{node_id}",
        before=said.node(before),
        after=said.node(after),
        detail=said.place(catalog, after),
    )
    return after


def _checked(work: Work, catalog: Catalog, before: Node, changes: NodeChanges) -> dict[str, Any]:
    values = dict(changes.values)
    if changes.meta is not None:
        patch = metadata.localised_patch(changes.meta, catalog.locale)
        values["meta"] = metadata.checked_meta(metadata.merge_patch(before.meta, patch), catalog.locale)
    if "attributes" in values:
        values["attributes"] = checked_attributes(work, values["attributes"])
    if values.get("type", before.type) != before.type:
        words.check_type(values["type"])
        if before.is_root:
            raise RootFixed("a root keeps its type", pointer="/type")
    words.check_sort_key(values.get("sort_key"))
    check_interval(values.get("active_from", before.active_from), values.get("active_to", before.active_to))
    return values


def check_interval(active_from: datetime | None, active_to: datetime | None, pointer: str = "/activeTo") -> None:
    if active_from is not None and active_to is not None and active_from >= active_to:
        raise BadInterval("activeTo must be later than activeFrom", pointer=pointer)
