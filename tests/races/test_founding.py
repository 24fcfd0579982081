"""One tenant founded by several processes at the same moment."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from catalog_admin.cli.founding import found_tenant
from catalog_admin.kit.work import Database
from catalog_admin.organisation.errors import TenantKeyTaken
from tests.database import fresh_database, service_url

FOUNDERS = 6


def test_one_founds_and_the_others_are_told(server_url: str) -> None:
    with fresh_database(server_url, f"race_founding_{os.getpid()}") as url:
        database = Database(service_url(url), pool_size=FOUNDERS)
        barrier = Barrier(FOUNDERS)

        def found(_: int) -> bool:
            barrier.wait()
            try:
                return found_tenant(database, "acme", "Acme")
            except TenantKeyTaken:
                return False

        with ThreadPoolExecutor(FOUNDERS) as founders:
            assert sum(founders.map(found, range(FOUNDERS))) == 1
        database.close()
