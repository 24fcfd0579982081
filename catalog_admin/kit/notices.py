"""Word to every process of what was committed just now, by triggers that NOTIFY in the very transaction that did it.

PostgreSQL gives it out when, and only when, that transaction commits: to others within milliseconds. The process that
committed gives it out itself before it answers whoever asked for the change. A notice is a hint to look or to forget:
whoever must not miss one also looks by himself every now and then, because a connection may be dead without anybody
knowing it.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import Any, Protocol
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import URL

from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.work import Work

log = structlog.get_logger()

CHANNEL = "catalog_admin"  # as the triggers call it
RIGHTS = "rights"  # who may do what has changed in a tenant
BEAT_SECONDS = 0.25
RETRY_SECONDS = 0.5
Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Notice:
    """`kind` says who cares; `said` is theirs to read."""

    kind: str
    tenant: TenantId
    said: str = ""


class Listener(Protocol):
    """Called from any thread; must be quick, and raise nothing but what the database raises."""

    def hear(self, notice: Notice) -> None:
        """Something was committed."""

    def look(self, connection: Connection) -> None:
        """Several times a second: on the connection that hears, so it also proves that it still does."""

    def was_deaf(self) -> None:
        """Notices may have been missed, from whenever `look` was last called."""


_hearers: list[Callable[[Notice], None]] = []


def tell_here(work: Work, notice: Notice) -> None:
    """Those in this process, before the caller is answered: what he asks next must not be older than his change."""
    work.after_commit(partial(_give_out, notice))


def tell_rights_here(work: Work) -> None:
    tell_here(work, Notice(RIGHTS, work.tenant))


class Ear:
    """A thread with a connection of its own, so that it keeps time however busy the loop is.

    A standby knows no LISTEN: there looking is all. When the connection breaks nobody looks until there is one again,
    and whoever relies on that can tell.
    """

    def __init__(self, url: URL, listener: Listener) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._listener = listener
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="ear", daemon=True)

    def start(self) -> None:
        _hearers.append(self._listener.hear)
        self._thread.start()

    def stop(self) -> None:
        """Does not wait: the thread looks up once more at most."""
        self._stopped.set()
        with suppress(ValueError):
            _hearers.remove(self._listener.hear)

    def _run(self) -> None:
        is_away = False
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True, connect_timeout=2) as connection:
                    _listen(connection)
                    self._listener.was_deaf()
                    is_away = False
                    self._follow(connection)
            except (psycopg.Error, OSError) as away:
                if not is_away:
                    log.warning("nothing_heard", reason=type(away).__name__)
                is_away = True
                self._stopped.wait(RETRY_SECONDS)

    def _follow(self, connection: Connection) -> None:
        while not self._stopped.is_set():
            self._listener.look(connection)
            next_look = time.monotonic() + BEAT_SECONDS
            for heard in connection.notifies(timeout=BEAT_SECONDS):
                if (notice := read(heard.payload)) is not None:
                    self._listener.hear(notice)
                if self._stopped.is_set() or time.monotonic() > next_look:
                    break


def read(said: str) -> Notice | None:
    """None for what another release may say."""
    kind, _, rest = said.partition(" ")
    tenant, _, more = rest.partition(" ")
    try:
        return Notice(kind, TenantId(UUID(tenant)), more)
    except ValueError:
        return None


def _listen(connection: Connection) -> None:
    with suppress(psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.ObjectNotInPrerequisiteState):
        connection.execute(f"LISTEN {CHANNEL}".encode())


def _give_out(notice: Notice) -> None:
    for hear in tuple(_hearers):
        hear(notice)
