"""Many hands in one tree, with real commits: whatever happens, the tree stays a tree."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.errors import NodeNotFound, ParentMissing, PathTaken, WouldCycle
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database
from tests.catalogs.invariants import check_tree
from tests.database import fresh_database, service_url
from tests.world import World, plant

ANY = Expected("*")
Step = Callable[..., Any]


@pytest.fixture(scope="module")
def committed(server_url: str) -> Iterator[tuple[Database, World]]:
    """A database of its own, with a tenant that is really there."""
    with fresh_database(server_url, "race_trees") as url:
        engine = create_engine(service_url(url))
        with engine.begin() as connection:
            world = plant(connection, "acme")
        engine.dispose()
        database = Database(service_url(url), pool_size=12)
        yield database, world
        database.close()


class Hands:
    """Runs commands, each in a transaction of its own."""

    def __init__(self, database: Database, world: World, catalog: str) -> None:
        self.database, self.world, self.catalog = database, world, catalog
        self.do(commands.create_catalog, key=catalog)

    def do(self, command: Step, *args: Any, **said: Any) -> Any:
        with self.database.work(self.world.actor, self.world.environment, environment_key="dev") as work:
            return command(work, *args, **said)

    def create(self, path: str) -> Node:
        node: Node = self.do(commands.create_node, self.catalog, NewNode(path, "category"))
        return node

    def together(self, *steps: Callable[[], Any]) -> list[Any]:
        """All at the same moment; a refusal is an answer, anything else that is raised is a bug."""
        barrier = Barrier(len(steps))

        def run(step: Callable[[], Any]) -> Any:
            barrier.wait()
            try:
                return step()
            except Refusal as refusal:
                return refusal

        with ThreadPoolExecutor(len(steps)) as pool:
            return list(pool.map(run, steps))

    def paths(self) -> list[str]:
        with self.database.work(self.world.actor, self.world.environment) as work:
            return check_tree(work.session, self.catalog)


@pytest.fixture
def hands(committed: tuple[Database, World], request: pytest.FixtureRequest) -> Hands:
    return Hands(*committed, catalog=request.node.name[:63])


def test_of_many_who_create_one_path_one_wins(hands: Hands) -> None:
    answers = hands.together(*[lambda: hands.create("a")] * 6)
    assert sum(isinstance(answer, Node) for answer in answers) == 1
    assert sum(isinstance(answer, PathTaken) for answer in answers) == 5
    assert hands.paths() == ["", "a"]


def test_two_moves_cannot_build_a_cycle_together(hands: Hands) -> None:
    for turn in range(5):
        a, b = hands.create(f"a{turn}"), hands.create(f"b{turn}")
        answers = hands.together(
            lambda a=a, b=b: hands.do(commands.move_node, a.id, Destination(parent_id=b.id), ANY),
            lambda a=a, b=b: hands.do(commands.move_node, b.id, Destination(parent_id=a.id), ANY),
        )
        assert sorted(isinstance(answer, Node) for answer in answers) == [False, True]
        assert any(isinstance(answer, WouldCycle) for answer in answers)
    hands.paths()


def test_nothing_is_born_below_what_is_being_deleted(hands: Hands) -> None:
    for turn in range(5):
        parent = hands.create(f"p{turn}")
        created, _ = hands.together(
            lambda turn=turn: hands.create(f"p{turn}.child"),
            lambda parent=parent: hands.do(commands.delete_node, parent.id, ANY, cascade=True),
        )
        assert isinstance(created, Node | ParentMissing | NodeNotFound)
    assert hands.paths() == [""]


def test_eight_threads_of_random_work_leave_a_tree(hands: Hands) -> None:
    ids = [hands.create(key).id for key in "abcdef"]

    def work_away(seed: int) -> int:
        chance, done = random.Random(seed), 0  # noqa: S311 - a repeatable order of steps, no secret
        for _ in range(25):
            try:
                _random_step(hands, chance, ids)
                done += 1
            except Refusal:
                continue
        return done

    done = hands.together(*[lambda seed=seed: work_away(seed) for seed in range(8)])
    assert all(isinstance(count, int) and count > 0 for count in done)
    hands.paths()


def _random_step(hands: Hands, chance: random.Random, ids: list[Any]) -> None:
    node, other = chance.choice(ids), chance.choice(ids)
    match chance.randrange(5):
        case 0 | 1:
            path = f"{chance.choice(hands.paths())}.{chance.choice('abcdef')}".lstrip(".")
            ids.append(hands.create(path).id)
        case 2:
            hands.do(commands.move_node, node, Destination(parent_id=other, key=chance.choice("abcdefgh")), ANY)
        case 3:
            hands.do(commands.delete_node, node, ANY, cascade=chance.random() < 0.5)
        case _:
            hands.do(commands.restore_node, node, ANY)


def test_catalogs_do_not_wait_for_each_other(hands: Hands) -> None:
    other = Hands(hands.database, hands.world, "another")
    with hands.database.work(hands.world.actor, hands.world.environment) as work:
        commands.create_node(work, hands.catalog, NewNode("a", "category"))
        work.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert other.create("a").path == "a"
