"""Rows of case runs and of what branches demand."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.model import CaseRun, Demands, Tried
from catalog_admin.rules.tables import RuleDemand, RuleTestRun

Tx = Reads | Work


def add_run(work: Work, run: CaseRun) -> None:
    row = {
        "run_id": run.id,
        "branch": run.branch,
        "commit_oid": bytes.fromhex(run.commit),
        "tree_oid": bytes.fromhex(run.tried.tree),
        "cases": run.tried.cases,
        "failed": run.tried.failed,
        "shares": run.tried.shares,
        "coverage": run.tried.coverage,
        "failures": run.tried.failures,
        "seconds": run.tried.seconds,
        "ran_by": run.by,
        "ran_at": run.at,
    }
    work.session.execute(insert(RuleTestRun).values(row))


def newest_run_of(tx: Tx, commit: bytes) -> CaseRun | None:
    asked = select(RuleTestRun).where(RuleTestRun.tenant_id == tx.tenant, RuleTestRun.commit_oid == commit)
    return _run(tx.session.scalar(asked.order_by(RuleTestRun.run_id.desc()).limit(1)))


def newest_run_of_tree(tx: Tx, tree: bytes) -> CaseRun | None:
    """Whichever commit it was run for: the same files say the same."""
    asked = select(RuleTestRun).where(RuleTestRun.tenant_id == tx.tenant, RuleTestRun.tree_oid == tree)
    return _run(tx.session.scalar(asked.order_by(RuleTestRun.run_id.desc()).limit(1)))


def runs_for(tx: Tx, branch: str, before: UUID | None, limit: int) -> Sequence[CaseRun]:
    """Newest first."""
    asked = select(RuleTestRun).where(RuleTestRun.tenant_id == tx.tenant, RuleTestRun.branch == branch)
    if before is not None:
        asked = asked.where(RuleTestRun.run_id < before)
    rows = tx.session.scalars(asked.order_by(RuleTestRun.run_id.desc()).limit(limit))
    return [found for row in rows if (found := _run(row)) is not None]


def demands_of(tx: Tx, branch: str) -> Demands:
    columns = [getattr(RuleDemand, each.name) for each in fields(Demands)]
    asked = select(*columns).where(RuleDemand.tenant_id == tx.tenant, RuleDemand.branch == branch)
    row = tx.session.execute(asked).one_or_none()
    return Demands() if row is None else Demands(*row)


def put_demands(work: Work, branch: str, demands: Demands) -> None:
    said = asdict(demands)
    put = upsert(RuleDemand).values(tenant_id=work.tenant, branch=branch, **said)
    work.session.execute(put.on_conflict_do_update(index_elements=["tenant_id", "branch"], set_=said))


def drop_demands(work: Work, branch: str) -> None:
    mine = (RuleDemand.tenant_id == work.tenant, RuleDemand.branch == branch)
    work.session.execute(delete(RuleDemand).where(*mine))


def _run(row: RuleTestRun | None) -> CaseRun | None:
    if row is None:
        return None
    tried = Tried(row.tree_oid.hex(), row.cases, row.failed, row.shares, row.coverage, row.failures, row.seconds)
    return CaseRun(row.run_id, row.branch, row.commit_oid.hex(), tried, row.ran_by, row.ran_at)
