"""Any sequence of creating, moving, deleting and restoring, against the plainest tree there is: a dict."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from tests.catalogs.invariants import check_tree
from tests.database import Rehearsal, service_url
from tests.world import plant

ANY = Expected("*")
KEYS = st.sampled_from(["a", "b", "c"])


@dataclass
class Plain:
    """A node as a child would draw it; `gone` names the node it was deleted with."""

    parent: Any
    key: str
    gone: Any = None


class Oracle:
    """The semantics in the fewest words; slow, and plainly right."""

    def __init__(self) -> None:
        self.nodes: dict[Any, Plain] = {}

    def path(self, id: Any) -> str:
        node = self.nodes[id]
        return node.key if node.parent is None else f"{self.path(node.parent)}.{node.key}"

    def living(self, parent: Any) -> dict[str, Any]:
        return {each.key: it for it, each in self.nodes.items() if each.parent == parent and each.gone is None}

    def is_alive(self, id: Any) -> bool:
        return id is None or (id in self.nodes and self.nodes[id].gone is None)

    def below(self, id: Any) -> list[Any]:
        found = [id]
        for child in self.living(id).values():
            found += self.below(child)
        return found

    def may_hang(self, parent: Any, key: str, but: Any = None) -> bool:
        return self.is_alive(parent) and self.living(parent).get(key, but) == but

    def move(self, id: Any, parent: Any, key: str) -> bool:
        fits = self.is_alive(id) and self.may_hang(parent, key, id) and parent not in self.below(id)
        if fits:
            self.nodes[id].parent, self.nodes[id].key = parent, key
        return fits

    def delete(self, id: Any, *, cascade: bool) -> bool:
        if not self.is_alive(id):
            return False
        parent, children = self.nodes[id].parent, self.living(id)
        if cascade:
            for each in self.below(id):
                self.nodes[each].gone = id
            return True
        if any(self.living(parent).get(key, id) != id for key in children):
            return False
        self.nodes[id].gone = id
        for child in children.values():
            self.nodes[child].parent = parent
        return True

    def restore(self, id: Any) -> bool:
        node = self.nodes[id]
        if node.gone != id or not self.may_hang(node.parent, node.key):
            return False
        for each in self.nodes.values():
            if each.gone == id:
                each.gone = None
        return True


class TreeMachine(RuleBasedStateMachine):
    """Every step is taken in both trees: both take it or both refuse it, and then they look the same."""

    connection: Connection
    nodes: Bundle[Any] = Bundle("nodes")

    @initialize(target=nodes)
    def plant_catalog(self) -> Any:
        self.outer = self.connection.begin()
        self.world = plant(self.connection, "acme")
        self.database, self.oracle = Rehearsal(self.connection), Oracle()
        self.take(commands.create_catalog, key="shop")
        return multiple()

    def take(self, command: Any, *args: Any, **said: Any) -> Any:
        """What the command answers; None if it refuses."""
        try:
            with self.database.work(self.world.actor, self.world.environment) as work:
                return command(work, *args, **said)
        except Refusal:
            return None

    @rule(target=nodes, parent=st.none() | nodes, key=KEYS)
    def create(self, parent: Any, key: str) -> Any:
        path = key if parent is None else f"{self.oracle.path(parent)}.{key}"
        if not self.oracle.is_alive(parent):
            return multiple()
        node = self.take(commands.create_node, "shop", NewNode(path, "category"))
        assert (node is not None) == self.oracle.may_hang(parent, key)
        if node is None:
            return multiple()
        self.oracle.nodes[node.id] = Plain(parent, key)
        return node.id

    @rule(node=nodes, parent=nodes, key=KEYS)
    def move(self, node: Any, parent: Any, key: str) -> None:
        moved = self.take(commands.move_node, node, Destination(parent_id=parent, key=key), ANY)
        assert (moved is not None) == self.oracle.move(node, parent, key)

    @rule(node=nodes, key=KEYS)
    def move_to_the_root(self, node: Any, key: str) -> None:
        moved = self.take(commands.move_node, node, Destination(parent_path="", key=key), ANY)
        assert (moved is not None) == self.oracle.move(node, None, key)

    @rule(node=nodes, cascade=st.booleans())
    def delete(self, node: Any, cascade: bool) -> None:
        gone = self.take(commands.delete_node, node, ANY, cascade=cascade)
        assert (gone is not None) == self.oracle.delete(node, cascade=cascade)

    @rule(node=nodes)
    def restore(self, node: Any) -> None:
        restored = self.take(commands.restore_node, node, ANY)
        assert (restored is not None) == self.oracle.restore(node)

    @invariant()
    def both_trees_look_the_same(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.work(self.world.actor, self.world.environment) as work:
            seen = check_tree(work.session, "shop")
        living = [it for it, node in self.oracle.nodes.items() if node.gone is None]
        assert seen[1:] == sorted(map(self.oracle.path, living))

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.outer.rollback()


def test_every_sequence_of_steps_leaves_the_tree_the_oracle_has(admin_url: str) -> None:
    engine = create_engine(service_url(admin_url), poolclass=NullPool)
    with engine.connect() as connection:
        machine = type("Machine", (TreeMachine,), {"connection": connection})
        machine.TestCase.settings = settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        )
        machine.TestCase("runTest").runTest()
