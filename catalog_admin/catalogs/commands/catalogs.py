"""Catalogs: create, change, delete softly, restore."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.catalogs.commands.locked import lock_tree, locked_catalog
from catalog_admin.catalogs.errors import CatalogNotFound, CatalogTypeNotOffered, KeyTaken, NotDeleted
from catalog_admin.catalogs.model import reach, said, words
from catalog_admin.catalogs.model.draft import ROOT_TYPE, Catalog
from catalog_admin.catalogs.store import catalogs, nodes
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.rooms_above import Question
from catalog_admin.kit.work import Work

# What rooms above have against deleting a catalog: asked with its key, in the deleting transaction.
OBJECTIONS: Question[Callable[[Work, str], None]] = Question("promotions")


def create_catalog(
    work: Work,
    *,
    key: str,
    type: str = "master",
    name: dict[str, str] | None = None,
    locales: list[str] | None = None,
    currencies: list[str] | None = None,
    auto_publish: str = "none",
) -> Catalog:
    """A catalog and its root node; raises BadCatalog, CatalogTypeNotOffered, KeyTaken."""
    words.check_catalog_key(key)
    reach.must_edit(work.actor, key)
    if type != "master":
        raise CatalogTypeNotOffered(f"only master catalogs can be created, not {type[:40]}", pointer="/type")
    values = {"catalog_id": new_id(), "key": key, "type": type, "name": name or {}}
    values |= {"locales": locales or [], "currencies": currencies or [], "auto_publish": auto_publish}
    _check(values)
    _check_automation(work, key, "none", auto_publish)
    try:
        with work.session.begin_nested():
            catalog = catalogs.add(work.session, values)
    except IntegrityError as refused:
        if not isinstance(refused.orig, UniqueViolation):
            raise
        raise KeyTaken(f"there is a catalog {key} already", pointer="/key") from refused
    _plant_root(work, catalog)
    audit.record(work, action="catalogs.catalog_created", subject=f"catalog:{key}", after=said.catalog(catalog))
    return catalog


def _check(values: Mapping[str, Any]) -> None:
    words.check_name(values.get("name", {}))
    words.check_locales(values.get("locales", []))
    words.check_currencies(values.get("currencies", []))
    words.check_auto_publish(values.get("auto_publish", "none"))


def _check_automation(work: Work, key: str, before: str, wanted: str) -> None:
    """Raises NotPermitted: whoever may not publish does not have it done by the clock either."""
    if wanted != before:
        work.actor.must(Role.PUBLISHER, catalog=key)


def _plant_root(work: Work, catalog: Catalog) -> None:
    root = nodes.free_ids(work.session, catalog.key, [""])[""]
    values = {"node_id": root, "catalog_id": catalog.id, "parent_id": None, "key": "", "tpath": "", "type": ROOT_TYPE}
    nodes.add(work.session, values)


def change_catalog(work: Work, key: str, changes: dict[str, Any], expected: Expected) -> Catalog:
    """Sets name, locales, currencies or auto_publish, whichever are given; the same again changes nothing.

    Raises BadCatalog, and NotPermitted for an auto_publish that is not for who may not publish.
    """
    before = locked_catalog(work, key)
    reach.must_edit(work.actor, key)
    expected.check(before.revision)
    _check(changes)
    _check_automation(work, key, before.auto_publish, changes.get("auto_publish", before.auto_publish))
    if says_the_same(said.catalog(before), said.catalog(replace(before, **changes))):
        return before
    after = catalogs.change(work.session, before.id, changes)
    audit.record(
        work,
        action="catalogs.catalog_changed",
        subject=f"catalog:{key}",
        before=said.catalog(before),
        after=said.catalog(after),
    )
    return after


def delete_catalog(work: Work, key: str, expected: Expected) -> Catalog:
    """Softly: its key is free again, its tree waits for restore_catalog. Raises what rooms above say against it."""
    before = locked_catalog(work, key)
    reach.must_edit(work.actor, key)
    expected.check(before.revision)
    for object_to in OBJECTIONS.everybody():
        object_to(work, key)
    after = catalogs.change(work.session, before.id, {"deleted_at": work.now, "deleted_by": work.actor.subject})
    audit.record(work, action="catalogs.catalog_deleted", subject=f"catalog:{key}", before=said.catalog(before))
    return after


def restore_catalog(work: Work, key: str, expected: Expected, catalog_id: UUID | None = None) -> Catalog:
    """Brings back the catalog of this key that was deleted last, or the one of this id.

    Raises KeyTaken, NotDeleted, CatalogNotFound, Stale.
    """
    reach.must_edit(work.actor, key)
    deleted = catalogs.find_deleted(work.session, key, catalog_id)
    if deleted is not None:
        lock_tree(work, deleted.id)
        deleted = catalogs.find_deleted(work.session, key, deleted.id)
    living = catalogs.find(work.session, key)
    if deleted is None:
        is_there = living is not None and catalog_id in (None, living.id)
        raise NotDeleted(f"{key} is not deleted") if is_there else CatalogNotFound(f"no deleted catalog {key}")
    expected.check(deleted.revision)
    if living is not None:
        raise KeyTaken(f"a new catalog {key} has taken the place of the deleted one")
    after = _undeleted(work, deleted)
    audit.record(work, action="catalogs.catalog_restored", subject=f"catalog:{key}", after=said.catalog(after))
    return after


def _undeleted(work: Work, deleted: Catalog) -> Catalog:
    try:
        with work.session.begin_nested():
            return catalogs.change(work.session, deleted.id, {"deleted_at": None, "deleted_by": None})
    except IntegrityError as taken:
        raise KeyTaken(f"there is a catalog {deleted.key} already") from taken
