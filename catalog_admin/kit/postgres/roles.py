"""Login roles with generated passwords."""

import psycopg
from psycopg import sql

from catalog_admin.kit.postgres.address import Address
from catalog_admin.kit.postgres.errors import NotStarted, PasswordLost
from catalog_admin.kit.postgres.passwords import password_of


def greet(address: Address) -> None:
    """Proves that the superuser gets in with the password we keep."""
    try:
        psycopg.connect(address.dsn(), connect_timeout=30).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise NotStarted(f"The database runs and cannot be talked to: {error}") from error
        raise PasswordLost(
            f"{address.home.cluster} has another superuser password than {address.home.passwords} keeps.",
            suggestion="Bring the passwords directory back from where the data directory came from.",
        ) from None


def admit(address: Address, role: str) -> str:
    """Gives the role its kept password, creating it without any right but login; returns its DSN."""
    password = password_of(address.home, role).encode()
    with psycopg.connect(address.dsn(), autocommit=True) as connection:
        # The verifier is computed here: the password itself never travels, nor could it be logged.
        verifier = connection.pgconn.encrypt_password(password, role.encode(), b"scram-sha-256").decode()
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        change = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        connection.execute(change.format(sql.Identifier(role), sql.Literal(verifier)))
    return address.dsn(role=role)
