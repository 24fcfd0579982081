"""What a document or row says, as things: one row may say several (a product with its plans)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bundles.model import Kind, Place, Publication, Scope, Thing, assignment_key, node_key, thing

LANGUAGE = "en"
Row = Mapping[str, Any]


def things_in(document_kind: str, document: Row, row: Row, place: Place) -> Iterator[Thing]:
    """The things of one row, of a document that its shape has passed."""
    return ROWS[document_kind](document, row, place)


def _attribute(_: Row, row: Row, place: Place) -> Iterator[Thing]:
    yield thing(Kind.ATTRIBUTE, row["key"], _named(_without(row, "key"), "label"), place)


def _node(document: Row, row: Row, place: Place) -> Iterator[Thing]:
    catalog, path = document["catalog"], row["path"]
    yield thing(Kind.NODE, node_key(catalog, path), _without(row, "path", "plans"), place)
    for position, placed in enumerate(row.get("plans", ())):
        said = {"plan": placed} if isinstance(placed, str) else placed
        yield _assigned(catalog, path, said, place.inside(f"/plans/{position}"))


def _assignment(document: Row, row: Row, place: Place) -> Iterator[Thing]:
    yield _assigned(document["catalog"], row["node"], row, place)


def _assigned(catalog: str, path: str, said: Row, place: Place) -> Thing:
    key = assignment_key(catalog, path, said["plan"])
    return thing(Kind.ASSIGNMENT, key, {**said, "node": path}, place)


def _product(_: Row, row: Row, place: Place) -> Iterator[Thing]:
    body = _stated(_without(row, "key", "ratePlans"))
    yield thing(Kind.PRODUCT, row["key"], body, place)
    for position, plan in enumerate(row.get("ratePlans", ())):
        yield from _plan(_, {**plan, "product": row["key"]}, place.inside(f"/ratePlans/{position}"))


def _plan(_: Row, row: Row, place: Place) -> Iterator[Thing]:
    body = _stated(_without(row, "key"))
    body["charges"] = [charge(each) for each in row.get("charges", ())]
    yield thing(Kind.PLAN, row["key"], body, place)


def charge(said: Row) -> dict[str, Any]:
    """A charge in the one form: defaults said, what says nothing left out."""
    body = {"model": "flat", "status": "active", **_named(dict(said), "name")}
    return {name: value for name, value in body.items() if value not in (None, "", [], {})}


def _tariff(_: Row, row: Row, place: Place) -> Iterator[Thing]:
    yield thing(Kind.TARIFF, tariff_key(row), row, place)


def tariff_key(row: Row) -> str:
    """A tariff is one answer to one question: this reference, asked in this context."""
    context = ("currency", "country", "segment", "validFrom")
    return "/".join([row["reference"], *(str(row.get(name) or "*") for name in context)])


ROWS: dict[str, Callable[[Row, Row, Place], Iterator[Thing]]] = {
    "Attributes": _attribute,
    "Nodes": _node,
    "Assignments": _assignment,
    "Products": _product,
    "RatePlans": _plan,
    "Tariffs": _tariff,
}


def catalog_in(document: Row, place: Place) -> Thing:
    body = _named(_without(document, "apiVersion", "kind", "key"), "name")
    return thing(Kind.CATALOG, document["key"], body, place)


def ruleset_in(document: Row, place: Place) -> Thing:
    key = node_key(document["catalog"], document["node"])
    return thing(Kind.RULESET, key, _without(document, "apiVersion", "kind", "catalog", "node"), place)


def publication_in(document: Row, place: Place) -> Publication:
    return Publication(
        catalog=document["catalog"],
        effective_from=document.get("effectiveFrom"),
        tags=tuple(document.get("tags", ())),
        note=document.get("note"),
        place=place,
    )


def scope_in(manifest: Row) -> Scope:
    said = manifest.get("scope", {})
    return Scope(
        catalogs=frozenset(said.get("catalogs", ())),
        products=tuple(said.get("products", ())),
        attributes=said.get("attributes", False),
    )


def _named(body: dict[str, Any], member: str) -> dict[str, Any]:
    """A bare text is said in English."""
    if isinstance(body.get(member), str):
        body[member] = {LANGUAGE: body[member]}
    return body


def _stated(body: dict[str, Any]) -> dict[str, Any]:
    """Tags are a set."""
    body["tags"] = sorted(body.get("tags", ()))
    return _named(body, "name")


def _without(row: Row, *members: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in members}
