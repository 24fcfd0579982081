"""The registry: for people, for checking documents, for rules."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Attribute as Readable
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.values import from_json
from catalog_admin.products import store
from catalog_admin.products.errors import NoSuchAttribute
from catalog_admin.products.model.attributes import BUILT_IN, AttributeDefinition, Registry
from catalog_admin.products.tables import Attribute

SCALARS = (str, int, Decimal, date)


def attributes(tx: Work | Reads) -> dict[str, AttributeDefinition]:
    """All of the environment, by key."""
    return {each.key: each for each in store.definitions(tx)}


def registry(tx: Work | Reads) -> Registry:
    return Registry(attributes(tx).values())


def held_registry(work: Work) -> Registry:
    """The same, to write what was checked against it: no definition changes until this transaction ends."""
    return store.locked_registry(work)


def held_scope(work: Work) -> Scope:
    """What rules that will be stored are checked against; it does not change until this transaction ends."""
    return scope_of(store.locked_registry(work).definitions.values())


def scope(tx: Work | Reads) -> Scope:
    """What rules can read of a rate plan: the registered attributes and the built-in names."""
    return scope_of(attributes(tx).values())


def scopes(tx: Work | Reads, environments: Collection[UUID]) -> dict[UUID, Scope]:
    """The same of several environments of the tenant, in one statement, whichever the transaction belongs to."""
    found: dict[UUID, list[AttributeDefinition]] = {each: [] for each in environments}
    for environment, definition in store.definitions_in(tx, environments):
        found[environment].append(definition)
    return {environment: scope_of(definitions) for environment, definitions in found.items()}


def scope_of(definitions: Iterable[AttributeDefinition]) -> Scope:
    """The same for attributes that may not be registered yet."""
    registered = {definition.key: _readable(definition) for definition in definitions}
    return Scope({**registered, **BUILT_IN})


def attribute_by_key(tx: Work | Reads, key: str) -> AttributeDefinition:
    """Raises NoSuchAttribute."""
    found = store.definition(tx, key)
    if found is None:
        raise NoSuchAttribute(f"no attribute {key}")
    return found


def attributes_page(tx: Reads, *, limit: int, after: str | None = None) -> Page[AttributeDefinition]:
    statement = select(Attribute).order_by(Attribute.key).limit(limit + 1)
    if after is not None:
        [key] = key_of(after, width=1)
        statement = statement.where(Attribute.key > str(key))
    found = [store.definition_of(row) for row in tx.session.scalars(statement)]
    return Page(found[:limit], cursor(found[limit - 1].key) if len(found) > limit else None)


def _readable(definition: AttributeDefinition) -> Readable:
    title = definition.label.get("en") or next(iter(definition.label.values()), None)
    if definition.allowed is None:
        return Readable(definition.type, title)
    cells = (from_json(definition.type.item, value) for value in definition.allowed)
    return Readable(definition.type, title, frozenset(cell for cell in cells if isinstance(cell, SCALARS)))
