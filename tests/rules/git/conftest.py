"""A service that git talks to; each test has a tenant of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from catalog_admin.rules.git.seats import Places
from tests.database import fresh_database, service_url
from tests.rules.git.served import Clone, Served, Tenant, cloned, served
from tests.rules.git.wires import Large, until


@pytest.fixture(scope="session")
def service(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    name, place = f"rules_git_{os.getpid()}_{token_hex(3)}", tmp_path_factory.mktemp("service")
    with fresh_database(server_url, name) as url, served(service_url(url), place, url) as service:
        yield service


@pytest.fixture
def tenant(service: Served, tmp_path: Path) -> Iterator[Tenant]:
    """Whatever was done to it, and refused: git finds nothing wrong with its repository afterwards."""
    tenant = service.tenant()
    yield tenant
    tenant.check_is_whole(tmp_path / "export.git")


@pytest.fixture(scope="session")
def large(service: Served, tmp_path_factory: pytest.TempPathFactory) -> Large:
    tenant = service.tenant()
    clone = cloned(tenant.url(), tmp_path_factory.mktemp("large") / "clone")
    for nr in range(10):
        (clone.path / f"{nr}.md").write_bytes(os.urandom(1024 * 1024))
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "large")
    clone.git("push", "-q", "origin", "HEAD:refs/heads/draft")
    return Large(tenant, clone.head())


@pytest.fixture
def places(service: Served) -> Iterator[Places]:
    """Nobody holds one before and after."""
    places = service.app.state.git_places
    shares = [places.seats, places.rests, places.lines]
    until(lambda: not any(each.taken_now for each in shares))
    yield places
    until(lambda: not any(each.taken_now for each in shares))


@pytest.fixture
def clone(tenant: Tenant, tmp_path: Path) -> Clone:
    """Of an author, on a branch that is not protected."""
    clone = cloned(tenant.url(), tmp_path / "clone")
    clone.git("switch", "-q", "-c", "draft")
    return clone
