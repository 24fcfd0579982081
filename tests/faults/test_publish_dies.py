"""The service is killed, or its connections are cut, at every step of a publish."""

import os
import signal
import subprocess
import sys
import textwrap

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from catalog_admin.audit import queries as audit
from catalog_admin.kit.work import Database
from catalog_admin.promotions import commands
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing.verify import verify_lines
from tests.database import libpq
from tests.publishing.conftest import committed, real_database, real_url
from tests.publishing.shop import Shop
from tests.publishing.test_increment import looked_at

__all__ = ["real_database", "real_url"]
pytestmark = pytest.mark.faults
STEPS = (
    "reading the draft",
    "comparing",
    "writing",
    "writing: node rows",
    "writing: plan rows",
    "writing: membership rows",
    "writing: leaf rows",
    "sealing",
)

# Dies by its own hand as soon as the publish tells the step, as if the machine had lost power there.
DYING = textwrap.dedent("""
    import os, signal, sys
    from uuid import UUID
    from catalog_admin.kit.actor import Actor, Grant, Role
    from catalog_admin.kit.work import Database
    from catalog_admin.promotions import commands
    from catalog_admin.promotions.model import PublishWish

    url, tenant, environment, fatal = sys.argv[1:]
    actor = Actor("user:tess", UUID(tenant), "acme", (Grant(Role.TENANT_ADMIN),))

    if fatal.startswith("first:"):
        from catalog_admin.publishing import spool

        spool.CHUNK_BYTES = 1
        fatal = fatal.removeprefix("first:")

    def die(percent, step):
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    commands.publish(
        Database(url), actor, UUID(environment), PublishWish("shop"), environment_key="dev", on_progress=die
    )
""")


@pytest.fixture(scope="module")
def shop(real_database: Database) -> Shop:
    """Published once; its draft has changed in every kind of thing since."""
    shop = committed(real_database)
    shop.publish()
    return shop


@pytest.fixture
def changed(shop: Shop) -> Shop:
    shop.change("sensors", meta={"displayName": os.urandom(4).hex()})
    shop.replace("a", name={"en": os.urandom(4).hex()})
    shop.assign("sensors.gps", "a", rank=int.from_bytes(os.urandom(2)))
    shop.forget_tips()
    return shop


@pytest.fixture
def little_changed(shop: Shop) -> Shop:
    """A publish goes on from the tip, and writes all in the transaction that seals."""
    shop.forget_tips()
    shop.publish()
    shop.replace("a", name={"en": os.urandom(4).hex()})
    return shop


def killed_at(shop: Shop, step: str) -> None:
    url = shop.database.engine.url.render_as_string(hide_password=False)
    ids = (str(shop.world.tenant), str(shop.world.environment))
    ran = subprocess.run([sys.executable, "-c", DYING, url, *ids, step], check=False, timeout=60)
    assert ran.returncode == -signal.SIGKILL


def check_untouched(shop: Shop, digest: str, export: bytes) -> None:
    assert shop.live().hex == digest
    assert shop.export(shop.live()) == export
    with shop.reads() as reads:
        assert audit.verify(reads).is_whole


def check_recovers(shop: Shop) -> None:
    served = shop.publish("after the accident")
    assert served.is_new
    content = shop.export(served.version)
    assert verify_lines(content.splitlines(keepends=True)).digest == served.version.digest
    with shop.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM lineage_ordinal WHERE sealed_at IS NULL"))
        ordinals = reads.session.scalars(text("SELECT ordinal FROM lineage_ordinal ORDER BY ordinal")).all()
        assert ordinals == list(range(1, len(ordinals) + 1))
        assert audit.verify(reads).is_whole


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_publish_leaves_the_old_version_and_the_next_one_works(changed: Shop, step: str) -> None:
    digest, export = changed.live().hex, changed.export(changed.live())
    killed_at(changed, step)
    check_untouched(changed, digest, export)
    check_recovers(changed)


@pytest.mark.parametrize("step", ["working out and writing: plan rows", "counting", "sealing"])
def test_a_killed_first_publish_leaves_nothing_to_be_seen(real_database: Database, step: str) -> None:
    """Its rows are written while the draft is still being read."""
    unpublished = committed(real_database)
    killed_at(unpublished, f"first:{step}")
    with unpublished.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM version"))
    check_recovers(unpublished)
    with unpublished.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM published_plan WHERE from_ordinal > 1"))


@pytest.mark.parametrize("step", ["reading the draft", "writing what changed", "sealing"])
def test_a_killed_publish_of_little_leaves_the_old_version_and_its_tip(little_changed: Shop, step: str) -> None:
    digest, export = little_changed.live().hex, little_changed.export(little_changed.live())
    killed_at(little_changed, step)
    check_untouched(little_changed, digest, export)
    assert looked_at(little_changed) == {"a"}
    check_recovers(little_changed)


def test_killed_right_after_the_end_the_new_version_is_live(changed: Shop) -> None:
    before = changed.live()
    killed_at(changed, "serving")
    assert changed.live() != before
    assert not changed.publish().is_new


def cut_at(shop: Shop, admin_url: str, step: str) -> None:
    def cut(percent: int, now: str) -> None:
        if now == step:
            with psycopg.connect(libpq(admin_url), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    place, wish = shop.world.environment, PublishWish("shop")
    commands.publish(shop.database, shop.world.actor, place, wish, environment_key="dev", on_progress=cut)


# A cursor of a server that is gone cannot be closed, and says so when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_connections_cut_while_reading_leave_the_old_version(changed: Shop, real_url: str) -> None:
    digest, export = changed.live().hex, changed.export(changed.live())
    with pytest.raises(OperationalError):
        cut_at(changed, real_url, "comparing")
    check_untouched(changed, digest, export)
    check_recovers(changed)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_connections_cut_while_rows_are_written_leave_one_version_or_the_other(changed: Shop, real_url: str) -> None:
    """Writers work beside who tells the steps: whether one of them was in the middle of something, nobody knows."""
    digest, export = changed.live().hex, changed.export(changed.live())
    try:
        cut_at(changed, real_url, "writing: plan rows")
    except (OperationalError, psycopg.OperationalError):  # COPY speaks to the driver directly
        check_untouched(changed, digest, export)
        check_recovers(changed)
    else:
        assert changed.live().hex != digest


@pytest.mark.parametrize("step", ["writing", "sealing"])
def test_connections_cut_between_two_transactions_do_no_harm(changed: Shop, real_url: str, step: str) -> None:
    before = changed.live()
    cut_at(changed, real_url, step)
    content = changed.export(changed.live())
    assert verify_lines(content.splitlines(keepends=True)).digest == changed.live().digest != before.digest
