"""Retention: what nothing needs gives up its content, whole and alone; everything else reads as before."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.model import JobStatus
from catalog_admin.kit.actor import Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.promotions import queries as served
from catalog_admin.publishing import commands, comparing, freezing, history, queries, restoring, retiring, storage
from catalog_admin.publishing.errors import BadDesignation, VersionNeeded, VersionRetired
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.restoring import RestoreWish
from catalog_admin.publishing.retiring import Retired, Wish
from tests.publishing.shop import Shop

PUBLISHED = tuple(f"published_{table}" for table in ("node", "slug", "count", "plan", "membership", "entry", "leaf"))


def five_versions(shop: Shop) -> list[VersionRef]:
    """Each changes something that the next one changes again; nothing but the last two is needed."""
    versions = []
    for number in range(5):
        shop.replace("a", name={"en": f"A {number}"})
        shop.change("sensors", meta={"displayName": {"en": f"Sensors {number}"}, "slug": {"en": f"s-{number}"}})
        shop.rule("heavies", f"weight > {number}")
        if number % 2:
            shop.unassign("sensors", "c")
        elif number:
            shop.assign("sensors", "c")
        versions.append(shop.publish(f"number {number}").version)
    return versions


def retire(shop: Shop, *versions: str, keep: int | None = None, is_dry: bool = False) -> Retired:
    with shop.work() as work:
        wish = Wish("shop", versions or None, keep, "too many")
        return retiring.retire(work, wish, is_dry=is_dry, defer=False)


def retire_and_sweep(shop: Shop, *versions: str, keep: int | None = None) -> Retired:
    retired = retire(shop, *versions, keep=keep)
    assert retired.job is not None
    done = jobs.run_now(shop.database, shop.world.actor, retired.job)
    assert done is not None
    assert done.status is JobStatus.SUCCEEDED, done.error
    return retired


def rows(shop: Shop, table: str) -> int:
    with shop.reads() as reads:
        return int(reads.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - our own names


def needed(shop: Shop, table: str, kept: list[VersionRef]) -> int:
    """Rows that one of these holds."""
    held = " OR ".join(f"(from_ordinal <= {each.ordinal} AND until_ordinal > {each.ordinal})" for each in kept)
    return rows(shop, f"{table} WHERE {held}")


def test_what_is_kept_reads_as_before_and_nothing_else_is_left(shop: Shop) -> None:
    versions = five_versions(shop)
    kept = [versions[0], versions[3], versions[4]]
    before = [(shop.export(each), shop.tree(each)) for each in kept]
    retire_and_sweep(shop, "2", "3")
    assert [(shop.export(each), shop.tree(each)) for each in kept] == before
    for table in PUBLISHED:
        assert rows(shop, table) == needed(shop, table, kept), table
    bodies = "SELECT body_hash FROM published_plan UNION SELECT body_hash FROM published_node UNION"
    bodies += " SELECT body_hash FROM published_entry UNION SELECT by_hand_hash FROM publication"
    assert rows(shop, "body") == rows(shop, f"({bodies}) b")
    assert rows(shop, "body_leftover") == 0


def test_a_retired_version_is_gone_by_every_name_and_its_record_stays(shop: Shop) -> None:
    versions = five_versions(shop)
    with shop.work() as work:
        moment = work.now
    retire(shop, "2")
    for name in ("2", versions[1].hex, versions[1].hex[:12]):
        with shop.reads() as reads, pytest.raises(VersionRetired):
            queries.version(reads, "shop", name)
    with shop.reads() as reads:
        record = queries.record(reads, "shop", "2")
        listed = [each.version for each in queries.publications(reads, "shop", limit=9).items]
        assert served.version(reads, "shop", date=moment) == versions[4]
    assert (record.digest, record.retired_at is None) == (versions[1].digest, False)
    assert [each.retired_at is not None for each in listed] == [False, False, False, True, False]


@pytest.mark.parametrize("name", ["5", "4"])
def test_what_is_served_or_would_be_gone_back_to_is_needed(shop: Shop, name: str) -> None:
    five_versions(shop)
    with pytest.raises(VersionNeeded) as refused:
        retire(shop, name)
    assert refused.value.facts["because"] == {"5": "served", "4": "way_back"}[name]


def test_a_tag_keeps_a_version_and_so_does_being_the_newest(shop: Shop) -> None:
    five_versions(shop)
    with shop.work() as work:
        commands.move_tag(work, "shop", "spring", "2", Expected("*"))
    with pytest.raises(VersionNeeded, match="a tag names it"):
        retire(shop, "2")
    shop.unassign("sensors.gps", "a")
    freezing.freeze_draft(
        shop.database, shop.world.actor, shop.world.environment, "shop", environment_key=shop.environment_key
    )
    with pytest.raises(VersionNeeded, match="compared with it"):
        retire(shop, "6")


def test_all_that_nothing_needs_but_the_newest(shop: Shop) -> None:
    versions = five_versions(shop)
    assert [each.digest for each, _ in retire(shop, keep=1, is_dry=True).versions] == [
        each.digest for each in versions[:3]
    ]
    assert rows(shop, "version_retirement") == 0
    retired = retire_and_sweep(shop, keep=4)
    assert [number for _, number in retired.versions] == [1]
    assert retire(shop, keep=4) == Retired(())


def test_of_a_catalog_that_never_was_nothing_is_retired(shop: Shop) -> None:
    with shop.work() as work, pytest.raises(CatalogNotFound):
        retiring.retire(work, Wish("nope", keep=1), defer=False)


def test_says_which_of_the_named_is_no_name(shop: Shop) -> None:
    five_versions(shop)
    with pytest.raises(BadDesignation, match="'draft' is neither") as refused:
        retire(shop, "1", "draft")
    assert refused.value.pointer == "/versions/1"


def test_one_that_is_needed_keeps_the_others_too(shop: Shop) -> None:
    five_versions(shop)
    with pytest.raises(VersionNeeded):
        retire(shop, "1", "5")
    assert rows(shop, "version_retirement") == 0


def test_published_again_it_comes_back_under_its_name(shop: Shop) -> None:
    first = shop.publish().version
    export = shop.export(first)
    shop.replace("a", name={"en": "A"})
    shop.publish()
    shop.replace("b", name={"en": "B"})
    shop.publish()
    retire_and_sweep(shop, "1")
    shop.replace("a")
    shop.replace("b")
    again = shop.publish()
    assert (again.version.digest, again.version.ordinal, again.is_new) == (first.digest, 4, True)
    assert shop.export(again.version) == export
    with shop.reads() as reads:
        assert queries.record(reads, "shop", "4").retired_at is None


def test_a_sweep_that_was_cut_off_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = five_versions(shop)
    retired = retire(shop, "1", "2", "3")
    with shop.work() as work:
        swept = work.session.scalar(text("SELECT sweep_retired(:l, 2)"), {"l": versions[0].lineage_id})
    assert swept == 2
    monkeypatch.setattr(retiring, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(retiring, "BODIES_AT_ONCE", 1)
    assert retired.job is not None
    jobs.run_now(shop.database, shop.world.actor, retired.job)
    for table in PUBLISHED:
        assert rows(shop, table) == needed(shop, table, versions[3:]), table
    assert rows(shop, "body_leftover") == 0


def test_history_and_storage_tell_what_is_left(shop: Shop) -> None:
    five_versions(shop)
    for sweep in (retire, retire_and_sweep):
        sweep(shop, *(("2",) if sweep is retire else ("3",)))
        with shop.reads() as reads:
            steps = history.of_rate_plan(reads, "shop", "a", limit=9).items
            stored = storage.report(reads, "shop", limit=9)
        kept = [5, 4, 3, 1] if sweep is retire else [5, 4, 1]
        assert [each.number for each in steps] == kept
        assert [each.number for each in stored.versions.items] == kept
        assert {each.changes[0].sort for each in steps[:-1]} == {"changed"}
        fields = steps[-2].changes[0].fields
        assert (fields[0].before, fields[0].after) == ("A 0", f"A {kept[-2] - 1}")
    storage._KNOWN._answers.clear()
    with shop.reads() as reads:
        assert storage.report(reads, "shop", limit=9) == stored


def test_differences_between_kept_versions_stay_the_same(shop: Shop) -> None:
    versions = five_versions(shop)
    with shop.reads() as reads:
        told = list(comparing.every(reads, versions[0], versions[4]))
    retire_and_sweep(shop, "2", "3")
    with shop.reads() as reads:
        assert list(comparing.every(reads, versions[0], versions[4])) == told


def test_a_draft_is_not_restored_from_what_is_gone(shop: Shop) -> None:
    five_versions(shop)
    retire(shop, "2")
    with shop.work() as work, pytest.raises(VersionRetired):
        restoring.ask_to_restore(work, RestoreWish("shop", "2"))
    with pytest.raises(VersionRetired):
        shop.rollback("2")


def test_only_who_may_everything_in_all_environments_retires(shop: Shop) -> None:
    five_versions(shop)
    publisher = replace(shop.world.actor, grants=(Grant(Role.PUBLISHER),))
    confined = replace(shop.world.actor, environments=frozenset({"dev"}))
    for actor in (publisher, confined):
        with (
            pytest.raises(NotPermitted),
            shop.database.work(actor, shop.world.environment, environment_key="dev") as work,
        ):
            retiring.retire(work, Wish("shop", ["1"]))


def test_it_is_written_down_who_retired_what(shop: Shop) -> None:
    five_versions(shop)
    retire(shop, "1")
    with shop.reads() as reads:
        row = reads.session.execute(text("SELECT * FROM version_retirement")).one()
    assert (row.ordinal, row.reason, row.retired_by) == (1, "too many", "user:tess")


def test_the_database_refuses_to_sweep_what_is_not_retired(real_shop: Shop) -> None:
    versions = five_versions(real_shop)
    lineage = versions[0].lineage_id
    with real_shop.work() as work:
        swept = work.session.scalar(text("SELECT sweep_retired(:l, 100)"), {"l": lineage})
        assert (swept, work.session.scalar(text("SELECT sweep_bodies(100)"))) == (0, 0)
        for statement in ("DELETE FROM body", "INSERT INTO version_retirement SELECT * FROM version_retirement"):
            with pytest.raises(DBAPIError, match="permission denied"), work.session.begin_nested():
                work.session.execute(text(statement))
