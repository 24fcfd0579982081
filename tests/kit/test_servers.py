"""Who is asked first, and who instead of one that is away."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from catalog_admin.access.rights import NOBODY
from catalog_admin.kit.failures import DatabaseAway, refusal_of
from catalog_admin.kit.schema import replica_url, sqlalchemy_url
from catalog_admin.kit.servers import Server, unless_away
from catalog_admin.kit.standing import Standing
from catalog_admin.kit.work import Database, Reads
from tests.database import service_url
from tests.world import World

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def url(admin_url: str) -> str:
    return service_url(admin_url)


@pytest.fixture
def closing() -> Iterator[list[Database]]:
    opened: list[Database] = []
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def without_primary(url: str, closing: list[Database]) -> Database:
    closing.append(Database(NOWHERE, read_url=url))
    return closing[-1]


@pytest.fixture
def without_replica(url: str, closing: list[Database]) -> Database:
    closing.append(Database(url, read_url=NOWHERE))
    return closing[-1]


def names(database: Database, servers: list[Server]) -> list[str]:
    return ["primary" if each is database.servers.primary else "replica" for each in servers]


def one(reads: Reads) -> object:
    return reads.session.scalar(text("SELECT 1"))


def test_readers_go_to_the_replica_and_editors_to_the_primary(without_primary: Database) -> None:
    servers = without_primary.servers
    assert names(without_primary, servers.for_readers()) == ["replica", "primary"]
    assert names(without_primary, servers.for_editors()) == ["primary", "replica"]
    servers.standing.is_gone("primary")
    assert names(without_primary, servers.for_editors()) == ["replica", "primary"]
    servers.standing.is_gone("replica")
    assert names(without_primary, servers.for_readers()) == ["primary", "replica"]


def test_one_that_nobody_has_looked_at_is_never_read(url: str, closing: list[Database]) -> None:
    closing.append(Database(url, read_url=NOWHERE, standing=Standing(10, is_admitted=False)))
    servers = closing[-1].servers
    assert servers.for_readers() == servers.for_editors() == [servers.primary]


def test_what_is_edited_is_read_from_the_replica_while_there_is_no_primary(without_primary: Database) -> None:
    with without_primary.reads(NOBODY) as reads:
        assert one(reads) == 1
    assert without_primary.ask(NOBODY, one) == 1
    with pytest.raises(OperationalError):
        without_primary.reads(NOBODY, may_lag=False)


def test_a_long_answer_comes_from_a_replica_that_has_everything(
    url: str, closing: list[Database], without_replica: Database
) -> None:
    closing.append(Database(url, read_url=url))
    assert names(closing[-1], closing[-1].servers.for_exports()) == ["replica", "primary"]
    assert names(without_replica, without_replica.servers.for_exports()) == ["primary", "replica"]


def test_a_wrong_question_is_not_asked_twice(url: str, closing: list[Database]) -> None:
    closing.append(Database(url, read_url=url))
    asked = []

    def wrong(reads: Reads) -> None:
        asked.append(reads)
        reads.session.execute(text("SELECT nothing"))

    with pytest.raises(ProgrammingError):
        closing[-1].ask(NOBODY, wrong)
    assert len(asked) == 1


async def test_a_storefront_is_answered_by_whoever_is_there(
    without_primary: Database, without_replica: Database, world: World
) -> None:
    for database in (without_primary, without_replica):
        async with database.async_reads(world.actor, world.environment) as reads:
            assert (await reads.rows(text("SELECT 1")))[0][0] == 1
        await database.close_async()


def test_what_is_merely_worth_noting_is_left_out(without_primary: Database) -> None:
    with unless_away(), without_primary.work(NOBODY) as work:
        work.session.execute(text("SELECT 1"))
    with pytest.raises(DBAPIError), unless_away(), without_primary.reads(NOBODY) as reads:
        reads.session.execute(text("SELECT nothing"))


def test_a_read_only_transaction_of_ours_is_a_bug_and_no_standby(url: str, closing: list[Database]) -> None:
    closing.append(Database(url))
    with closing[-1].reads(NOBODY) as reads, pytest.raises(DBAPIError) as wrong:
        reads.session.execute(text("CREATE TEMP TABLE t ()"))
        reads.session.execute(text("UPDATE tenant SET name = 'changed'"))
    assert not isinstance(refusal_of(wrong.value), DatabaseAway)


@pytest.mark.parametrize(
    "said",
    [
        "postgresql://ann:p%40ss@a:5432,b:5433/shop?application_name=x",
        "host=a,b port=5432,5433 user=ann password=p@ss dbname=shop application_name=x",
        "postgresql+psycopg://ann:p%40ss@/shop?host=a%2Cb&port=5432%2C5433&application_name=x",
    ],
)
def test_several_hosts_are_told_in_every_way_that_libpq_knows(said: str) -> None:
    url = sqlalchemy_url(said)
    _, arguments = url.get_dialect()().create_connect_args(url)
    assert arguments == {
        "host": "a,b",
        "port": "5432,5433",
        "user": "ann",
        "password": "p@ss",
        "dbname": "shop",
        "application_name": "x",
        "target_session_attrs": "read-write",
    }
    assert replica_url(said).query["target_session_attrs"] == "standby"


def test_who_says_which_server_is_meant_is_taken_at_his_word() -> None:
    url = sqlalchemy_url("host=a,b target_session_attrs=primary")
    assert url.query["target_session_attrs"] == "primary"
    for alone in (sqlalchemy_url, replica_url):
        assert "target_session_attrs" not in alone("postgresql://ann@a/shop").query
