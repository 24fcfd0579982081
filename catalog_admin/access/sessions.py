"""Sessions of the console: opened by signing in, found by a cookie, kept alive by use, ended by signing out.

Of the cookie's secret only the hash is kept. What the issuer said of somebody stays as it was verified then; what our
own bindings give is asked anew at each request, so that taking one away works at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from catalog_admin.access import stored_sessions as stored
from catalog_admin.access.errors import SessionExpired, SessionUnknown
from catalog_admin.access.model import grants_of, new_secret, said_of, secret_hash, session_parts, session_text
from catalog_admin.access.rights import NOBODY, Said
from catalog_admin.access.rotation import Secrets
from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import TenantId, new_id
from catalog_admin.kit.servers import unless_away
from catalog_admin.kit.work import Database

SEEN_NOTED_EVERY = timedelta(minutes=1)  # so idle is counted to the minute, and not every request writes
MOST_PER_SUBJECT = 10

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Lifetimes:
    """How long a session lives without a request, and in any case."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class OpenSession:
    """`renewed` is what the cookie has to say from now on, if its secret was replaced."""

    id: UUID
    said: Said
    display_name: str
    idle_expires_at: datetime
    expires_at: datetime
    renewed: str | None = None


class Sessions:
    """Asks the primary database: on a replica that is behind, a session works on after it was ended.

    Only while there is no primary the replica is asked; then nothing is noted, and a session ends when it is due.
    """

    def __init__(self, database: Database, lifetimes: Lifetimes, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self._database, self._lifetimes, self._clock = database, lifetimes, clock

    def open(self, said: Said, *, display_name: str, instead_of: str | None, request_id: str) -> str:
        """What the cookie says. Always a new secret: one that was planted in this browser opens nothing."""
        now, secret, name = self._clock(), new_secret(), new_id()
        if instead_of is not None:
            self.end(instead_of, request_id=request_id)
        with self._database.work(_person(said), request_id=request_id) as work:
            stored.opened(
                work,
                id=name,
                secret_hash=secret_hash(secret),
                rotated_at=now,
                taken_up_at=now,
                subject=said.subject,
                display_name=display_name,
                grants=None if said.grants is None else said_of(said.grants),
                environments=None if said.environments is None else sorted(said.environments),
                claims=said.claims,
                created_at=now,
                last_seen_at=now,
                idle_expires_at=now + self._lifetimes.idle,
                expires_at=now + self._lifetimes.absolute,
            )
            stored.keep_newest(work, said.subject, MOST_PER_SUBJECT)
            audit.record(work, action="access.signed_in", subject=f"user:{said.subject}", detail={"session": str(name)})
        return session_text(name, secret)

    def find(self, cookie: str) -> OpenSession:
        """Raises SessionUnknown, SessionExpired."""
        now = self._clock()
        row, given = self._row(cookie, now)
        if min(row.idle_expires_at, row.expires_at) <= now:
            raise SessionExpired("this session has ended: sign in again")
        return self._kept_alive(row, given, now)

    def end(self, cookie: str, *, request_id: str) -> None:
        """At once and for good; a session that is gone already stays gone."""
        try:
            row, _ = self._row(cookie, self._clock())
        except SessionUnknown:
            return
        with self._database.work(_person(_said_in(row)), request_id=request_id) as work:
            if stored.remove(work, row.id):
                about = {"session": str(row.id)}
                audit.record(work, action="access.signed_out", subject=f"user:{row.subject}", detail=about)

    def _row(self, cookie: str, now: datetime) -> tuple[Any, bytes]:
        parts = session_parts(cookie)
        if parts is None:
            raise SessionUnknown("there is no such session")
        name, secret = parts
        row = self._database.ask(NOBODY, lambda reads: stored.find_session(reads.session, name))
        given = secret_hash(secret)
        # Compared also when there is no such session, so that both take the same time.
        opens = (_secrets_of(row) if row is not None else NO_SECRETS).opens_to(given, now)
        if row is None or not opens:
            raise SessionUnknown("there is no such session")
        return row, given

    def _kept_alive(self, row: Any, given: bytes, now: datetime) -> OpenSession:
        said, secrets, renewed = _said_in(row), _secrets_of(row), None
        changes: dict[str, Any] = {}
        is_mine = False
        if now - row.last_seen_at >= SEEN_NOTED_EVERY:
            changes |= {"last_seen_at": now, "idle_expires_at": now + self._lifetimes.idle}
        if secrets.takes_up(given):
            changes |= {"taken_up_at": now}
        if secrets.is_due(given, now):
            renewed = new_secret()
            changes |= {"secret_hash": secret_hash(renewed), "former_hash": given}
            changes |= {"rotated_at": now, "taken_up_at": None}
        if changes and not self._database.is_without_primary:
            with unless_away(), self._database.work(_person(said)) as work:
                is_mine = stored.change_unless_changed(work, row, changes)
        return OpenSession(
            id=row.id,
            said=said,
            display_name=row.display_name,
            idle_expires_at=changes.get("idle_expires_at", row.idle_expires_at),
            expires_at=row.expires_at,
            renewed=session_text(row.id, renewed) if renewed is not None and is_mine else None,
        )


def _person(said: Said) -> Actor:
    return Actor(f"user:{said.subject}", said.tenant, said.tenant_key)


def _said_in(row: Any) -> Said:
    return Said(
        subject=row.subject,
        tenant=TenantId(row.tenant_id),
        tenant_key=row.tenant_key,
        grants=None if row.grants is None else grants_of(row.grants),
        environments=None if row.environments is None else frozenset(row.environments),
        claims=row.claims,
    )


NO_SECRETS = Secrets(bytes(32), None, datetime.min.replace(tzinfo=UTC), None)


def _secrets_of(row: Any) -> Secrets:
    return Secrets(row.secret_hash, row.former_hash, row.rotated_at, row.taken_up_at)
