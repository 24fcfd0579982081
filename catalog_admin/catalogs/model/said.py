"""Draft things as plain JSON values, for the audit's digests."""

from typing import Any

from catalog_admin.catalogs.model.draft import Assignment, Catalog, Node


def catalog(said: Catalog) -> dict[str, Any]:
    return {
        "key": said.key,
        "type": said.type,
        "name": said.name,
        "locales": said.locales,
        "currencies": said.currencies,
        "autoPublish": said.auto_publish,
        "deleted": said.deleted_at is not None,
    }


def place(home: Catalog, node: Node) -> dict[str, Any]:
    """Kept in clear: a digest alone does not say which node it was."""
    return {"catalog": home.key, "path": node.path}


def node(said: Node) -> dict[str, Any]:
    return {
        "catalog": said.catalog_id,
        "path": said.path,
        "type": said.type,
        "meta": said.meta,
        "attributes": said.attributes,
        "sortKey": said.sort_key,
        "activeFrom": said.active_from,
        "activeTo": said.active_to,
        "deleted": said.deleted_at is not None,
    }


def assignment(said: Assignment) -> dict[str, Any]:
    return {"effect": said.effect, "pin": said.pin, "rank": said.rank}
