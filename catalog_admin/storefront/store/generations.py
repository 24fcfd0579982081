"""How far environments have moved, of all tenants at once: for the process itself and not for anybody who asks."""

from collections.abc import Sequence
from typing import Any

import psycopg

from catalog_admin.kit.ids import EnvironmentId, TenantId

# Works before any tenant is set, like the look-up of a token: who names both ids knows whose environment it is.
_LOOK = "SELECT tenant_id, environment_id, generation FROM live_generations(%s::uuid[], %s::uuid[])"


def generations(
    connection: "psycopg.Connection[Any]", places: Sequence[tuple[TenantId, EnvironmentId]]
) -> dict[tuple[TenantId, EnvironmentId], int]:
    """Those that still exist. Asked also of nothing: the answer says that the database is there."""
    tenants, environments = [place[0] for place in places], [place[1] for place in places]
    rows = connection.execute(_LOOK, (tenants, environments)).fetchall()
    return {(TenantId(tenant), EnvironmentId(environment)): generation for tenant, environment, generation in rows}
