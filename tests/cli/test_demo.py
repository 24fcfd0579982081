"""The demo comes into a tenant of its own, goes on where it was cut off, and never touches anything else."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bundles.model import Bundle
from catalog_admin.cli import demo
from catalog_admin.cli.desk import Desk
from catalog_admin.cli.founding import found_tenant
from catalog_admin.deploys import commands as deploys
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.schema import prepare
from catalog_admin.kit.work import Database
from catalog_admin.publishing import commands as publishing
from tests.cli.conftest import Terminal
from tests.database import fresh_database

HEAD = "apiVersion: catalog-admin/v1\n"
STAGE = f"""{HEAD}kind: Catalog
key: CATALOG
name: A catalog
locales: [en]
---
{HEAD}kind: Nodes
catalog: CATALOG
items:
- {{path: Hardware, meta: {{displayName: Hardware}}}}
---
{HEAD}kind: Publication
catalog: CATALOG
tags: [launch]
"""


@pytest.fixture
def small_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two catalogs of one node, each complete about itself, in the place of the real files."""
    place = tmp_path / "demo"
    for catalog in ("first", "second"):
        stage = place / catalog
        stage.mkdir(parents=True)
        manifest = f"{HEAD}kind: Bundle\nname: {catalog}\nscope: {{catalogs: [{catalog}]}}\n"
        (stage / "bundle.yaml").write_text(manifest)
        (stage / "catalog.yaml").write_text(STAGE.replace("CATALOG", catalog))
    (place / "bundle.yaml").write_text(f"{HEAD}kind: Bundle\nname: demo\nstages: [first, second]\n")
    monkeypatch.setattr(demo, "DEMO", place)


@pytest.fixture
def empty(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_demo: None) -> Iterator[str]:
    """The administrator's URL of a database without tenants, which commands find as well."""
    with fresh_database(server_url, f"demo_{tmp_path.name[-40:]}".lower(), migrated=False) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        yield url


@pytest.fixture
def database(empty: str) -> Iterator[Database]:
    database = Database(prepare(empty), pool_size=2)
    yield database
    database.close()


@pytest.fixture
def terminal(database: Database, tmp_path: Path) -> Terminal:
    return Terminal(CliRunner(), tmp_path)


def catalogs(terminal: Terminal) -> list[str]:
    return [each["key"] for each in json.loads(terminal.run("catalog", "list", "--json"))["items"]]


def paths(terminal: Terminal, catalog: str) -> list[str]:
    return [node["path"] for node in json.loads(terminal.run("catalog", "tree", catalog, "--json"))["nodes"]]


def cut_off(database: Database, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first stage is published, the second is not, and the process is gone."""
    with monkeypatch.context() as patch:
        patch.setattr(demo.deploys, "apply", _only_the_first)
        with pytest.raises(KeyboardInterrupt):
            demo.load_demo_if_empty(database, empty)


def _only_the_first(desk: Desk, bundle: Bundle, *, may_delete: bool) -> Iterator[deploys.Applied]:
    yield next(APPLY(desk, bundle, may_delete=may_delete))
    raise KeyboardInterrupt


APPLY = deploys.apply


def test_loads_into_an_empty_database_and_only_once(database: Database, empty: str, terminal: Terminal) -> None:
    demo.load_demo_if_empty(database, empty)
    before = terminal.run("audit", "verify")
    demo.load_demo_if_empty(database, empty)
    assert "loaded before" in terminal.result("demo", "load").stderr
    assert terminal.run("audit", "verify") == before
    assert catalogs(terminal) == ["first", "second"]
    assert "rulesets/quote.json" in terminal.run("rules", "files")
    assert terminal.run("rules", "check") == ""


def test_goes_on_where_it_was_cut_off(
    database: Database, empty: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(database, empty, monkeypatch)
    assert catalogs(terminal) == ["first"]
    demo.load_demo_if_empty(database, empty)
    assert catalogs(terminal) == ["first", "second"]
    assert len(json.loads(terminal.run("versions", "list", "first", "--json"))["items"]) == 1


def test_what_people_do_to_the_loaded_demo_stays(database: Database, empty: str, terminal: Terminal) -> None:
    """Not even a missing tag of its last stage makes a start load it again."""
    demo.load_demo_if_empty(database, empty)
    terminal.run("node", "create", "second", "Mine")
    with demo.desk_in(database, "demo", None).work() as work:
        publishing.delete_tag(work, "second", "launch", Expected("*"))
    demo.load_demo_if_empty(database, empty)
    assert paths(terminal, "second") == ["", "Hardware", "Mine"]
    assert len(json.loads(terminal.run("versions", "list", "second", "--json"))["items"]) == 1


def test_a_tenant_that_is_only_called_demo_is_left_alone(database: Database, empty: str, terminal: Terminal) -> None:
    found_tenant(database, "demo", "Demolition Ltd")
    terminal.run("catalog", "create", "own")
    terminal.run("publish", "own")
    demo.load_demo_if_empty(database, empty)
    assert terminal.fails("demo", "load").startswith("cli.not_the_demo: ")
    assert catalogs(terminal) == ["own"]


def test_other_tenants_keep_it_away(database: Database, empty: str, terminal: Terminal) -> None:
    found_tenant(database, "acme", "Acme")
    demo.load_demo_if_empty(database, empty)
    assert "cli.no_such_tenant" in terminal.fails("catalog", "list")


def test_two_processes_that_find_nobody_at_home_load_it_once(
    database: Database, empty: str, terminal: Terminal
) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(demo.load_demo, database) for _ in range(2)]:
            done.result(60)
    assert len(json.loads(terminal.run("versions", "list", "first", "--json"))["items"]) == 1
