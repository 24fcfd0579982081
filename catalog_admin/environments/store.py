"""The SQL around environments."""

from collections.abc import Sequence

from sqlalchemy import Select, select, text

from catalog_admin.environments.model import Environment, Serving
from catalog_admin.environments.tables import EnvironmentRow
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Reads, Work


def mine(transaction: Reads | Work) -> Select[EnvironmentRow]:
    """RLS says the same; saying it here lets the planner use the key's index."""
    return select(EnvironmentRow).where(EnvironmentRow.tenant_id == transaction.tenant)


def find(transaction: Reads | Work, key: str | None) -> EnvironmentRow | None:
    """By key; None means the default."""
    wanted = EnvironmentRow.is_default if key is None else EnvironmentRow.key == key
    return transaction.session.scalars(mine(transaction).where(wanted)).one_or_none()


def page(reads: Reads | Work, after: str, limit: int) -> Sequence[EnvironmentRow]:
    keys = EnvironmentRow.key
    listed = mine(reads).where(keys > after).order_by(keys).limit(limit)
    if reads.actor.environments is not None:
        listed = listed.where(keys.in_(reads.actor.environments))
    return reads.session.scalars(listed).all()


SERVED = text(
    "SELECT release_digest, generation FROM environment WHERE tenant_id = :tenant AND environment_id = :environment"
)
# Compare and set in one statement.
MOVE = text(
    "UPDATE environment SET release_digest = :release, generation = generation + 1 WHERE tenant_id = :tenant"
    " AND environment_id = :environment AND generation = :expected RETURNING key"
)


def served(transaction: Reads | Work, environment: EnvironmentId) -> Serving | None:
    row = transaction.session.execute(SERVED, {"tenant": transaction.tenant, "environment": environment}).first()
    return None if row is None else Serving(*row)


def move(work: Work, environment: EnvironmentId, release_digest: bytes, expected_generation: int) -> str | None:
    """The environment's key; None if somebody was faster or it is not there."""
    said = {"release": release_digest, "tenant": work.tenant, "environment": environment}
    moved: str | None = work.session.scalar(MOVE, said | {"expected": expected_generation})
    return moved


def environment_of(row: EnvironmentRow) -> Environment:
    return Environment(
        id=EnvironmentId(row.environment_id),
        key=row.key,
        is_default=row.is_default,
        release_digest=row.release_digest,
        generation=row.generation,
        created_at=row.created_at,
    )
