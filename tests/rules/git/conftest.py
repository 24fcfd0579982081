"""A service that git talks to; each test has a tenant of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from tests.database import fresh_database, service_url
from tests.rules.git.served import Clone, Served, Tenant, cloned, served


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


@pytest.fixture
def clone(tenant: Tenant, tmp_path: Path) -> Clone:
    """Of an author, on a branch that is not protected."""
    clone = cloned(tenant.url(), tmp_path / "clone")
    clone.git("switch", "-q", "-c", "draft")
    return clone
