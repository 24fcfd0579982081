"""What a worker looks for now and then, in all tenants: rooms register their own. Each is one bounded step."""

from collections.abc import Callable

import structlog

from catalog_admin.kit.failures import refusal_of
from catalog_admin.kit.work import Database

log = structlog.get_logger()

Sweep = Callable[[Database], object]
_SWEEPS: dict[str, Sweep] = {}


def sweep_of(name: str) -> Callable[[Sweep], Sweep]:
    """Registers it; several workers may sweep at once."""

    def register(sweep: Sweep) -> Sweep:
        _SWEEPS[name] = sweep
        return sweep

    return register


def sweep_all(database: Database) -> None:
    """One that fails keeps no other from its turn; it has another one soon."""
    for name, sweep in _SWEEPS.items():
        try:
            sweep(database)
        except Exception as error:
            known = refusal_of(error)
            said = {"why": known.detail} if known else {"exc_info": True}
            log.warning("a sweep failed", sweep=name, **said)
