"""A DMN file as we keep it: decisions that are tables, and which of them need which."""

from dataclasses import dataclass

from catalog_admin.artefacts.tables.declared import Declared
from catalog_admin.artefacts.tables.model import Table

DECISION_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Decision:
    """`bare` when the table has one output without members: then the answer is the value itself."""

    id: str
    name: str
    table: Table
    inputs: Declared
    needs: tuple[str, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """In an order in which each comes after those it needs."""

    name: str
    decisions: tuple[Decision, ...]

    def named(self, name: str) -> Decision | None:
        return next((decision for decision in self.decisions if decision.name == name), None)
