"""Two kinds of session. `Work` is one write transaction; `Reads` sees one snapshot and cannot write.

Both tell the database which tenant and environment they are for. Row-level security compares every row with
that; a session that said nothing sees nothing. The signature of a function tells which kind it needs.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Engine, Executable, Row, TextClause, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId, TenantId

SCOPE = text("SELECT set_config('app.tenant', :tenant, true), set_config('app.environment', :environment, true)")
PATIENCE = text(
    "SELECT set_config('app.tenant', :tenant, true), set_config('app.environment', :environment, true),"
    " set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true),"
    " set_config('idle_in_transaction_session_timeout', :idle, true)"
)
SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@dataclass(frozen=True)
class Patience:
    """How long a transaction may wait for one lock, work at one statement, and keep a connection without a word.

    Whoever waits holds a connection that all tenants share: what takes longer belongs into a job, which has none.
    """

    lock_seconds: float
    statement_seconds: float
    idle_seconds: float

    def parameters(self) -> dict[str, str]:
        said = {"lock": self.lock_seconds, "statement": self.statement_seconds, "idle": self.idle_seconds}
        return {name: f"{seconds * 1000:.0f}ms" for name, seconds in said.items()}


class _Transaction:
    """A session bound to a tenant, and usually to one of its environments, until it ends."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        environment: EnvironmentId | None = None,
        *,
        environment_key: str = "",
        request_id: str = "",
        patience: Patience | None = None,
    ) -> None:
        self.session = session
        self.actor = actor
        self.tenant: TenantId = actor.tenant
        self._environment = environment
        self.environment_key = environment_key
        self.request_id = request_id
        self._patience = patience
        self.now = datetime.now(UTC)

    @property
    def environment(self) -> EnvironmentId:
        """The environment's id; asking for it in tenant-wide work is a bug."""
        if self._environment is None:
            raise LookupError("this transaction belongs to the tenant, not to one environment")
        return self._environment

    @property
    def environment_or_none(self) -> EnvironmentId | None:
        return self._environment

    def _enter_scope(self) -> None:
        self.session.execute(*_entrance(self.tenant, self._environment, self._patience))


class Work(_Transaction):
    """One write transaction: commits when the block ends well, forgets everything when it does not.

    `before_commit` steps run inside the transaction as its very last statements (the audit's chain head is
    locked there, so it is held for microseconds); `after_commit` calls run only if COMMIT succeeded.
    """

    _before: dict[str, Callable[[], None]]
    _last: dict[str, Callable[[], None]]
    _after: list[Callable[[], None]]

    def before_commit(self, name: str, step: Callable[[], None], *, last: bool = False) -> None:
        """Register a step once; a second registration under the same name is the same step.

        `last` is for what locks something everybody wants: it runs after all the others, in the order of names,
        so that two transactions never wait for each other.
        """
        (self._last if last else self._before).setdefault(name, step)

    def after_commit(self, call: Callable[[], None]) -> None:
        self._after.append(call)

    def __enter__(self) -> Self:
        self._before, self._last, self._after = {}, {}, []
        self._enter_scope()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.session:
            if kind is not None:
                # A cut connection cannot roll back either: the first error is the one to tell.
                with suppress(Exception):
                    self.session.rollback()
                return
            self._finish(self._before)
            self._finish(self._last)
            self.session.commit()
        for call in self._after:
            call()

    def _finish(self, steps: dict[str, Callable[[], None]]) -> None:
        """Take the steps; one may register another, which is taken too."""
        self.session.flush()
        while steps:
            steps.pop(min(steps) if steps is self._last else next(iter(steps)))()
        self.session.flush()


class Reads(_Transaction):
    """One read-only snapshot; may be served by a replica."""

    def __enter__(self) -> Self:
        self._enter_scope()
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()


class AsyncReads:
    """One read-only snapshot for many readers at once: a connection speaks one at a time, so they queue.

    The engine begins every transaction as a snapshot; nothing is asked of a connection before it is used, so one
    that died in the pool is found out by the first statement, and replaced once.
    """

    def __init__(
        self, session: AsyncSession, actor: Actor, environment: EnvironmentId, patience: Patience | None = None
    ) -> None:
        self.actor, self.tenant, self.environment = actor, actor.tenant, environment
        # Both before the snapshot; the second by time.monotonic, which nobody sets.
        self.now, self.began = datetime.now(UTC), time.monotonic()
        self._session, self._patience, self._turn = session, patience, asyncio.Lock()

    async def rows(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        async with self._turn:
            return (await self._session.execute(statement, parameters)).all()

    async def __aenter__(self) -> Self:
        try:
            await self._enter_scope()
        except DBAPIError as error:
            await self._session.rollback()
            if not error.connection_invalidated:
                raise
            await self._enter_scope()
        return self

    async def _enter_scope(self) -> None:
        await self._session.execute(*_entrance(self.tenant, self.environment, self._patience))

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()


OVERFLOW = 5  # for look-ups that take no turn


class Database:
    """The service's two doors to Postgres, both as the service role that owns nothing."""

    _patience: Patience | None = None
    _storefronts_patience: Patience | None = None
    _streams_patience: Patience | None = None

    def __init__(self, url: str, *, read_url: str | None = None, pool_size: int = 10) -> None:
        # Values of statements are people's data, and sometimes hashes of tokens: nothing for a log.
        options = {
            "pool_size": pool_size,
            "max_overflow": OVERFLOW,
            "pool_timeout": 10,
            "pool_pre_ping": True,
            "hide_parameters": True,
        }
        self.engine: Engine = create_engine(url, **options)
        self.read_engine: Engine = create_engine(read_url, **options) if read_url else self.engine
        # No overflow: connections that are opened for a moment cost more than waiting for one.
        self.async_engine: AsyncEngine = create_async_engine(
            read_url or url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )

    def with_patience(self, requests: Patience, storefronts: Patience, streams: Patience) -> Self:
        """The same connections for those who must not wait for ever; jobs use the database as it is."""
        patient = copy(self)
        patient._patience, patient._storefronts_patience, patient._streams_patience = requests, storefronts, streams
        return patient

    def for_streams(self) -> Self:
        """The same for an answer that is sent while it is read: its reader decides how long that takes."""
        unhurried = copy(self)
        unhurried._patience = self._streams_patience
        return unhurried

    @property
    def stream_seconds(self) -> float:
        """How long all of such an answer may take: its snapshot keeps old rows from being cleaned away."""
        return self._streams_patience.idle_seconds if self._streams_patience is not None else math.inf

    def work(
        self,
        actor: Actor,
        environment: EnvironmentId | None = None,
        *,
        environment_key: str = "",
        request_id: str = "",
    ) -> Work:
        session = Session(self.engine, expire_on_commit=False)
        return Work(
            session,
            actor,
            environment,
            environment_key=environment_key,
            request_id=request_id,
            patience=self._patience,
        )

    def reads(
        self,
        actor: Actor,
        environment: EnvironmentId | None = None,
        *,
        environment_key: str = "",
        request_id: str = "",
        may_lag: bool = True,
    ) -> Reads:
        """`may_lag=False` for who will write by what it reads, or looks for what it has just written: no replica."""
        session = Session(self.read_engine if may_lag else self.engine)
        session.execute(SNAPSHOT)
        return Reads(
            session,
            actor,
            environment,
            environment_key=environment_key,
            request_id=request_id,
            patience=self._patience,
        )

    def async_reads(self, actor: Actor, environment: EnvironmentId) -> "AsyncReads":
        """For the storefront alone: everything else is sync."""
        return AsyncReads(AsyncSession(self.async_engine), actor, environment, self._storefronts_patience)

    @staticmethod
    def most_connections(pool_size: int) -> int:
        """What one process may open: the pool with its overflow, the storefront's, and the one that listens."""
        return 2 * pool_size + OVERFLOW + 1

    def close(self) -> None:
        self.engine.dispose()
        self.read_engine.dispose()

    async def close_async(self) -> None:
        """On the loop that served the storefront, before `close`."""
        await self.async_engine.dispose()


def scope_of(tenant: TenantId, environment: UUID | None) -> dict[str, str]:
    """The parameters of SCOPE; an empty environment matches no row."""
    return {"tenant": str(tenant), "environment": str(environment) if environment else ""}


def _entrance(
    tenant: TenantId, environment: UUID | None, patience: Patience | None
) -> tuple[TextClause, dict[str, str]]:
    """One statement for all of it: a transaction begins with one round trip."""
    scope = scope_of(tenant, environment)
    return (SCOPE, scope) if patience is None else (PATIENCE, scope | patience.parameters())
