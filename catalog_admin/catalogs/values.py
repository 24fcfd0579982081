"""Attribute values on nodes: what members inherit must be what the registry allows."""

from typing import Any

from catalog_admin.kit.faults import Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import queries as products


def checked_attributes(work: Work, attributes: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; raises what products refuses, with a pointer below /attributes."""
    if not attributes:
        return {}
    faults = Faults()
    stored = products.held_registry(work).read(attributes, faults, "/attributes")
    faults.refuse()
    return stored
