"""The two files that govern the server, written anew at each start so that nobody's edit can linger.

They lie beside the cluster and not in it: as root we never write where the server's user could lay a trap.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import psutil

from catalog_admin.kit.postgres.home import Home

MIB = 1024 * 1024

# Every connection proves who it is. `trust`, even for the socket only, would let anybody on this machine
# be the superuser, and row-level security would end there.
ADMISSION = """\
local  all          all                scram-sha-256
local  replication  all                scram-sha-256
host   all          all  127.0.0.1/32  scram-sha-256
host   all          all  ::1/128       scram-sha-256
"""

# Decided on the command line, which no file can overrule.
DECIDED = {"config_file", "data_directory", "hba_file", "listen_addresses", "port", "unix_socket_directories"}


def write_configuration(home: Home, settings: Mapping[str, str]) -> None:
    lines = [f"include '{_quoted(str(home.cluster / 'postgresql.conf'))}'"]
    lines += [_line(name, value) for name, value in (_defaults() | dict(settings)).items()]
    _write(home.path / "server.conf", "\n".join(lines) + "\n")
    _write(home.path / "hba.conf", ADMISSION)


def command_line(home: Home, socket: Path, port: int | None) -> list[str]:
    decided = {
        "config_file": str(home.path / "server.conf"),
        "hba_file": str(home.path / "hba.conf"),
        "listen_addresses": "" if port is None else "127.0.0.1",
        "port": str(port or 5432),
        "unix_socket_directories": _as_list_item(str(socket)),
    }
    return ["-D", str(home.cluster)] + [part for pair in decided.items() for part in ("-c", "=".join(pair))]


def _defaults() -> dict[str, str]:
    memory = available_memory()
    return {
        "shared_buffers": f"{_between(128, memory // MIB // 8, 2048)}MB",
        "effective_cache_size": f"{_between(256, memory // MIB // 2, 1_000_000)}MB",
        "maintenance_work_mem": f"{_between(64, memory // MIB // 32, 512)}MB",
        "work_mem": "16MB",
        "max_connections": "100",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        # Our build knows pglz alone: of a publish that touches pages all over a large catalog, it took more of the
        # processor than all the rest.
        "wal_compression": "off",
        "synchronous_commit": "on",
        "jit": "off",
        "dynamic_shared_memory_type": "mmap" if _shared_memory_is_tight() else "posix",
        "password_encryption": "scram-sha-256",
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A refused statement is raised where it was sent; logging it too would put values into a file.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
    }


def available_memory() -> int:
    """Bytes: the machine's, or the container's where it is given less."""
    try:
        allowed = int(Path("/sys/fs/cgroup/memory.max").read_text())
    except (OSError, ValueError):  # no cgroups here, or the word "max"
        return int(psutil.virtual_memory().total)
    return min(allowed, int(psutil.virtual_memory().total))


def _shared_memory_is_tight() -> bool:
    # Containers get 64 MB of /dev/shm, and a parallel query that needs more fails.
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - asked about, nothing is written there
    except OSError:
        return False
    return room.f_frsize * room.f_blocks < 512 * MIB


def _between(least: int, wished: int, most: int) -> int:
    return max(least, min(wished, most))


def _line(name: str, value: str) -> str:
    if name in DECIDED or not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name) or "\n" in value:
        raise ValueError(f"{name} is not a setting to be given here")
    return f"{name} = '{_quoted(value)}'"


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _as_list_item(path: str) -> str:
    return '"' + path.replace('"', '""') + '"'  # a comma in the path would make two directories of it


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text)
    draft.chmod(0o644)
    draft.rename(path)
