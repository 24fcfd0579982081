"""Rows that are products (with rate plans inside) or rate plans (with their charges inside)."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from catalog_admin.audit import commands as audit
from catalog_admin.jobs.errors import DuplicateRow
from catalog_admin.jobs.imports.model import Counts, ImportReport, Row, RowFault, Seen, Write
from catalog_admin.jobs.imports.rows import exactly, is_composed, nearly
from catalog_admin.kit.actor import Role
from catalog_admin.kit.faults import Fault, Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import store
from catalog_admin.products.errors import PlanIsImplied, PlanMoved, UnknownProduct
from catalog_admin.products.imports import stage
from catalog_admin.products.imports.cells import document_of
from catalog_admin.products.model.attributes import Registry
from catalog_admin.products.model.documents import PlanBody, implied_plan, read_nested, read_plan
from catalog_admin.products.model.quick import QuickPlans

# When the tables may have grown several times since the planner was last told.
REFRESH_BEFORE_CHUNK = frozenset({0, 1, 4, 16, 64, 256})


@dataclass(slots=True)
class _Kept:
    """Rows waiting to be written, as the lines of COPY they become."""

    rows: int = 0
    products: list[bytes] = field(default_factory=list)
    plans: list[bytes] = field(default_factory=list)


class _CatalogueIntake:
    """What both kinds of rows share: the registry, the lines waiting to be written, keys seen so far."""

    noun = "rows"

    def __init__(self, sha256: str = "") -> None:
        self._know(Registry([]))
        self._kept, self._chunks = _Kept(), 0
        self._seen = Seen()
        self._sha256 = sha256

    def begin(self, work: Work) -> None:
        work.actor.must(Role.CATALOG_EDITOR)
        self._know(store.locked_registry(work))
        self._kept = _Kept()

    def _know(self, registry: Registry) -> None:
        self._registry, self._quick = registry, QuickPlans(registry)

    def document_of(self, cells: dict[str, str]) -> dict[str, Any]:
        return document_of(cells, self._registry)

    def take(self, row: Row) -> list[RowFault]:
        row = exactly(row)
        if row.fault is not None:
            return [RowFault(row.line, None, row.fault)]
        faults = Faults()
        return self._told(row, self._check(row, faults), faults)

    def _told(self, row: Row, key: str, faults: Faults) -> list[RowFault]:
        if not faults.found:
            self._kept.rows += 1
            return []
        return [RowFault(row.line, key or None, fault) for fault in faults.found]

    def _check(self, row: Row, faults: Faults) -> str:
        """Reads the row's document and keeps its lines if nothing is wrong; answers its key."""
        raise NotImplementedError

    def taken(self) -> Write:
        kept, self._kept = self._kept, _Kept()
        return partial(self._write, kept)

    def _write(self, kept: _Kept, work: Work) -> tuple[Counts, list[RowFault]]:
        if self._chunks in REFRESH_BEFORE_CHUNK:
            stage.refresh_statistics(work)
        self._chunks += 1
        stage.copy_in(work, kept.products, kept.plans)
        created, updated, faults = self._merge(work, kept.rows)
        unchanged = kept.rows - created - updated - len({fault.line for fault in faults})
        return Counts(created=created, updated=updated, unchanged=unchanged), faults

    def _merge(self, work: Work, rows: int) -> tuple[int, int, list[RowFault]]:
        """How many rows are new, how many changed something, and what is wrong with others: only the database knows."""
        raise NotImplementedError

    def announce(self, work: Work) -> None:
        detail = {"sha256": self._sha256}
        audit.record(work, action="products.import_begun", subject=f"import:{self.noun}", detail=detail)

    def finish(self, work: Work, report: ImportReport) -> None:
        said = {**report.said(), "sha256": self._sha256}
        audit.record(work, action="products.imported", subject=f"import:{self.noun}", after=said, detail=said)

    def _refuse_twin(self, kind: str, key: str, line: int, pointer: str, faults: Faults) -> None:
        earlier = self._twin_of(kind, key, line) if key else None
        if earlier is not None:
            faults.add(DuplicateRow, pointer, f"{key} stands on line {earlier} already")

    def _twin_of(self, kind: str, key: str, line: int) -> int | None:
        return self._seen.first(f"{kind}/{key}", line)


class PlanIntake(_CatalogueIntake):
    """Rate plans of products that exist, or that came earlier."""

    noun = "rate plans"

    def take(self, row: Row) -> list[RowFault]:
        """A row that is not plainly right, or a twin, is read once more, exactly, to say why."""
        plan = self._plainly(row)
        if plan is None or self._twin_of("plan", plan.key, row.line) is not None:
            return super().take(row)
        self._kept.rows += 1
        self._kept.plans.append(stage.plan_line(row.line, "", plan))
        return []

    def _plainly(self, row: Row) -> PlanBody | None:
        try:
            if row.unread is not None:
                return self._quick.read(nearly(row.unread))
            return self._quick.read(row.document) if is_composed(orjson.dumps(row.document)) else None
        except (ValueError, TypeError):
            return None

    def _check(self, row: Row, faults: Faults) -> str:
        plan = read_plan(row.document, self._registry, faults)
        self._refuse_twin("plan", plan.key, row.line, "/key", faults)
        if not faults.found:
            self._kept.plans.append(stage.plan_line(row.line, "", plan))
        return plan.key

    def _merge(self, work: Work, rows: int) -> tuple[int, int, list[RowFault]]:
        faults = [
            RowFault(row.line, row.key, Fault(UnknownProduct, "/product", f"no product {row.product}"))
            for row in stage.without_product(work)
        ]
        if faults:
            faults += _moved(work)  # all that is wrong with a row is told
        wrong = {fault.line for fault in faults}
        stage.drop_lines(work, wrong)
        created, updated = stage.merge_plans(work)
        # What was not written says what is there already, or is another product's: to be asked only where there is any.
        if created + updated + len(wrong) < rows:
            faults += _moved(work)
        return created, updated, faults


class ProductIntake(_CatalogueIntake):
    """Products, each with its rate plans; one row is taken or refused as a whole."""

    noun = "products"

    def _check(self, row: Row, faults: Faults) -> str:
        product, plans = read_nested(row.document, self._registry, faults)
        self._refuse_twin("product", product.key, row.line, "/key", faults)
        placed = [(f"/ratePlans/{position}", plan) for position, plan in enumerate(plans)]
        if (implied := implied_plan(product)) is not None:
            placed.append(("/oneTime", implied))
        for at, plan in placed:
            self._refuse_twin("plan", plan.key, row.line, at if plan.implied else f"{at}/key", faults)
        self._refuse_own_twin(implied, plans, faults)
        if not faults.found:
            self._kept.products.append(stage.product_line(row.line, product))
            self._kept.plans += [stage.plan_line(row.line, at, plan) for at, plan in placed]
        return product.key

    def _merge(self, work: Work, rows: int) -> tuple[int, int, list[RowFault]]:
        """A row is refused as a whole, so what is wrong with its rate plans is asked before anything is written."""
        faults = _moved(work)
        stage.drop_lines(work, {fault.line for fault in faults})
        created, updated = stage.merge(work)
        return len(created), len(updated), faults

    @staticmethod
    def _refuse_own_twin(implied: PlanBody | None, plans: list[PlanBody], faults: Faults) -> None:
        if implied is not None and any(plan.key == implied.key for plan in plans):
            faults.add(PlanIsImplied, "/oneTime", f"a rate plan of this document is called {implied.key} too")


def _moved(work: Work) -> list[RowFault]:
    """Rate plans that another product has."""
    found = []
    for row in stage.moved(work):
        if row.implied:
            fault = Fault(PlanIsImplied, row.at or "", f"the rate plan {row.key} belongs to a one-time good, or would")
        else:
            fault = Fault(PlanMoved, f"{row.at or ''}/product", f"{row.key} belongs to another product")
        found.append(RowFault(row.line, row.key, fault))
    return found
