"""Transactions: commit before the reply, nothing visible without a tenant."""

import pytest
from sqlalchemy import event, text

from catalog_admin.kit.work import Database, Work
from tests.world import World


def test_sees_only_its_own_tenant(database: Database, world: World, other_world: World) -> None:
    with database.work(world.actor, world.environment) as work:
        assert work.session.scalars(text("SELECT key FROM tenant")).all() == ["acme"]
    with database.work(other_world.actor, other_world.environment) as work:
        assert work.session.scalars(text("SELECT key FROM tenant")).all() == ["rival"]


def test_sees_nothing_without_a_tenant(work: Work) -> None:
    work.session.execute(text("SELECT set_config('app.tenant', '', true)"))
    assert work.session.scalar(text("SELECT count(*) FROM environment")) == 0


def test_forgets_everything_when_the_block_fails(database: Database, world: World) -> None:
    with pytest.raises(ValueError, match="no"), database.work(world.actor, world.environment) as work:
        work.session.execute(text("UPDATE tenant SET name = 'changed'"))
        raise ValueError("no")
    with database.work(world.actor) as work:
        assert work.session.scalar(text("SELECT name FROM tenant")) == "Acme"


def test_last_steps_run_once_and_inside_the_transaction(database: Database, world: World) -> None:
    ran: list[str] = []
    with database.work(world.actor) as work:
        work.before_commit("step", lambda: ran.append("before"))
        work.before_commit("step", lambda: ran.append("again"))
        work.after_commit(lambda: ran.append("after"))
    assert ran == ["before", "after"]


def test_what_a_step_registers_is_done_too(database: Database, world: World) -> None:
    ran: list[str] = []
    with database.work(world.actor) as work:
        work.before_commit("a", lambda: (ran.append("a"), work.before_commit("b", lambda: ran.append("b")))[0])
    assert ran == ["a", "b"]


def test_what_is_said_last_is_one_statement_in_the_order_of_names(database: Database, world: World) -> None:
    said: list[str] = []
    with database.work(world.actor) as work:
        event.listen(work.session.connection(), "before_cursor_execute", lambda *told: said.append(told[2]))
        work.say_last("b", lambda: ("set_config('app.last', current_setting('app.last') || :b, true)", {"b": "b"}))
        work.say_last("a", lambda: ("set_config('app.last', :a, true)", {"a": "a"}))
        work.say_last("a", lambda: ("set_config('app.last', 'again', true)", {}))
        work.before_commit("step", lambda: work.say_last("c", lambda: ("current_setting('app.last')", {})))
    assert said[0].startswith("SELECT set_config('app.last', %(a)s")
    assert said[0].endswith(", current_setting('app.last')")
    assert said[1:] == ["RELEASE SAVEPOINT sa_savepoint_1"]
