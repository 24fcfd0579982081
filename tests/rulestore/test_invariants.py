"""What the database itself refuses, to the service and to the owner of the tables: mirrors and auditors rely on it."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from rulestore.errors import NoSuchRepository, NoSuchRevision, RefMoved
from rulestore.landing import land
from rulestore.log import entries
from rulestore.model import GitObject, Kind, Move, Oid, Position, Said
from rulestore.objects import oid_of
from rulestore.packs import Packed, packed
from rulestore.refs import find_repository, position
from rulestore.verifying import Fault, held_against, verify
from tests.rulestore.desk import MAIN, SAID, Desk
from tests.rulestore.real import Real

NOWHERE = Oid(b"9" * 20)


def blob(content: bytes) -> Packed:
    what = GitObject(Kind.BLOB, content)
    return packed(oid_of(what), what)


@pytest.fixture
def raw(desk: Desk) -> Iterator[psycopg.Connection]:
    """As the service role, in the desk's transaction, after two commits."""
    desk.write(a="1")
    desk.write(a="2")
    with desk.store.reading() as connection:
        yield connection


def refused(raw: psycopg.Connection, *statements: str, **more: object) -> str:
    """The kind of error, at the latest at COMMIT; all of it is taken back."""
    with pytest.raises(psycopg.Error) as error, raw.transaction():
        for statement in statements:
            raw.execute(statement.encode(), more)
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
    raw.execute("SET CONSTRAINTS ALL DEFERRED")
    return type(error.value).__name__


COUNTED = "UPDATE repo SET txn_no = txn_no + 1"
LOGGED = (
    "INSERT INTO ref_log (txn_no, repo_id, kind, name, old, new, actor, reason) SELECT r.txn_no, r.repo_id, 'move',"
    " f.name, {old}, {new}, 'x', '' FROM git_ref f JOIN repo r USING (repo_id)"
)


class TestMoves:
    """1: only by compare and set, each with a log row of the same transaction."""

    def test_without_a_log_row(self, raw: psycopg.Connection) -> None:
        back = "UPDATE git_ref SET target = (SELECT old FROM ref_log WHERE txn_no = 2)"
        assert refused(raw, back) == "CheckViolation"

    def test_with_a_log_row_of_another_move(self, raw: psycopg.Connection) -> None:
        back = "UPDATE git_ref SET target = (SELECT old FROM ref_log WHERE txn_no = 2), txn_no = 3"
        assert refused(raw, COUNTED, LOGGED.format(old="target", new="target"), back) == "CheckViolation"

    def test_by_the_log_row_of_an_earlier_transaction(self, real: Real) -> None:
        """Which says this very move: then the numbers differ, or the transactions do."""
        desk = Desk(real.store())
        first = desk.write(a="1")
        desk.move(Move("refs/heads/draft", None, first))
        desk.move(Move("refs/heads/draft", first, None))
        with pytest.raises(psycopg.errors.CheckViolation), desk.store.writing() as connection:
            connection.execute("UPDATE git_ref SET target = %s, txn_no = 2 WHERE name = 'refs/heads/draft'", [first])

    def test_nobody_moves_what_has_moved(self, desk: Desk) -> None:
        first = desk.write(a="1")
        second = desk.write(a="2")
        with pytest.raises(RefMoved) as moved:
            desk.move(Move(MAIN, first, first))
        assert moved.value.current == second

    def test_a_log_row_alone_tells_of_no_transaction(self, raw: psycopg.Connection) -> None:
        assert refused(raw, LOGGED.format(old="target", new="target").replace("r.txn_no", "7", 1)) == "CheckViolation"

    def test_a_ref_is_never_taken_away(self, raw: psycopg.Connection) -> None:
        assert refused(raw, "DELETE FROM git_ref") == "InsufficientPrivilege"

    def test_a_protected_one_keeps_its_target(self, raw: psycopg.Connection) -> None:
        gone = "UPDATE git_ref SET protected = true, target = NULL"
        assert refused(raw, gone) == "CheckViolation"


class TestTargets:
    """2: what a ref points at is there."""

    def test_an_object_that_is_not_there(self, desk: Desk) -> None:
        with pytest.raises(psycopg.errors.ForeignKeyViolation), desk.store.writing() as connection:
            land(connection, desk.store.repo, [Move(MAIN, None, NOWHERE)], SAID)


class TestNumbers:
    """3: without gaps, in the order of commits, and nothing comes in under a number that is past."""

    @pytest.mark.parametrize("step", ["txn_no", "txn_no + 2", "txn_no - 1", "0"])
    def test_other_steps(self, raw: psycopg.Connection, step: str) -> None:
        assert refused(raw, f"UPDATE repo SET txn_no = {step}") == "CheckViolation"  # noqa: S608 - ours

    def test_a_number_that_nothing_is_logged_under(self, raw: psycopg.Connection) -> None:
        assert refused(raw, COUNTED) == "CheckViolation"

    def test_an_object_that_comes_late(self, real: Real) -> None:
        desk = Desk(real.store())
        desk.write(a="1")
        with pytest.raises(psycopg.errors.CheckViolation), desk.store.writing() as connection:
            connection.execute(
                "INSERT INTO git_object (repo_id, oid, type, size, txn_no, data) VALUES (%s, %s, 3, 1, 1, 'x')",
                [desk.store.repo.repo_id, NOWHERE],
            )

    def test_an_object_of_the_future(self, raw: psycopg.Connection) -> None:
        ahead = (
            "INSERT INTO git_object (repo_id, oid, type, size, txn_no, data)"
            " SELECT repo_id, '\\x3939393939393939393939393939393939393939', 3, 1, 9, 'x' FROM repo"
        )
        assert refused(raw, ahead) == "CheckViolation"

    def test_what_fails_takes_no_number(self, desk: Desk) -> None:
        tip = desk.write(a="1")
        for _ in range(3):
            with pytest.raises(RefMoved):
                desk.move(Move(MAIN, NOWHERE, tip))
        desk.write(a="2")
        with desk.store.reading() as connection:
            assert [entry.txn_no for entry in entries(connection, desk.store.repo)] == [1, 2]


class TestNobodyChangesThePast:
    """7: no right for the service, and a refusing trigger for who owns the tables."""

    @pytest.mark.parametrize("table", ["git_object", "ref_log"])
    @pytest.mark.parametrize("what", ["UPDATE {} SET txn_no = 0", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_as_the_service(self, raw: psycopg.Connection, table: str, what: str) -> None:
        assert refused(raw, what.format(table)) == "InsufficientPrivilege"

    @pytest.mark.parametrize("table", ["git_object", "ref_log", "repo", "git_ref"])
    @pytest.mark.parametrize("what", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_as_the_owner(self, real: Real, table: str, what: str) -> None:
        Desk(real.store()).write(a="1")
        with psycopg.connect(real.admin) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(sql.SQL(what).format(sql.Identifier(table)))

    @pytest.mark.parametrize("table", ["git_object", "ref_log"])
    def test_an_update_by_the_owner(self, real: Real, table: str) -> None:
        Desk(real.store()).write(a="1")
        with psycopg.connect(real.admin) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(sql.SQL("UPDATE {} SET txn_no = 0").format(sql.Identifier(table)))

    @pytest.mark.parametrize(
        "column", ["actor", "reason", "name", "kind = 'protect' --", "at", "old", "new", "prev_hash", "hash", "seq"]
    )
    def test_whoever_goes_around_all_of_it_is_found_out(self, real: Real, column: str) -> None:
        """A superuser may switch triggers off."""
        desk = Desk(real.store())
        for nr in range(4):
            desk.write(a=str(nr))
        values = {"at": "now()", "old": "new", "new": "old", "prev_hash": "hash", "hash": "prev_hash", "seq": "7"}
        change = column if "=" in column else f"{column} = {values.get(column, repr('x'))}"
        with desk.store.reading() as connection:
            assert verify(connection, desk.store.repo).fault is None
        with psycopg.connect(real.admin) as owner:
            owner.execute("SET session_replication_role = replica")
            where = "\nWHERE txn_no = 2 AND tenant_id = %s"
            owner.execute(f"UPDATE ref_log SET {change}{where}".encode(), [real.tenant])  # noqa: S608 - ours
        with desk.store.reading() as connection:
            found = verify(connection, desk.store.repo)
        assert found.fault is not None
        assert found.fault.txn_no in (2, 3)

    def test_a_ref_that_was_moved_past_the_log_is_found_out(self, real: Real) -> None:
        desk = Desk(real.store())
        desk.write(a="1")
        first = desk.tip()
        desk.write(a="2")
        with psycopg.connect(real.admin) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute("UPDATE git_ref SET target = %s WHERE tenant_id = %s", [first, real.tenant])
        with desk.store.reading() as connection:
            found = verify(connection, desk.store.repo)
        assert found.fault is not None
        assert (found.fault.txn_no, found.fault.reason) == (2, "refs/heads/main is not where the log left it")

    def test_a_log_that_was_forged_as_a_whole_is_found_out_by_what_was_told_outside(self, real: Real) -> None:
        """The database chains the forged moves itself: nothing in it is wrong."""
        desk = Desk(real.store())
        told = []
        for nr in range(5):
            desk.write(a=str(nr))
            with desk.store.reading() as connection:
                told.append(position(connection, desk.store.repo))
        with psycopg.connect(real.admin) as owner:
            forge(owner, real.tenant, from_txn=3)
        with desk.store.reading() as connection:
            assert verify(connection, desk.store.repo).fault is None
            assert held_against(connection, desk.store.repo, told[:2]) is None
            found = held_against(connection, desk.store.repo, [told[4], told[1]])
        assert found is not None
        assert found.txn_no == 3
        assert found.reason.startswith("transaction 5 was told outside with another chain; up to 2 it is as it was")

    def test_a_log_that_was_cut_is_found_out_by_what_was_told_outside(self, real: Real) -> None:
        desk = Desk(real.store())
        desk.write(a="1")
        with desk.store.reading() as connection:
            at = position(connection, desk.store.repo)
            later = Position(at.txn_no + 3, at.chain)
            assert held_against(connection, desk.store.repo, [at, later]) == Fault(
                2, 0, "transaction 4 was told outside with another chain; up to 1 it is as it was told"
            )

    @pytest.mark.parametrize("most", [1, 2, 100])
    def test_a_log_is_looked_at_in_parts(self, real: Real, most: int) -> None:
        desk = Desk(real.store())
        for nr in range(5):
            desk.write(a=str(nr))
        checked, after, is_complete = 0, 0, False
        with desk.store.reading() as connection:
            while not is_complete:
                found = verify(connection, desk.store.repo, after=after, most=most)
                assert found.fault is None
                checked, after, is_complete = checked + found.checked, found.at.txn_no, found.is_complete
            assert (checked, after) == (5, 5)
            with pytest.raises(NoSuchRevision):
                verify(connection, desk.store.repo, after=6)

    @pytest.mark.parametrize("gone", [1, 2, 3])
    def test_a_row_that_is_missing_is_found_out(self, real: Real, gone: int) -> None:
        desk = Desk(real.store())
        for nr in range(3):
            desk.write(a=str(nr))
        with psycopg.connect(real.admin) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute("DELETE FROM ref_log WHERE txn_no = %s AND tenant_id = %s", [gone, real.tenant])
        with desk.store.reading() as connection:
            found = verify(connection, desk.store.repo)
        assert found.fault is not None


def test_any_words_are_chained_alike_by_the_database_and_outside(desk: Desk) -> None:
    desk.write(a="1")
    odd = Said('ü"\\/\b\f\n\r\t\x01\x7f\u2028😀', "'; -- [] {} é")
    desk.store.move(Move("refs/heads/draft", None, desk.tip()), odd)
    with desk.store.reading() as connection:
        found = verify(connection, desk.store.repo)
        assert (found.checked, found.fault) == (2, None)
        assert found.at.chain == position(connection, desk.store.repo).chain


def forge(owner: psycopg.Connection, tenant: UUID, from_txn: int) -> None:
    """As whoever may switch triggers off would: the moves are said to be somebody else's, and chained anew."""
    owner.execute("SET session_replication_role = replica")
    owner.execute("UPDATE ref_log SET actor = 'nobody' WHERE tenant_id = %s AND txn_no >= %s", [tenant, from_txn])
    for txn_no, seq in owner.execute(
        "SELECT txn_no, seq FROM ref_log WHERE tenant_id = %s AND txn_no >= %s ORDER BY 1, 2", [tenant, from_txn]
    ).fetchall():
        owner.execute(CHAINED_ANEW, {"tenant": tenant, "txn_no": txn_no, "seq": seq})


CHAINED_ANEW = """
    UPDATE ref_log l SET prev_hash = p.hash, hash = sha256(p.hash || convert_to(json_build_array(
        l.txn_no, l.seq, l.kind, l.name, encode(l.old, 'hex'), encode(l.new, 'hex'),
        l.actor, l.reason, (extract(epoch FROM l.at) * 1000000)::bigint
    )::text, 'UTF8'))
    FROM (
        SELECT hash FROM ref_log WHERE tenant_id = %(tenant)s AND (txn_no, seq) < (%(txn_no)s, %(seq)s)
        ORDER BY txn_no DESC, seq DESC LIMIT 1
    ) p
    WHERE l.tenant_id = %(tenant)s AND l.txn_no = %(txn_no)s AND l.seq = %(seq)s
"""


class TestTenants:
    """Row-level security, and foreign keys that look past it."""

    def test_another_tenants_repository_is_not_there(self, real: Real, rival: Real) -> None:
        ours, theirs = real.store(), rival.store()
        Desk(theirs).write(a="1")
        with ours.reading() as connection:
            for table in ("repo", "git_object", "git_ref", "ref_log", "commit_change", "git_checkpoint"):
                count = sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))
                assert connection.execute(count, [rival.tenant]).fetchone() == (0,)
            with pytest.raises(NoSuchRepository):
                find_repository(connection, rival.tenant, "rules")
        with pytest.raises(NoSuchRepository), ours.writing() as connection:
            land(connection, theirs.repo, [Move("refs/heads/x", None, NOWHERE)], SAID, [blob(b"x")])

    def test_rows_of_ours_in_a_repository_of_theirs(self, real: Real, rival: Real) -> None:
        ours, theirs = real.store(), rival.store()
        with pytest.raises(psycopg.errors.ForeignKeyViolation), ours.writing() as connection:
            connection.execute(
                "INSERT INTO git_object (repo_id, oid, type, size, txn_no, data) VALUES (%s, %s, 3, 1, 1, 'x')",
                [theirs.repo.repo_id, NOWHERE],
            )

    def test_a_ref_of_ours_to_an_object_of_theirs(self, real: Real, rival: Real) -> None:
        ours, theirs = Desk(real.store()), Desk(rival.store())
        ours.write(a="1")
        commit = theirs.write(a="something else")
        with pytest.raises(NoSuchRevision):
            ours.move(Move("refs/heads/x", None, commit))
        with pytest.raises(psycopg.errors.ForeignKeyViolation), ours.store.writing() as connection:
            land(connection, ours.store.repo, [Move("refs/heads/x", None, commit)], SAID)

    def test_without_a_tenant_there_is_nothing(self, real: Real) -> None:
        store = real.store()
        Desk(store).write(a="1")
        with psycopg.connect(real.url) as connection:
            assert connection.execute("SELECT count(*) FROM git_object").fetchone() == (0,)
            with pytest.raises(NoSuchRepository):
                position(connection, store.repo)
