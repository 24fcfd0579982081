"""A published catalog, and versions of it that differ in so many rate plans."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import plan, take, write_rows
from benchmarks.place import Place
from benchmarks.shelves import CATALOG, fill
from catalog_admin.kit.work import Reads
from catalog_admin.products.imports import Of
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing.model import VersionRef

NODES, RULES = 1_000, 20


@dataclass
class Versions:
    """Of a catalog of so many rate plans; each `change` is followed by a publish."""

    here: Place
    plans: int

    def begin(self, *, node_count: int = NODES, rule_count: int = RULES) -> VersionRef:
        fill(self.here, plan_count=self.plans, node_count=node_count, rule_count=rule_count)
        return self.publish()

    def change(self, count: int, word: str) -> VersionRef:
        """So many rate plans, spread over all, get another name: nothing that any rule looks at."""
        with TemporaryDirectory() as folder:
            step = self.plans // count
            rows = [renamed(number * step, word) for number in range(count)]
            take(self.here, write_rows(Path(folder) / "changed.ndjson", rows), Of.RATE_PLANS)
        return self.publish()

    def publish(self) -> VersionRef:
        here = self.here
        served = promotions.publish(
            here.database, here.actor, here.environment, PublishWish(CATALOG), environment_key="dev"
        )
        here.settle()
        return served.version

    def reads(self) -> Reads:
        return self.here.database.reads(self.here.actor, self.here.environment, environment_key="dev")


def renamed(number: int, word: str) -> dict[str, Any]:
    said = plan(number)
    return said | {"name": said["name"] | {"en": f"{said['name']['en']} {word}"}}
