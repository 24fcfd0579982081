"""Tenants are made once and changed by compare and set."""

import pytest
from sqlalchemy import text

from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected, RevisionStale
from catalog_admin.kit.work import Database, Work
from catalog_admin.organisation import commands, queries
from catalog_admin.organisation.errors import TenantKeyMalformed, TenantKeyTaken
from catalog_admin.organisation.model import founder, steward
from tests.world import World


def test_founds_a_tenant_that_can_be_found(database: Database) -> None:
    someone = founder("newcomer")
    with database.work(someone) as work:
        made = commands.create_tenant(work, key="newcomer", name="New Comer")
    assert (made.id, made.key, made.anonymous_environments) == (someone.tenant, "newcomer", [])
    with database.reads(someone) as reads:
        found = queries.find_tenant(reads.session, "newcomer")
        assert found is not None
        assert found.id == someone.tenant
        assert steward(found).tenant == someone.tenant
        assert reads.session.scalars(text("SELECT action FROM audit_entry")).all() == ["organisation.tenant_created"]


def test_refuses_a_taken_key(database: Database, world: World) -> None:
    with database.work(founder("acme")) as work, pytest.raises(TenantKeyTaken):
        commands.create_tenant(work, key="acme", name="Again")


def test_finds_nobody_under_an_unknown_key(work: Work) -> None:
    assert queries.find_tenant(work.session, "nobody") is None


def test_changes_only_what_is_said(work: Work) -> None:
    changed = commands.change_tenant(work, {"name": "Acme Ltd"}, expected=Expected('"r1"'))
    assert (changed.name, changed.anonymous_claims, changed.revision) == ("Acme Ltd", {}, 2)


def test_refuses_a_change_decided_on_an_older_state(work: Work) -> None:
    commands.change_tenant(work, {"name": "Acme Ltd"}, expected=Expected('"r1"'))
    with pytest.raises(RevisionStale):
        commands.change_tenant(work, {"name": "Acme Inc"}, expected=Expected('"r1"'))


def test_refuses_whoever_is_not_an_administrator(database: Database, world: World) -> None:
    someone = Actor("user:kim", world.tenant, world.tenant_key, (Grant(Role.PUBLISHER),))
    with database.work(someone) as work, pytest.raises(NotPermitted):
        commands.change_tenant(work, {"name": "Mine"}, expected=Expected("*"))


@pytest.mark.parametrize("key", ["Bad Key", "", "-x", "a" * 64])
def test_refuses_a_malformed_key(database: Database, key: str) -> None:
    with database.work(founder(key)) as work, pytest.raises(TenantKeyMalformed):
        commands.create_tenant(work, key=key, name="Nobody")
