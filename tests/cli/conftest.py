"""The real program's commands, on a database of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from catalog_admin.cli.app import app
from catalog_admin.cli.founding import found_tenant
from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url


@dataclass
class Terminal:
    """`run("catalog", "list")`; `fails` expects a refusal and returns its words."""

    runner: CliRunner
    files: Path

    def result(self, *words: str) -> Result:
        return self.runner.invoke(app, list(words))

    def run(self, *words: str) -> str:
        result = self.result(*words)
        assert result.exit_code == 0, f"{words}: {result.output}"
        return result.stdout

    def fails(self, *words: str, code: int = 1) -> str:
        result = self.result(*words)
        assert result.exit_code == code, f"{words}: {result.output}"
        return result.stderr


@pytest.fixture
def terminal(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    with fresh_database(server_url, f"cli_{tmp_path.name[-40:]}".lower()) as url:
        # A copy of the template: its rights belong to the template's service role.
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("DATABASE_SERVICE_URL", service_url(url))
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        database = Database(service_url(url), pool_size=2)
        found_tenant(database, "demo", "Demo")
        database.close()
        yield Terminal(CliRunner(), tmp_path)
