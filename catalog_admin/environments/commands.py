"""Making environments and moving what they serve."""

from sqlalchemy.exc import IntegrityError

from catalog_admin.audit import commands as audit
from catalog_admin.environments import store
from catalog_admin.environments.errors import EnvironmentKeyTaken, EnvironmentMoved, EnvironmentNotFound
from catalog_admin.environments.model import Environment, Serving
from catalog_admin.environments.moves import tell_move
from catalog_admin.environments.tables import EnvironmentRow
from catalog_admin.kit.actor import Role
from catalog_admin.kit.ids import EnvironmentId, new_id
from catalog_admin.kit.work import Work


def create_environment(work: Work, *, key: str, is_default: bool = False) -> Environment:
    """An empty environment that serves nothing yet; raises EnvironmentKeyTaken."""
    work.actor.must(Role.TENANT_ADMIN)
    row = EnvironmentRow(
        tenant_id=work.tenant, environment_id=new_id(), key=key, is_default=is_default, created_at=work.now
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError as taken:
        raise EnvironmentKeyTaken(f"there is an environment {key} already", pointer="/key") from taken
    work.session.refresh(row)
    audit.record(work, action="environments.created", subject=f"environment:{key}", after={"key": key})
    return store.environment_of(row)


def serve_release(work: Work, environment: EnvironmentId, release_digest: bytes, before: Serving) -> int:
    """Make the environment answer with this release; returns its new generation.

    Compare and set: raises EnvironmentMoved if it does not serve what it did `before` any more, EnvironmentNotFound.
    """
    key = store.move(work, environment, release_digest, before.generation)
    if key is None:
        raise _moved(work, environment)
    generation = before.generation + 1
    tell_move(work, environment, generation)
    audit.record(
        work,
        action="environments.release_served",
        subject=f"environment:{key}",
        before={"release": before.release_digest, "generation": before.generation},
        after={"release": release_digest, "generation": generation},
        detail={"release": release_digest, "generation": generation},
    )
    return generation


def _moved(work: Work, environment: EnvironmentId) -> EnvironmentMoved:
    now = store.served(work, environment)
    if now is None:
        raise EnvironmentNotFound("there is no such environment")
    return EnvironmentMoved(
        f"the environment has moved on: it is at generation {now.generation}", generation=now.generation
    )
