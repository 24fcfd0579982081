"""A process that publishes once and says how long it took and how much memory it ever had.

Three arguments: the service's URL, the tenant's id, the environment's id.
"""

import json
import resource
import sys
import time
from uuid import UUID

from benchmarks.place import TENANT
from benchmarks.shelves import CATALOG
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish

UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


def main(url: str, tenant: str, environment: str) -> None:
    database = Database(url)
    actor = Actor(
        subject="user:bench", tenant=TenantId(UUID(tenant)), tenant_key=TENANT, grants=(Grant(Role.TENANT_ADMIN),)
    )
    started = time.perf_counter()
    promotions.publish(database, actor, EnvironmentId(UUID(environment)), PublishWish(CATALOG), environment_key="dev")
    took = time.perf_counter() - started
    database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
    print(json.dumps({"seconds": took, "peak_bytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
