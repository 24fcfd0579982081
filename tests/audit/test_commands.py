"""Recording: what is queued becomes the chain's next links, at the very end."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import digest_of, first_link, link
from catalog_admin.kit.work import Database
from tests.world import World


def test_appends_linked_entries_before_commit(database: Database, world: World) -> None:
    with database.work(world.actor, world.environment, environment_key="dev", request_id="r-1") as work:
        audit.record(work, action="catalogs.node_created", subject="node:1", after={"price": Decimal("1.50")})
        audit.record(work, action="catalogs.node_moved", subject="node:1", before={"a": 1}, after={"a": 2})
        assert work.session.scalar(text("SELECT count(*) FROM audit_entry")) == 0

    with database.reads(world.actor) as reads:
        rows = reads.session.execute(text("SELECT * FROM audit_entry ORDER BY seq")).all()
    assert [(row.seq, row.actor, row.action, row.request_id) for row in rows] == [
        (1, "user:tess", "catalogs.node_created", "r-1"),
        (2, "user:tess", "catalogs.node_moved", "r-1"),
    ]
    assert rows[0].before_digest is None
    assert rows[0].after_digest.hex() == digest_of({"price": "1.5"})
    assert rows[0].hash == link(first_link(world.tenant), 1, rows[0].body)
    assert rows[1].hash == link(rows[0].hash, 2, rows[1].body)
    assert rows[1].environment == "dev"
    assert rows[1].environment_id == world.environment


def test_a_failed_command_leaves_no_entry(database: Database, world: World) -> None:
    with pytest.raises(ValueError, match="no"), database.work(world.actor) as work:
        audit.record(work, action="x.done", subject="x:1")
        raise ValueError("no")
    with database.reads(world.actor) as reads:
        assert reads.session.scalar(text("SELECT count(*) FROM audit_entry")) == 0


def test_each_tenant_has_its_own_chain(database: Database, world: World, other_world: World) -> None:
    for each in (world, other_world, world):
        with database.work(each.actor) as work:
            audit.record(work, action="x.done", subject="x:1")
    for each, length in ((world, 2), (other_world, 1)):
        with database.reads(each.actor) as reads:
            assert reads.session.scalars(text("SELECT seq FROM audit_entry ORDER BY seq")).all() == list(
                range(1, length + 1)
            )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_entry SELECT * FROM audit_entry",
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "INSERT INTO audit_head SELECT * FROM audit_head",
        "UPDATE audit_head SET seq = 9",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ],
)
def test_the_service_cannot_write_the_chain_itself(database: Database, world: World, statement: str) -> None:
    with database.reads(world.actor) as reads, pytest.raises(ProgrammingError, match="permission denied"):
        reads.session.execute(text(statement))
