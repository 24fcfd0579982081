"""Making and changing tenants."""

from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.notices import tell_rights_here
from catalog_admin.kit.work import Work
from catalog_admin.organisation import store
from catalog_admin.organisation.errors import TenantKeyMalformed, TenantKeyTaken
from catalog_admin.organisation.model import KEY, DemoState, Tenant
from catalog_admin.organisation.names import check_environments
from catalog_admin.organisation.tables import TenantRow


def create_tenant(work: Work, *, key: str, name: str) -> Tenant:
    """The tenant the work is for (`model.founder` makes its actor); raises TenantKeyTaken, TenantKeyMalformed."""
    if not KEY.fullmatch(key):
        raise TenantKeyMalformed("up to 63 small letters, digits and hyphens", pointer="/key")
    take(work.session, Lock.FOUNDING, key)  # of two founders the second is told, and not by a broken constraint
    if store.doorplate(work.session, key) is not None:
        raise TenantKeyTaken(f"there is a tenant {key} already", pointer="/key")
    store.add(work, key, name)
    audit.record(work, action="organisation.tenant_created", subject=f"tenant:{key}", after={"key": key, "name": name})
    return store.tenant_of(store.own_row(work))


def change_tenant(work: Work, changes: dict[str, Any], *, expected: Expected) -> Tenant:
    """Name, anonymous_claims, anonymous_environments: whatever is in `changes`; the same again changes nothing.

    Raises EnvironmentNotFound.
    """
    work.actor.must(Role.TENANT_ADMIN)
    row = store.locked_row(work)
    expected.check(row.revision)
    check_environments(work, changes.get("anonymous_environments"), "/anonymousEnvironments")
    before = _said(row)
    for name, value in changes.items():
        setattr(row, name, value)
    if says_the_same(before, _said(row)):
        return store.tenant_of(row)
    row.revision += 1
    work.session.flush()
    tell_rights_here(work)
    audit.record(
        work, action="organisation.tenant_changed", subject=f"tenant:{row.key}", before=before, after=_said(row)
    )
    return store.tenant_of(row)


def mark_as_demo(work: Work, state: DemoState) -> None:
    """That the program itself fills this tenant with the demo, or has done so."""
    work.actor.must(Role.TENANT_ADMIN)
    row = store.locked_row(work)
    before, row.demo = row.demo, state
    audit.record(
        work,
        action="organisation.demo_marked",
        subject=f"tenant:{row.key}",
        before={"demo": before},
        after={"demo": state.value},
    )


def _said(row: TenantRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "anonymousClaims": row.anonymous_claims,
        "anonymousEnvironments": row.anonymous_environments,
    }
