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
from functools import reduce
from operator import or_
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import Executable, Row, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.failures import NotReplicated
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.read_transactions import ReadTransaction
from catalog_admin.kit.servers import OVERFLOW, WARNED, Server, Servers, is_away
from catalog_admin.kit.standing import Standing
from catalog_admin.kit.wire import Prepared

T = TypeVar("T")

SCOPE = text("SELECT set_config('app.tenant', :tenant, true), set_config('app.environment', :environment, true)")
PATIENCE = text(
    "SELECT set_config('app.tenant', :tenant, true), set_config('app.environment', :environment, true),"
    " set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true),"
    " set_config('idle_in_transaction_session_timeout', :idle, true)"
)
SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


# The call of a function in SQL, and its parameters, by names that nobody else uses; asked for when all is done.
LastWord = Callable[[], tuple[str, dict[str, Any]]]


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

    `before_commit` steps run inside the transaction when everything else is done, then what is said last as its very
    last statement (the audit's chain head is locked there, so it is held for microseconds); `after_commit` calls run
    only if COMMIT succeeded. Raises NotReplicated.
    """

    _before: dict[str, Callable[[], None]]
    _last: dict[str, LastWord]
    _after: list[Callable[[], None]]

    def before_commit(self, name: str, step: Callable[[], None]) -> None:
        """Register a step once; a second registration under the same name is the same step."""
        self._before.setdefault(name, step)

    def say_last(self, name: str, word: LastWord) -> None:
        """For what locks something everybody wants; registered once, as steps are.

        All of it is one statement, in the order of names, so that two transactions never wait for each other. This
        relies on PostgreSQL, which works a select list out from left to right and promises it nowhere. The words are
        independent of each other: in another order they would say the same, and only their locks be taken otherwise.
        """
        self._last.setdefault(name, word)

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
            self._take_steps()
            self._say_last()
            is_replicated = self._commit()
        for call in self._after:
            call()
        if not is_replicated:
            raise NotReplicated("saved, but the replica has not confirmed it in time")

    def _commit(self) -> bool:
        """Whether the replicas that the server is told to wait for have it too."""
        kept = self.session.connection().info
        kept.pop(WARNED, None)
        self.session.commit()
        return not kept.pop(WARNED, False)

    def _take_steps(self) -> None:
        """One may register another, which is taken too."""
        self.session.flush()
        while self._before:
            self._before.pop(next(iter(self._before)))()
        self.session.flush()

    def _say_last(self) -> None:
        if self._last:
            calls, said = zip(*(self._last[name]() for name in sorted(self._last)), strict=True)
            self.session.execute(text(f"SELECT {', '.join(calls)}"), reduce(or_, said))


class Reads(_Transaction):
    """One read-only snapshot; may be served by a replica."""

    def __enter__(self) -> Self:
        self._enter_scope()
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()


class AsyncReads:
    """One read-only snapshot for many readers at once: a connection speaks one at a time, so they queue.

    Nothing is asked of a connection before it is used, so one that died in the pool is found out by the first
    statement, and replaced once. Then the next server is tried.
    """

    def __init__(
        self,
        transaction: ReadTransaction,
        actor: Actor,
        environment: EnvironmentId,
        patience: Patience | None = None,
        *,
        otherwise: Sequence[ReadTransaction] = (),
    ) -> None:
        self.actor, self.tenant, self.environment = actor, actor.tenant, environment
        # Both before the snapshot; the second by time.monotonic, which nobody sets.
        self.now, self.began = datetime.now(UTC), time.monotonic()
        self._transaction, self._otherwise = transaction, list(otherwise)
        self._patience, self._turn = patience, asyncio.Lock()

    async def rows(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        async with self._turn:
            return await self._transaction.rows(statement, parameters)

    async def __aenter__(self) -> Self:
        settings = _settings(self.tenant, self.environment, self._patience)
        while True:
            try:
                await self._transaction.begin(settings)
            except (DBAPIError, psycopg.Error) as error:
                if not self._otherwise or not is_away(error):
                    raise
                self._transaction = self._otherwise.pop(0)
            else:
                return self

    async def __aexit__(self, *_: object) -> None:
        await self._transaction.end()


MOST_SECONDS_BEHIND = 10.0


class Database:
    """The service's two doors to Postgres, both as the service role that owns nothing."""

    _patience: Patience | None = None
    _storefronts_patience: Patience | None = None
    _streams_patience: Patience | None = None
    _is_for_streams = False
    has_many_connections = True  # threads may write at once

    def __init__(
        self, url: str, *, read_url: str | None = None, pool_size: int = 10, standing: Standing | None = None
    ) -> None:
        self.servers = Servers(url, read_url, pool_size, standing or Standing(MOST_SECONDS_BEHIND))
        self.engine, self.async_engine = self.servers.primary.engine, self.servers.primary.async_engine

    @property
    def reads_elsewhere(self) -> bool:
        """Storefronts read a replica, which may be behind what anybody has heard of."""
        return self.servers.replica is not None

    def with_patience(self, requests: Patience, storefronts: Patience, streams: Patience) -> Self:
        """The same connections for those who must not wait for ever; jobs use the database as it is."""
        patient = copy(self)
        patient._patience, patient._storefronts_patience, patient._streams_patience = requests, storefronts, streams
        return patient

    def for_streams(self) -> Self:
        """The same for an answer that is sent while it is read: its reader decides how long that takes."""
        unhurried = copy(self)
        unhurried._patience, unhurried._is_for_streams = self._streams_patience, True
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
        """Of the primary; of a replica only if the primary is away, or as up to date and the answer a long one.

        `may_lag=False` for who will write by what it reads, or looks for what it has just written: no replica at all.
        """
        return Reads(
            self._snapshot(self._sources() if may_lag else [self.servers.primary]),
            actor,
            environment,
            environment_key=environment_key,
            request_id=request_id,
            patience=self._patience,
        )

    def ask(self, actor: Actor, question: Callable[[Reads], T]) -> T:
        """Like `reads`; if the primary goes away in the middle of the question, the replica is asked all of it."""
        servers = self.servers.for_editors()
        for server in servers:
            try:
                with Reads(self._snapshot([server]), actor, patience=self._patience) as reads:
                    return question(reads)
            except DBAPIError as error:
                if server is servers[-1] or not is_away(error):
                    raise
        raise AssertionError("there is always a primary")

    def async_reads(self, actor: Actor, environment: EnvironmentId) -> "AsyncReads":
        """For the storefront alone, of the replica while it keeps up: everything else is sync."""
        first, *otherwise = [
            ReadTransaction(server.async_engine, server.readers_turns) for server in self.servers.for_readers()
        ]
        return AsyncReads(first, actor, environment, self._storefronts_patience, otherwise=otherwise)

    @property
    def is_without_primary(self) -> bool:
        """As far as is known: nothing can be written now."""
        return self.servers.standing.is_away("primary")

    def _sources(self) -> list[Server]:
        return self.servers.for_exports() if self._is_for_streams else self.servers.for_editors()

    @staticmethod
    def _snapshot(servers: Sequence[Server]) -> Session:
        """On the first of them that answers."""
        for server in servers:
            session = Session(server.engine)
            try:
                session.execute(SNAPSHOT)
            except DBAPIError as error:
                session.close()
                if server is servers[-1] or not is_away(error):
                    raise
            else:
                return session
        raise AssertionError("there is always a primary")

    @staticmethod
    def most_connections(pool_size: int) -> int:
        """What one process may open to a server: the pool with its overflow, the storefront's, and one that listens."""
        return 2 * pool_size + OVERFLOW + 1

    def close(self) -> None:
        self.servers.close()

    async def close_async(self) -> None:
        """On the loop that served the storefront, before `close`."""
        await self.servers.close_async()


def scope_of(tenant: TenantId, environment: UUID | None) -> dict[str, str]:
    """The parameters of SCOPE; an empty environment matches no row."""
    return {"tenant": str(tenant), "environment": str(environment) if environment else ""}


def _settings(tenant: TenantId, environment: UUID, patience: Patience | None) -> dict[str, str]:
    """What PATIENCE says, by the settings' own names."""
    scope = {f"app.{name}": value for name, value in scope_of(tenant, environment).items()}
    if patience is None:
        return scope
    said = patience.parameters()
    names = {"lock": "lock_timeout", "statement": "statement_timeout", "idle": "idle_in_transaction_session_timeout"}
    return scope | {names[name]: value for name, value in said.items()}


def _entrance(
    tenant: TenantId, environment: UUID | None, patience: Patience | None
) -> tuple[TextClause, dict[str, str]]:
    """One statement for all of it: a transaction begins with one round trip."""
    scope = scope_of(tenant, environment)
    return (SCOPE, scope) if patience is None else (PATIENCE, scope | patience.parameters())
