"""Who refers to this repository: rules of nodes, as the drafts of all the tenant's environments say it, and what is
served there.

Whoever asks: what is told of it to whom, the asker decides (`is_told`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row, text

from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.reference import ENDING, read_reference
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import pins
from catalog_admin.publishing.pins import RulePin

# Past the wall between environments, of this tenant alone.
SAID = "SELECT * FROM rule_references()"
BY_FILE = "SELECT * FROM rule_uses(CAST(:files AS text[]), :named, :most)"
SERVED = """
    SELECT * FROM served_rule_pins(CAST(:files AS text[]))
    ORDER BY environment_key COLLATE "C", catalog_key COLLATE "C", pin->>'file' COLLATE "C", pin->>'at' COLLATE "C"
"""


class InCatalog(Protocol):
    @property
    def environment(self) -> str: ...

    @property
    def catalog(self) -> str: ...


@dataclass(frozen=True)
class Use:
    """A rule of a draft that refers to a file; `at` is the branch, tag or commit that it says."""

    environment_id: UUID
    environment: str
    catalog: str
    path: str
    rule: str
    effect: str
    file: str
    at: str
    node_id: UUID | None = None


@dataclass(frozen=True)
class ServedUse:
    """A catalog that is served with a condition from here."""

    environment_id: UUID
    environment: str
    catalog: str
    pin: RulePin

    @property
    def file(self) -> str:
        return self.pin.file


def is_told(actor: Actor, use: InCatalog) -> bool:
    """Of catalogs that somebody may not read nobody hears more than that there are some."""
    return actor.may_use(use.environment) and reach.may_read(actor, use.catalog)


def every_use(tx: Reads | Work) -> Iterator[Use]:
    """Of whichever file."""
    return map(_use, tx.session.execute(text(SAID)).all())


def uses_at(tx: Reads | Work, files: Collection[str], at: str, most: int) -> list[Use]:
    """Of these files at this revision: in each environment at most so many, whichever are found first."""
    rows = tx.session.execute(text(BY_FILE), {"files": said(files), "named": at, "most": most}).all()
    return sorted(map(use_of, rows), key=lambda use: (use.file, use.environment, use.catalog, use.path, use.rule))


def served_uses(tx: Reads | Work, files: Collection[str]) -> list[ServedUse]:
    rows = tx.session.execute(text(SERVED), {"files": list(files)}).all()
    return [
        ServedUse(row.environment_id, row.environment_key, row.catalog_key, pin)
        for row in rows
        for pin in pins.read([row.pin])
    ]


def said(files: Collection[str]) -> list[str]:
    """As references say them."""
    return [each.removesuffix(ENDING) for each in files]


def use_of(row: Row[Any]) -> Use:
    return Use(
        row.environment_id,
        row.environment_key,
        row.catalog_key,
        paths.path_of(row.tpath),
        row.rule_key,
        row.effect,
        row.file + ENDING,
        row.at,
        row.node_id,
    )


def _use(row: Row[Any]) -> Use:
    ref = read_reference(row.ref)
    path = paths.path_of(row.tpath)
    return Use(
        row.environment_id,
        row.environment_key,
        row.catalog_key,
        path,
        row.rule_key,
        row.effect,
        ref.file,
        ref.at,
    )
