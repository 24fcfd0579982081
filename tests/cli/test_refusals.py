"""Whatever goes wrong below a command is one line; a bug still shows itself."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from catalog_admin.catalogs import queries
from catalog_admin.cli.app import COMMANDS
from tests.cli.conftest import Terminal


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("SELECT", {}, psycopg.OperationalError("server closed the connection")), "kit.database_away"),
        (OperationalError("SELECT", {}, psycopg.errors.DeadlockDetected("deadlock")), "kit.write_conflict"),
        (psycopg.OperationalError("COPY was cut off"), "kit.database_away"),
        (IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation("duplicate key\nDETAIL")), "cli.database_refused"),
        (PermissionError(13, "Permission denied", "/nowhere"), "cli.file_unusable"),
    ],
)
def test_is_one_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    monkeypatch.setattr(queries, "catalogs_behind", failing(error))
    said = terminal.fails("catalog", "list")
    assert said.startswith(f"{code}: ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "bug",
    [ZeroDivisionError("ours"), ProgrammingError("SELECT", {}, psycopg.errors.UndefinedColumn("no such column"))],
)
def test_a_bug_is_not_hidden(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, bug: Exception) -> None:
    monkeypatch.setattr(queries, "catalogs_behind", failing(bug))
    assert terminal.result("catalog", "list").exception is bug


def test_help_lists_every_command(terminal: Terminal) -> None:
    said = terminal.run("--help")
    assert [name for name in COMMANDS if name not in said] == []
    assert "--show-completion" in said


def test_an_unknown_command_is_told_what_was_meant(terminal: Terminal) -> None:
    assert "catalog" in terminal.fails("catalogue", "list", code=2)
