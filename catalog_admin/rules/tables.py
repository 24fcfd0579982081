"""What came of running cases, and what branches ask of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKeyConstraint, Index, SmallInteger, false, func
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import OfTenant, Table


class RuleTestRun(OfTenant, Table):
    """All cases of one commit, run once; never changed. `branch` is the one that it was run for, if any."""

    __tablename__ = "rule_test_run"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),
        CheckConstraint("octet_length(commit_oid) = 20", name="commit"),
        CheckConstraint("octet_length(tree_oid) = 20", name="tree"),
        CheckConstraint("failed BETWEEN 0 AND cases", name="failed"),
        Index("rule_test_run_branch_ix", "tenant_id", "branch", "run_id"),
        Index("rule_test_run_commit_ix", "tenant_id", "commit_oid", "run_id"),
        Index("rule_test_run_tree_ix", "tenant_id", "tree_oid", "run_id"),
    )

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    branch: Mapped[str | None]
    commit_oid: Mapped[bytes]
    tree_oid: Mapped[bytes]
    cases: Mapped[int]
    failed: Mapped[int]
    shares: Mapped[list[Any]]
    coverage: Mapped[list[Any]]
    failures: Mapped[list[Any]]
    seconds: Mapped[float] = mapped_column(Float(53))
    ran_by: Mapped[str]
    ran_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RuleDemand(OfTenant, Table):
    """What a branch asks of whatever is merged into it; no row: nothing."""

    __tablename__ = "rule_demand"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),
        CheckConstraint("rule_percent BETWEEN 0 AND 100", name="rule"),
        CheckConstraint("row_percent BETWEEN 0 AND 100", name="row"),
        CheckConstraint("condition_percent BETWEEN 0 AND 100", name="condition"),
    )

    branch: Mapped[str] = mapped_column(primary_key=True)
    cases_pass: Mapped[bool]
    rule_percent: Mapped[int] = mapped_column(SmallInteger)
    row_percent: Mapped[int] = mapped_column(SmallInteger)
    condition_percent: Mapped[int] = mapped_column(SmallInteger)
    references_hold: Mapped[bool] = mapped_column(server_default=false())
