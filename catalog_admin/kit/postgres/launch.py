"""Becomes the server: the last code of ours to run in the new process, started as a script.

    python -I -S launch.py UID GID PARENT_PID PROGRAM ARGUMENT...

Done here and not in a `preexec_fn`: between fork and exec a threaded program may not safely run Python.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(uid: int, gid: int, parent: int, command: list[str]) -> None:
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    end_with(parent)
    os.execv(command[0], command)  # noqa: S606 - the point of this file


def end_with(parent: int) -> None:
    """Has the kernel shut the server down when the thread that started it dies; only Linux can.

    After the change of user, which would cancel it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)  # SIGINT: PostgreSQL's fast shutdown
    if os.getppid() != parent:  # died before we could ask
        raise SystemExit("the supervisor is gone")


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
