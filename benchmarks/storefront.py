"""The service as `catalog-admin serve` runs it, one worker, with one more door for the floor.

Four arguments: URL, data directory, port, and which floor. Behind /floor the same server checks the same token,
remembered for a minute, and answers without framework and database: `ready` gives the bytes that the service once gave
to the same question, and never doubts that they still hold; for `in_memory` see there.
"""

import sys
from pathlib import Path
from typing import Any

import uvicorn

from benchmarks.floors import Floor, Ready
from benchmarks.in_memory import InMemory
from catalog_admin.kit import logs
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of
from catalog_admin.settings import Settings


def main(url: str, data_dir: str, port: str, floor: str) -> None:
    settings = Settings(demo=False, data_dir=Path(data_dir), port=int(port))
    logs.configure(settings.log_format, settings.log_level)
    database = Database(url, pool_size=settings.database_pool_size)
    gate = gate_of(settings, database)
    floors: dict[str, type[Floor]] = {"ready": Ready, "in_memory": InMemory}
    served: Any = floors[floor](create_app(settings, database, gate=gate), gate)
    uvicorn.run(
        served,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
