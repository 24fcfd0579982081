"""Many writers, real commits: the chain stays one gapless line."""

import os
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.audit import commands as audit
from catalog_admin.audit import queries
from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url
from tests.world import plant

WRITERS, EACH = 8, 25


def test_eight_writers_make_one_gapless_chain(server_url: str) -> None:
    with fresh_database(server_url, f"test_audit_race_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(url))

        def write(writer: int) -> None:
            for turn in range(EACH):
                with database.work(world.actor) as work:
                    audit.record(work, action="x.done", subject=f"writer:{writer}", detail={"turn": turn})
                    audit.record(work, action="x.done", subject=f"writer:{writer}", detail={"turn": turn})

        with ThreadPoolExecutor(WRITERS) as threads:
            list(threads.map(write, range(WRITERS)))
        with database.reads(world.actor) as reads:
            verdict = queries.verify(reads)
        assert verdict.is_whole
        assert verdict.checked == WRITERS * EACH * 2
        database.close()
