"""Statements that are made once answer by the wire what they answer by SQLAlchemy."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Executable

from catalog_admin.kit.read_transactions import ReadTransaction
from catalog_admin.kit.wire import Prepared
from catalog_admin.storefront import store
from catalog_admin.storefront.answers import Answers
from catalog_admin.storefront.api import graphql
from tests.storefront.test_forms import QUERIES

# The term is asked by no other test: what a process knows of one is not asked again.
PAGES = """query ($attribute: String!) {node(catalog: "global", path: "Hardware") {
    a: ratePlans(first: 2) {edges {node {key shelves {path breadcrumbs {name}}}}}
    b: ratePlans(first: 2, scope: SUBTREE) {edges {node {key}}}
    c: ratePlans(first: 2, search: "sensors -nobody") {facets(attributes: [$attribute]) {attribute} edges {node {key}}}
    children(first: 3) {edges {node {ratePlanCount ratePlans(first: 1) {edges {node {key}}}}}}
}}"""


@dataclass
class Compared:
    """Such statements: asked at all, answered with any rows, and answered otherwise in the other way."""

    asked: set[Prepared] = field(default_factory=set)
    answered: set[Prepared] = field(default_factory=set)
    otherwise: set[Prepared] = field(default_factory=set)

    def note(self, statement: Prepared, rows: list[Any], otherwise: list[Any]) -> None:
        self.asked.add(statement)
        if rows:
            self.answered.add(statement)
        if rows != otherwise:
            self.otherwise.add(statement)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    compared, ask = Compared(), ReadTransaction.rows

    async def both(self: ReadTransaction, statement: Executable | Prepared, said: Mapping[str, Any] | None) -> Any:
        rows = await ask(self, statement, said)
        if isinstance(statement, Prepared):
            compared.note(statement, _values(rows), _values(await ask(self, statement.statement, said)))
        return rows

    monkeypatch.setattr(ReadTransaction, "rows", both)
    monkeypatch.setattr(graphql, "_answers", Answers(most_bytes=0))
    return compared


def test_all_of_them(reader: TestClient, compared: Compared) -> None:
    for query in [*QUERIES.values(), PAGES]:
        reader.post("/graphql", json={"query": query, "variables": {"attribute": "colour"}})
    assert compared.otherwise == set()
    assert _made_once() <= compared.answered
    assert all(statement.text is not None for statement in compared.asked)


def _made_once() -> set[Prepared]:
    """Beside pages of rate plans, which are made by what is asked for."""
    modules = [import_module(f"{store.__name__}.{each.name}") for each in pkgutil.iter_modules(store.__path__)]
    return {value for module in modules for value in vars(module).values() if isinstance(value, Prepared)}


def _values(rows: Any) -> list[Any]:
    return [[(type(value), value) for value in row] for row in rows]
