"""Giving and taking back API tokens and role bindings."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from catalog_admin.access import store
from catalog_admin.access.errors import BindingNotFound, TokenNotFound
from catalog_admin.access.model import ApiToken, Binding, must_hold, new_secret, said_of, secret_hash, token_text
from catalog_admin.access.names import check_catalogs
from catalog_admin.access.tables import ApiTokenRow, RoleBindingRow
from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.failures import WriteConflict
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.notices import tell_rights_here
from catalog_admin.kit.work import Work
from catalog_admin.organisation.names import check_environments


def create_token(
    work: Work, *, name: str, grants: tuple[Grant, ...], environments: list[str] | None, lives: timedelta
) -> tuple[ApiToken, str]:
    """The token and, this once, its text. Raises GrantExceedsOwn, EnvironmentNotFound, CatalogNotFound."""
    work.actor.must(Role.TENANT_ADMIN)
    must_hold(work.actor, grants, environments)
    check_environments(work, environments, "/environments")
    check_catalogs(work, grants)
    secret = new_secret()
    row = ApiTokenRow(
        id=new_id(),
        name=name,
        secret_hash=secret_hash(secret),
        grants=said_of(grants),
        environments=environments,
        created_by=work.actor.subject,
        created_at=work.now,
        expires_at=work.now + lives,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, action="access.token_created", subject=f"token:{row.id}", after=_said_of_token(row))
    return store.token_of(row), token_text(row.id, secret)


def revoke_token(work: Work, id: UUID) -> None:
    """At once and for good; a second time changes nothing. Raises TokenNotFound."""
    work.actor.must(Role.TENANT_ADMIN)
    row = store.token(work, id)
    if row is None:
        raise TokenNotFound(f"there is no token {id}")
    if row.revoked_at is None:
        row.revoked_at = work.now
        tell_rights_here(work)
        audit.record(work, action="access.token_revoked", subject=f"token:{id}", before=_said_of_token(row))


def bind_roles(
    work: Work, *, subject: str, grants: tuple[Grant, ...], environments: list[str] | None, expected: Expected
) -> Binding:
    """What a subject of the issuer may, when its tokens name no roles; the same again changes nothing.

    Raises GrantExceedsOwn, EnvironmentNotFound, CatalogNotFound.
    """
    work.actor.must(Role.TENANT_ADMIN)
    must_hold(work.actor, grants, environments)
    check_environments(work, environments, "/environments")
    check_catalogs(work, grants)
    row = store.locked_binding(work, subject)
    expected.check(row.revision if row else 0)
    if row is not None and (row.grants, row.environments) == (list(said_of(grants)), environments):
        return store.binding_of(row)
    before = _said_of_binding(row) if row else None
    if row is None:
        row = _new_binding(work, subject)
    else:
        row.revision += 1
    row.grants, row.environments, row.updated_at = list(said_of(grants)), environments, work.now
    _flush(work)
    tell_rights_here(work)
    audit.record(
        work, action="access.roles_bound", subject=f"user:{subject}", before=before, after=_said_of_binding(row)
    )
    return store.binding_of(row)


def unbind_roles(work: Work, *, subject: str, expected: Expected) -> None:
    """Raises BindingNotFound."""
    work.actor.must(Role.TENANT_ADMIN)
    row = store.locked_binding(work, subject)
    if row is None:
        raise BindingNotFound(f"nothing is bound to {subject}")
    expected.check(row.revision)
    work.session.delete(row)
    tell_rights_here(work)
    audit.record(work, action="access.roles_unbound", subject=f"user:{subject}", before=_said_of_binding(row))


def _new_binding(work: Work, subject: str) -> RoleBindingRow:
    row = RoleBindingRow(tenant_id=work.tenant, subject=subject)
    work.session.add(row)
    return row


def _flush(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise WriteConflict("somebody bound roles to this subject at the same moment") from taken


def _said_of_token(row: ApiTokenRow) -> dict[str, object]:
    return {
        "name": row.name,
        "grants": row.grants,
        "environments": row.environments,
        "expiresAt": row.expires_at,
    }


def _said_of_binding(row: RoleBindingRow) -> dict[str, object]:
    return {"grants": row.grants, "environments": row.environments}
