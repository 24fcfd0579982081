"""Which rules of nodes refer to this repository, as the drafts of all the tenant's environments say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.reference import read_reference
from catalog_admin.kit.work import Reads, Work

SAID = "SELECT * FROM rule_references()"  # past the wall between environments, of this tenant alone


@dataclass(frozen=True)
class Use:
    """A rule of a draft that refers to a file; `at` is the branch, tag or commit that it says."""

    environment: str
    catalog: str
    path: str
    rule: str
    effect: str
    file: str
    at: str


def every_use(tx: Reads | Work) -> Iterator[Use]:
    """Whoever asks: what is told of it to whom, the asker decides."""
    return map(_use, tx.session.execute(text(SAID)).all())


def _use(row: Row[Any]) -> Use:
    ref = read_reference(row.ref)
    path = paths.path_of(row.tpath)
    return Use(row.environment_key, row.catalog_key, path, row.rule_key, row.effect, ref.file, ref.at)
