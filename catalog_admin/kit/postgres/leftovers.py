"""Ends servers that a killed supervisor left running in a cluster that is now ours alone."""

import logging
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from catalog_admin.kit.postgres.errors import NotStarted

log = logging.getLogger(__name__)

FAST_SECONDS = 60
CRASH_SECONDS = 10


def end_leftovers(cluster: Path) -> None:
    """Call with the supervisor's lock held; returns when no process works in the cluster any more."""
    processes = _working_in(cluster)
    if not processes:
        return
    log.warning("ending %d database processes that outlived their service", len(processes))
    left = _signalled(processes, _polite_end(processes), FAST_SECONDS)
    left = _signalled(left, dict.fromkeys(left, signal.SIGKILL), CRASH_SECONDS)
    if left:
        raise NotStarted(f"pid {left[0].pid} works in {cluster} and does not end, not even by SIGKILL.")


def works_in(pid: int, cluster: Path) -> bool:
    """Whether that process is a server of this cluster; after a reboot the number may be anybody's."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return _name(process) == "postgres" and _works_in(process, cluster)
    return False


def _working_in(cluster: Path) -> list[psutil.Process]:
    named = (p for p in psutil.process_iter() if _name(p) == "postgres")
    return [process for process in named if _works_in(process, cluster)]


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    # Never by the number in postmaster.pid alone: after a reboot it may be anybody's. A postmaster keeps
    # its command line; its backends show a title instead, and all of them stand in the cluster.
    with suppress(psutil.Error):
        if str(cluster) in process.cmdline():
            return True
        return Path(process.cwd()) == cluster.resolve()
    return False


def _polite_end(processes: list[psutil.Process]) -> dict[psutil.Process, signal.Signals]:
    """A fast shutdown by the postmaster; backends without one have nobody to wait for."""
    masters = [p for p in processes if _parent(p) not in processes]
    if any("-D" in _command(p) for p in masters):
        return dict.fromkeys(masters, signal.SIGINT)
    return dict.fromkeys(processes, signal.SIGQUIT)


def _signalled(
    processes: Iterable[psutil.Process], signals: dict[psutil.Process, signal.Signals], seconds: float
) -> list[psutil.Process]:
    for process, number in signals.items():
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    _, alive = psutil.wait_procs(list(processes), timeout=seconds)
    return alive


def _name(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return process.name()
    return ""


def _command(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return []


def _parent(process: psutil.Process) -> psutil.Process | None:
    with suppress(psutil.Error):
        return process.parent()
    return None
