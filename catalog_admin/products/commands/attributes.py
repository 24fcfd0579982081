"""Declaring attributes. A type stays as it is while anything has a value of it, or a rule reads it."""

from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.failures import WriteConflict
from catalog_admin.kit.work import Work
from catalog_admin.products import store
from catalog_admin.products.errors import AttributeInUse, AttributeTypeFixed, NoSuchAttribute
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.products.model.uses import where_used


def put_attribute(work: Work, wanted: AttributeDefinition, expected: Expected) -> AttributeDefinition:
    """Declares it or changes what is declared; the same again changes nothing.

    Raises RevisionStale, AttributeTypeFixed, and AttributeInUse if allowed values are narrowed under existing ones.
    """
    work.actor.must(Role.CATALOG_EDITOR)
    there = store.definition(work, wanted.key, lock=True)
    expected.check(there.revision if there else 0)
    if there is not None and _said(there) == _said(wanted):
        return there
    write_definition(work, there, wanted)
    audit.record(
        work,
        action="products.attribute_put",
        subject=f"attribute:{wanted.key}",
        before=_said(there) if there else None,
        after=_said(wanted),
    )
    return _there(work, wanted.key)


def delete_attribute(work: Work, key: str, expected: Expected) -> None:
    """Raises NoSuchAttribute, RevisionStale, AttributeInUse."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = store.definition(work, key, lock=True)
    if there is None:
        raise NoSuchAttribute(f"no attribute {key}")
    expected.check(there.revision)
    if (where := _where_used(work, key)) is not None:
        raise AttributeInUse(f"{key} is still used by {where}")
    store.drop_definition(work, key)
    audit.record(work, action="products.attribute_deleted", subject=f"attribute:{key}", before=_said(there))


def write_definition(work: Work, there: AttributeDefinition | None, wanted: AttributeDefinition) -> None:
    """Raises what check_change does, and WriteConflict if somebody has just declared it in another way."""
    if there is None:
        if not store.add_definition(work, wanted):
            raise WriteConflict(f"somebody declared {wanted.key} at the same moment")
        return
    check_change(work, there, wanted)
    store.change_definition(work, wanted)


def check_change(work: Work, there: AttributeDefinition, wanted: AttributeDefinition) -> None:
    """Raises AttributeTypeFixed or AttributeInUse if values there, or rules, are in the way."""
    narrowed = wanted.allowed is not None and (there.allowed is None or set(there.allowed) - set(wanted.allowed))
    if there.type == wanted.type and not narrowed:
        return
    if (where := _where_used(work, wanted.key)) is None:
        return
    if there.type != wanted.type:
        raise AttributeTypeFixed(f"{wanted.key} is a {there.type} and is used by {where}", pointer="/type")
    raise AttributeInUse(f"{wanted.key} is used by {where}: allowed values can only be added", pointer="/allowed")


def _where_used(work: Work, key: str) -> str | None:
    """Asked under the definition's lock: who checks values or rules against it holds it until they are written."""
    return "a product or a rate plan" if store.is_used(work, key) else where_used(work, key)


def _there(work: Work, key: str) -> AttributeDefinition:
    found = store.definition(work, key)
    if found is None:
        raise NoSuchAttribute(f"no attribute {key}")
    return found


def _said(each: AttributeDefinition) -> dict[str, Any]:
    return {
        "type": str(each.type),
        "label": each.label,
        "unit": each.unit,
        "allowed": None if each.allowed is None else list(each.allowed),
        "facetable": each.facetable,
        "searchable": each.searchable,
    }
