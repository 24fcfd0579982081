"""Statements said in few steps answer as SQLAlchemy does, and leave no connection behind that nobody can use."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import anyio
import psycopg
import pytest
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    Numeric,
    Text,
    TypeDecorator,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from catalog_admin.kit import wire
from catalog_admin.kit.failures import TookTooLong, refusal_of
from catalog_admin.kit.read_transactions import WIRE, ReadTransaction
from catalog_admin.kit.servers import is_away
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.wire import Prepared
from tests.database import libpq, service_url

SETTINGS = {"app.tenant": "it's", "statement_timeout": "10s"}
ASKED = {"numbers": [1, None, 2**40], "words": ["a,{}", 'q"\\', "ä", None]}
KINDS = Prepared(
    select(
        cast(bindparam("numbers"), ARRAY(BigInteger)).label("numbers"),
        bindparam("words", type_=ARRAY(Text)).label("words"),
        cast(literal("7b0f4a5e-0000-4000-8000-000000000001"), Uuid).label("id"),
        cast(literal("1.50"), Numeric).label("amount"),
        cast(literal("2026-02-28"), Date).label("day"),
        cast(literal("2026-02-28T10:00:00Z"), DateTime(timezone=True)).label("instant"),
        cast(literal('{"a": [1, null]}', Text), JSONB).label("facts"),
        literal("50 %", Text).label("text"),
        cast(literal(None, Text), Text).label("nothing"),
    )
)
SLEEP = Prepared(select(cast(func.pg_sleep(bindparam("seconds", type_=Numeric)), Text).label("slept")))
PID = Prepared(select(func.pg_backend_pid().label("pid")))


@pytest.fixture
async def engine(admin_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(service_url(admin_url), pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT")
    yield engine
    await engine.dispose()


async def asked(engine: AsyncEngine, statement: Any, said: Mapping[str, Any] | None = None, **settings: str) -> Any:
    async with transaction(engine, **settings) as one:
        return await one.rows(statement, said)


@asynccontextmanager
async def transaction(engine: AsyncEngine, **settings: str) -> AsyncIterator[ReadTransaction]:
    one = ReadTransaction(engine, Turns(1))
    await one.begin(SETTINGS | settings)
    try:
        yield one
    finally:
        await one.end()


async def test_says_what_sqlalchemy_says(engine: AsyncEngine) -> None:
    assert KINDS.text is not None
    (by_wire,), (by_engine,) = await asked(engine, KINDS, ASKED), await asked(engine, KINDS.statement, ASKED)
    assert tuple(by_wire) == tuple(by_engine)
    assert [type(each) for each in by_wire] == [type(each) for each in by_engine]
    assert by_wire._fields == by_engine._fields


async def test_values_that_have_to_be_looked_at_are_left_to_sqlalchemy(engine: AsyncEngine) -> None:
    facts = Prepared(select(bindparam("facts", type_=JSONB).label("facts")))
    some = Prepared(select(literal(1).label("one")).where(literal(1).in_(bindparam("some", expanding=True))))
    assert (facts.text, some.text) == (None, None)
    assert [tuple(row) for row in await asked(engine, facts, {"facts": {"a": 1}})] == [({"a": 1},)]
    assert [tuple(row) for row in await asked(engine, some, {"some": [1, 2]})] == [(1,)]


class Loud(TypeDecorator[str]):
    impl, cache_ok = Text, True

    def process_result_value(self, value: str | None, dialect: Any) -> str:
        return f"{value}!"


class LoudList(TypeDecorator[list[str]]):
    impl, cache_ok = ARRAY(Text), True

    def process_result_value(self, value: list[str] | None, dialect: Any) -> list[str]:
        return [f"{each}!" for each in value or ()]


FOUND = {
    "enum": (Enum("a", "b", native_enum=False), "'a'", "a"),
    "decorated": (Loud(), "'a'", "a!"),
    "decorated in a list": (ARRAY(Loud), "ARRAY['a']", ["a!"]),
    "decorated list": (LoudList(), "ARRAY['a']", ["a!"]),
    "tuple": (ARRAY(Text, as_tuple=True), "ARRAY['a']", ("a",)),
    "float of a decimal": (Numeric(asdecimal=False), "CAST(1.5 AS numeric)", 1.5),
    "decimal of a float": (Float(asdecimal=True), "CAST(1.5 AS float)", Decimal("1.5")),
}


@pytest.mark.parametrize("kind", FOUND)
async def test_found_ones_are_left_to_it_too(engine: AsyncEngine, kind: str) -> None:
    type_, said, value = FOUND[kind]
    found = Prepared(select(literal_column(said, type_).label("it")))  # type: ignore[arg-type]
    assert found.text is None
    assert [(row.it, type(row.it)) for row in await asked(engine, found)] == [(value, type(value))]


async def test_begins_a_snapshot_that_cannot_write_with_its_settings_and_ends_it(engine: AsyncEngine) -> None:
    said = text(
        "SELECT current_setting('app.tenant'), current_setting('transaction_isolation'),"
        " current_setting('transaction_read_only')"
    )
    assert [tuple(row) for row in await asked(engine, said)] == [("it's", "repeatable read", "on")]
    async with engine.connect() as connection:
        (left,) = await connection.execute(text("SELECT current_setting('app.tenant', true)"))
        assert tuple(left) == ("",)


async def test_a_statement_that_takes_too_long_is_told_as_such_and_the_connection_goes_on(engine: AsyncEngine) -> None:
    (before,) = await asked(engine, PID)
    with pytest.raises(psycopg.errors.QueryCanceled) as ended:
        await asked(engine, SLEEP, {"seconds": 10}, statement_timeout="50ms")
    assert isinstance(refusal_of(ended.value), TookTooLong)
    assert await asked(engine, PID) == [before]


async def test_a_connection_given_up_in_the_middle_is_nobodys(engine: AsyncEngine) -> None:
    (before,) = await asked(engine, PID)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asked(engine, SLEEP, {"seconds": 10}), 0.2)
    (after,) = await asked(engine, PID)
    assert after != before


async def test_what_was_given_up_ends_in_the_server_too(engine: AsyncEngine, admin_url: str) -> None:
    """Which counts its connections, and finds out by itself only when it has something to say."""
    (before,) = await asked(engine, PID)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asked(engine, SLEEP, {"seconds": 10}), 0.2)
    until = time.monotonic() + 4
    while _is_there(admin_url, before.pid):
        assert time.monotonic() < until
        await asyncio.sleep(0.05)


async def test_the_server_is_told_to_stop_by_one_who_is_cancelled_again(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As anyio does in each turn."""
    told = asyncio.Event()

    async def takes_its_time(*_: Any, timeout: float) -> None:
        await asyncio.sleep(0.1)
        told.set()

    monkeypatch.setattr(psycopg.AsyncConnection, "cancel_safe", takes_its_time)
    with anyio.move_on_after(0.2):
        await asked(engine, SLEEP, {"seconds": 1})
    await asyncio.wait_for(told.wait(), 5)


async def test_a_server_that_cannot_be_told_to_stop_keeps_nobody(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def times_out(*_: Any, timeout: float) -> None:
        raise psycopg.errors.CancellationTimeout(f"after {timeout}")

    (before,) = await asked(engine, PID)
    monkeypatch.setattr(psycopg.AsyncConnection, "cancel_safe", times_out)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asked(engine, SLEEP, {"seconds": 1}), 0.2)
    assert await asked(engine, PID) != [before]


async def test_a_connection_that_died_in_the_pool_is_replaced(engine: AsyncEngine, admin_url: str) -> None:
    (before,) = await asked(engine, PID)
    _cut(admin_url, before.pid)
    (after,) = await asked(engine, PID)
    assert after != before


async def test_one_that_nobody_can_replace_is_told_as_away(
    engine: AsyncEngine, admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For then the next server is tried."""
    (before,) = await asked(engine, PID)
    _cut(admin_url, before.pid)
    connect, connected = AsyncEngine.connect, []

    def once(self: AsyncEngine) -> Any:
        connected.append(self)
        if len(connected) > 1:
            raise OperationalError("connect", {}, psycopg.OperationalError("nobody listens"))
        return connect(self)

    with monkeypatch.context() as gone:
        gone.setattr(AsyncEngine, "connect", once)
        with pytest.raises(OperationalError) as away:
            await asked(engine, PID)
    assert is_away(away.value)
    assert len(connected) == 2
    assert await asked(engine, PID) != [before]


async def test_one_that_dies_while_it_answers_says_so(engine: AsyncEngine, admin_url: str) -> None:
    (before,) = await asked(engine, PID)
    answer = asyncio.ensure_future(asked(engine, SLEEP, {"seconds": 10}))
    await asyncio.sleep(0.2)
    _cut(admin_url, before.pid)
    with pytest.raises(psycopg.OperationalError) as gone:
        await answer
    assert is_away(gone.value)
    assert await asked(engine, PID) != [before]


@pytest.mark.parametrize("can_close", [True, False])
async def test_plans_no_more_than_so_many(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, can_close: bool
) -> None:
    """With an old libpq too."""
    monkeypatch.setattr(wire, "CAN_CLOSE", can_close)
    monkeypatch.setattr(wire, "MOST_PLANNED", 3)
    for _ in range(2):
        for number in range(5):
            assert [tuple(row) for row in await asked(engine, _numbered(number), {"it": number})] == [(number,)]
    assert await _planned(engine) == 3


async def test_nor_where_a_transaction_has_failed(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """There nothing is planned any more, and by SQL nothing forgotten."""
    monkeypatch.setattr(wire, "MOST_PLANNED", 3)
    for number in range(3):
        await asked(engine, _numbered(number), {"it": number})
    async with transaction(engine) as failed:
        with pytest.raises(DBAPIError):
            await failed.rows(text("SELECT 1 / 0"), None)
        for number in (3, 4):
            with pytest.raises(psycopg.errors.InFailedSqlTransaction):
                await failed.rows(_numbered(number), {"it": number})
    for number in range(5):
        await asked(engine, _numbered(number), {"it": number})
    assert await _planned(engine) == 3


async def test_a_plan_that_the_server_has_lost_is_made_again(engine: AsyncEngine) -> None:
    await asked(engine, PID)
    async with engine.connect() as connection:
        await connection.execute(text("DEALLOCATE ALL"))
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        await asked(engine, PID)
    assert len(await asked(engine, PID)) == 1


async def test_one_whose_columns_have_changed_is_made_again(engine: AsyncEngine, admin_url: str) -> None:
    everything = Prepared(text("SELECT * FROM thing_that_changes").columns(column("it", Integer)))
    with psycopg.connect(libpq(admin_url), autocommit=True) as owner:
        owner.execute("CREATE TABLE thing_that_changes AS SELECT 1 AS it")
        try:
            owner.execute("GRANT SELECT ON thing_that_changes TO PUBLIC")
            assert [tuple(row) for row in await asked(engine, everything)] == [(1,)]
            owner.execute("ALTER TABLE thing_that_changes ALTER it TYPE text")
            with pytest.raises(psycopg.errors.FeatureNotSupported):
                await asked(engine, everything)
            assert [tuple(row) for row in await asked(engine, everything)] == [("1",)]
            assert await _planned(engine) == 1
        finally:
            owner.execute("DROP TABLE thing_that_changes")


async def test_plans_nothing_behind_a_pooler_that_cannot(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection.prepare_threshold = None
        assert WIRE not in raw.info
    assert len(await asked(engine, KINDS, ASKED)) == 1
    assert not await asked(engine, text("SELECT name FROM pg_prepared_statements WHERE name LIKE 'wire_%'"))


async def test_much_that_is_said_at_once_is_said_whole(engine: AsyncEngine) -> None:
    """More than a socket takes."""
    long = ["x" * 1000] * 20_000
    (row,) = await asked(engine, KINDS, {"numbers": [], "words": long})
    assert row.words == long


def _numbered(number: int) -> Prepared:
    return Prepared(select(bindparam("it", type_=Integer).label(f"n{number}")))


async def _planned(engine: AsyncEngine) -> int:
    told = text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'wire_%'")
    return int((await asked(engine, told))[0][0])


def _is_there(admin_url: str, pid: int) -> bool:
    with psycopg.connect(libpq(admin_url)) as owner:
        return owner.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() is not None


def _cut(admin_url: str, pid: int) -> None:
    with psycopg.connect(libpq(admin_url), autocommit=True) as owner:
        owner.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
