"""A published catalog, and versions of it that differ in so many rate plans."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import plan, take, write_rows
from benchmarks.place import Place
from benchmarks.shelves import CATALOG, Size, publish, published
from catalog_admin.kit.work import Reads
from catalog_admin.products.imports import Of
from catalog_admin.publishing import naming
from catalog_admin.publishing.model import VersionRef

LARGE = 1_000_000


@dataclass
class Versions:
    """Of a catalog of so many rate plans; each `change` is followed by a publish."""

    here: Place
    plans: int

    def first(self) -> VersionRef:
        with self.reads() as reads:
            newest = naming.newest(reads, CATALOG)
        assert newest is not None
        return newest

    def change(self, count: int, word: str) -> VersionRef:
        """So many rate plans, spread over all, get another name: nothing that any rule looks at."""
        with TemporaryDirectory() as folder:
            step = self.plans // count
            rows = [renamed(number * step, word) for number in range(count)]
            take(self.here, write_rows(Path(folder) / "changed.ndjson", rows), Of.RATE_PLANS)
        return self.publish()

    def publish(self) -> VersionRef:
        made = publish(self.here)
        self.here.settle()
        return made

    def reads(self) -> Reads:
        return self.here.database.reads(self.here.actor, self.here.environment, environment_key="dev")


@contextmanager
def versions(here: Place, plans: int) -> Iterator[Versions]:
    """In a catalog that has been published once."""
    with published(here, _size(plans)) as there:
        yield Versions(there, plans)


def _size(plans: int) -> Size:
    """That of the other benchmarks where they are large; many nodes would hide what a few rate plans cost."""
    nodes, rules = (10_282, 50) if plans >= LARGE else (1_000, 20)
    return {"plan_count": plans, "node_count": nodes, "rule_count": rules}


def renamed(number: int, word: str) -> dict[str, Any]:
    said = plan(number)
    return said | {"name": said["name"] | {"en": f"{said['name']['en']} {word}"}}
