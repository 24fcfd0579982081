"""The two accounts of a database somebody else administers: neither is a superuser, nothing tells a password."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool
from typer.testing import CliRunner

from catalog_admin.cli.app import app
from catalog_admin.kit import schema
from catalog_admin.kit.service_role import ServiceRoleMissing, ServiceRoleShutOut, ServiceRoleUnsuitable
from tests.database import fresh_database, libpq

NAME = f"test_somebody_elses_{os.getpid()}"
OWNER_PASSWORD, SERVICE_PASSWORD = "0wner-pässword %1'", "s3rvice-password"


@dataclass(frozen=True)
class Administrator:
    """A superuser who gives a database and an account away, and does no more for us."""

    superuser: str
    database: str = NAME

    def does(self, statement: str, *names: str) -> None:
        with psycopg.connect(libpq(self.superuser), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def role(self, name: str, password: str, options: str = "") -> str:
        self.does(f"CREATE ROLE {{}} LOGIN {options}", name)
        self.does("ALTER ROLE {} PASSWORD " + sql.Literal(password).as_string().replace("{", "{{"), name)
        return self.url(name, password)

    def url(self, name: str, password: str) -> str:
        found: URL = make_url(self.superuser).set(username=name, password=password)
        return found.render_as_string(hide_password=False)


ROLES = (f"{NAME}_service", f"{NAME}_owner", f"{NAME}_shop", f"{NAME}_other")


@pytest.fixture
def administrator(server_url: str) -> Iterator[Administrator]:
    with fresh_database(server_url, NAME, migrated=False) as url:
        yield Administrator(url)
    with psycopg.connect(libpq(server_url), autocommit=True) as connection:
        for role in ROLES:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


@pytest.fixture
def owner(administrator: Administrator) -> Callable[..., str]:
    """`owner("CREATEROLE")`: the URL of an account that owns the database."""

    def make(options: str = "") -> str:
        url = administrator.role(f"{NAME}_owner", OWNER_PASSWORD, options)
        administrator.does("ALTER DATABASE {} OWNER TO {}", NAME, f"{NAME}_owner")
        return url

    return make


def tenants_seen(url: str) -> int | None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM tenant"))


def test_an_owner_who_may_make_roles_starts_twice_and_after_a_change_of_password(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    url = owner("CREATEROLE")
    first = schema.prepare(url)
    assert schema.prepare(url) == first
    assert tenants_seen(first) == 0
    administrator.does("ALTER ROLE {} PASSWORD 'another'", f"{NAME}_owner")
    second = schema.prepare(administrator.url(f"{NAME}_owner", "another"))
    assert second != first
    assert tenants_seen(second) == 0


def test_the_password_reaches_the_server_as_a_verifier_only(
    owner: Callable[..., str], administrator: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    execute = psycopg.Connection.execute

    def spy(self: psycopg.Connection, query: object, *args: object, **options: object) -> object:
        sent.append(query.as_string(self) if isinstance(query, sql.Composable) else str(query))
        return execute(self, query, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(psycopg.Connection, "execute", spy)
    password = str(make_url(schema.prepare(owner("CREATEROLE"))).password)
    assert [each for each in sent if "SCRAM-SHA-256$4096:" in each]
    assert not [each for each in sent if password in each]


def test_a_role_of_the_administrators_is_taken_as_it_is(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    service = administrator.role(f"{NAME}_shop", SERVICE_PASSWORD)
    url = owner()
    prepared = schema.prepare(url, service)
    assert make_url(prepared).username == f"{NAME}_shop"
    assert schema.prepare(url, service) == prepared
    assert tenants_seen(prepared) == 0


def test_an_own_name_is_made_and_granted_where_it_may_be(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    prepared = schema.prepare(owner("CREATEROLE"), administrator.url(f"{NAME}_shop", SERVICE_PASSWORD))
    assert tenants_seen(prepared) == 0


def test_an_owner_who_may_make_no_roles_is_told_what_is_missing(owner: Callable[..., str]) -> None:
    with pytest.raises(ServiceRoleMissing, match=f"no role {NAME}_service"):
        schema.prepare(owner())


def test_a_wrong_password_of_somebody_elses_role_is_not_changed(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    right = administrator.role(f"{NAME}_shop", SERVICE_PASSWORD)
    with pytest.raises(ServiceRoleShutOut, match=f"{NAME}_shop"):
        schema.prepare(owner("CREATEROLE"), administrator.url(f"{NAME}_shop", "wrong"))
    psycopg.connect(libpq(right)).close()


def test_a_derived_password_that_may_not_be_set_is_told(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    administrator.role(f"{NAME}_service", SERVICE_PASSWORD)
    with pytest.raises(ServiceRoleShutOut, match="may not change it"):
        schema.prepare(owner("CREATEROLE"))


@pytest.mark.parametrize("options", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_above_row_level_security_is_refused(
    owner: Callable[..., str], administrator: Administrator, options: str
) -> None:
    service = administrator.role(f"{NAME}_shop", SERVICE_PASSWORD, options)
    with pytest.raises(ServiceRoleUnsuitable, match="would not bind"):
        schema.prepare(owner(), service)


def test_the_owner_itself_is_no_service_role(owner: Callable[..., str]) -> None:
    url = owner("CREATEROLE")
    with pytest.raises(ServiceRoleUnsuitable, match="would not bind"):
        schema.prepare(url, url)


def test_a_role_that_was_named_later_is_told_how_to_get_its_rights(
    owner: Callable[..., str], administrator: Administrator
) -> None:
    url, later = owner("CREATEROLE"), administrator.role(f"{NAME}_other", SERVICE_PASSWORD)
    schema.prepare(url)
    with pytest.raises(ServiceRoleUnsuitable) as refused:
        schema.prepare(url, later)
    administrator.does("GRANT {} TO {}", f"{NAME}_service", f"{NAME}_other")
    assert refused.value.suggestion == f'GRANT {NAME}_service TO "{NAME}_other"'
    assert tenants_seen(schema.prepare(url, later)) == 0


def test_somebody_who_owns_nothing_is_told_in_one_line(
    administrator: Administrator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", administrator.role(f"{NAME}_other", OWNER_PASSWORD, "CREATEROLE"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    told = CliRunner().invoke(app, ["migrate"])
    assert told.exit_code == 1
    assert told.stderr.startswith("kit.database_rights_missing: ")
    assert "SCRAM" not in told.output
    assert OWNER_PASSWORD not in told.output
