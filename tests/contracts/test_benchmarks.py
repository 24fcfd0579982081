"""The benchmarks that the guide promises exist, can still be run, and its figures are the ones that were measured."""

import importlib
import inspect
import subprocess
import sys
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from benchmarks import (
    BENCHMARKS,
    import_plans,
    measure,
    publish_full,
    publish_incremental,
    publish_rule_change,
    report,
    rules_setwise,
    rules_store,
    rules_tests,
    sizes,
    storefront_cold,
    storefront_search,
    storefront_warm,
    version_diff,
    version_rollback,
    version_storage,
)
from benchmarks.data import plan
from benchmarks.measure import Bar, limited, result
from benchmarks.place import place

PROMISED = {
    *("nodes.create", "import.plans", "rules.setwise", "publish.full", "publish.memory"),
    *("publish.incremental", "publish.rule_change", "version.diff", "version.rollback", "version.storage"),
    *("storefront.warm", "storefront.cold", "storefront.search", "storefront.tree"),
    *("rules.commit", "rules.merge", "rules.read1000", "rules.clone", "rules.tests"),
}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_in_two_sizes(name: str) -> None:
    run = inspect.signature(importlib.import_module(f"benchmarks.{name}").run)
    assert list(run.parameters) == ["here", "full"]
    assert run.parameters["full"].kind is inspect.Parameter.KEYWORD_ONLY


def test_an_import_is_measured_against_its_floor(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = import_plans.measured(here, 30, 1)
    assert (found.name, found.n) == ("import.plans", 1)


def test_cases_are_measured_against_the_evaluator_alone() -> None:
    found = rules_tests.measured(1)
    assert (found.name, found.n) == ("rules.tests", 1)


def test_a_publish_is_measured_in_a_process_of_its_own(server_url: str) -> None:
    size = {"plan_count": 30, "node_count": 8, "rule_count": 1}
    with place(server_url, "smoke") as here:
        found = publish_full.measured(here, size, 1)
    assert [one.name for one in found] == ["publish.full", "publish.memory"]


def test_rules_are_measured_against_those_written_by_hand(server_url: str) -> None:
    """Which find the same members, or nothing is measured."""
    with place(server_url, "smoke") as here:
        found = rules_setwise.measured(here, 60, 1)
    assert [one.name for one in found] == ["rules.setwise", "rules.columns"]


def test_a_repository_is_measured_against_git(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = rules_store.measured(here, 60, 1)
    assert [one.name for one in found] == ["rules.commit", "rules.merge", "rules.read1000", "rules.clone"]


def test_bytes_are_counted_where_they_lie(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = sizes.measured(here, {"plan_count": 30, "node_count": 8, "rule_count": 1})
    assert all(one.value > 0 and one.floor is None for one in found)
    assert {"sizes.rate_plan", "sizes.published_plan", "sizes.published"} <= {one.name for one in found}


def test_a_difference_is_measured_against_its_rows(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = version_diff.measured(here, 40, 5, 1)
    assert (found.name, found.n) == ("version.diff", 1)


def test_a_rollback_is_measured_small_large_and_over_http(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = version_rollback.measured(here, 40, 20, 4)
    assert [one.name for one in found] == ["version.rollback", "version.rollback.size", "version.rollback.http"]


def test_what_a_publish_adds_is_measured_against_its_rows(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = version_storage.measured(here, 40, 5, 1)
    assert (found.name, found.ok) == ("version.storage", True)


def test_a_small_publish_is_measured_in_two_sizes(server_url: str) -> None:
    large = {"plan_count": 200, "node_count": 8, "rule_count": 1}
    with place(server_url, "smoke") as here:
        found = publish_incremental.measured(here, large, large | {"plan_count": 150}, 1, is_full=True)
    assert [one.name for one in found] == [
        "publish.incremental",
        "publish.incremental.time",
        "publish.incremental.of_full",
    ]


def test_an_edited_rule_is_measured_against_its_members(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = publish_rule_change.measured(here, {"plan_count": 400, "node_count": 8, "rule_count": 1}, 1)
    assert (found.name, found.n) == ("publish.rule_change", 1)
    assert " 0 memberships" not in found.note


def test_a_storefront_is_measured_over_http(server_url: str) -> None:
    """A client that gets anything but 200 fails the measurement, and this."""
    size = {"plan_count": 60, "node_count": storefront_warm.SHELVES + 3, "rule_count": 0}
    with place(server_url, "smoke") as here:
        found = storefront_warm.measured(here, size, 0.2, 1)
    assert (found.name, found.n) == ("storefront.warm", 1)


def test_a_node_that_nobody_asked_for_is_measured_over_http(server_url: str) -> None:
    size = {"plan_count": 60, "node_count": storefront_cold.KNOWN + 12, "rule_count": 0}
    with place(server_url, "smoke") as here:
        found = storefront_cold.measured(here, size, 1)
    assert [one.name for one in found] == ["storefront.cold", "storefront.cold.p99"]


def test_a_search_is_measured_against_one_that_answers_the_same(server_url: str) -> None:
    """Three of its questions are compared; the rest would fail if anything was refused."""
    size = {"plan_count": 60, "node_count": 8, "rule_count": 1}
    with place(server_url, "smoke") as here:
        found = storefront_search.measured(here, size, 1)
    assert [one.name for one in found] == ["storefront.search", "storefront.search.p50", "storefront.tree"]


def test_the_data_is_the_same_everywhere() -> None:
    """Whoever changes it measures something else: the published figures are to be measured anew then."""
    rows = b"\n".join(orjson.dumps(plan(number)) for number in range(1_000))
    assert sha256(rows).hexdigest().startswith("80755d4c86ddeeda")


def test_a_bar_is_held_by_the_ratio() -> None:
    half_more = partial(result, "x", value=3.0, floor=2.0, unit="s", n=5)
    assert half_more(bar=Bar("at most", 1.5)).ok
    assert not half_more(bar=Bar("at most", 1.4)).ok
    assert not half_more(bar=Bar("at least", 1.6)).ok
    assert not limited("x", value=2.0, most=1.5, unit="GB", n=5).ok


def test_what_was_measured_too_rarely_or_beside_other_work_is_doubtful() -> None:
    one = limited("x", value=1.0, most=1.5, unit="GB", n=5)
    assert replace(one, others=0.1).doubts() == []
    assert replace(one, others=0.1, n=4).doubts() == ["measured 4 times and not 5"]
    assert replace(one, others=1.5).doubts() == ["other work kept 1.5 cores busy"]
    assert one.doubts() == ["nobody watched what else the machine did"]


def test_tells_the_work_of_others_from_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that was busy for five seconds in two, one of them ours."""
    clock = {"now": 0.0, "busy": 100.0, "own": 10.0}
    monkeypatch.setattr(measure, "time", SimpleNamespace(monotonic=lambda: clock["now"]))
    monkeypatch.setattr(measure, "_busy_seconds", lambda: clock["busy"])
    monkeypatch.setattr(measure, "_own_seconds", lambda: clock["own"])
    watch = measure.Watch()
    clock.update(now=2.0, busy=105.0, own=11.0)
    assert watch.others() == 2.0


def test_the_work_of_children_is_our_own() -> None:
    """Of those that ended, too."""
    before = measure._own_seconds()
    subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    assert measure._own_seconds() - before > 0.02


def test_doubtful_results_are_published_with_the_doubt_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest, published, guide = tmp_path / "latest.json", tmp_path / "published.json", tmp_path / "guide.md"
    for name, file in (("RESULTS", tmp_path), ("LATEST", latest), ("PUBLISHED", published), ("GUIDE", guide)):
        monkeypatch.setattr(report, name, file)
    guide.write_text(f"before\n{report.BEGIN}\n{report.END}\nafter\n")
    rarely = replace(limited("x.memory", value=1.0, most=1.5, unit="GB", n=3), others=0.0)
    report.write([rarely])
    assert report.publish() == ["`x.memory` measured 3 times and not 5"]
    assert not published.exists()
    assert report.publish(despite="a first look") == []
    assert "`x.memory` measured 3 times and not 5. Published despite that: a first look." in guide.read_text()
    report.write([replace(rarely, n=5)])
    assert report.publish() == []
    assert "Doubtful" not in guide.read_text()


def test_what_is_published_is_not_doubtful_or_says_why() -> None:
    assert [one.name for one in report.read(report.PUBLISHED) if one.doubts() and not one.despite] == []


def test_everything_promised_is_published() -> None:
    assert {one.name for one in report.read(report.PUBLISHED)} >= PROMISED


def test_the_guide_shows_what_was_measured() -> None:
    """Nobody types a figure: `python -m benchmarks --publish` writes the table."""
    _, _, rest = report.GUIDE.read_text(encoding="utf-8").partition(report.BEGIN)
    shown, _, _ = rest.partition(report.END)
    assert shown == f"\n{report.section(report.read(report.PUBLISHED))}\n"


def test_the_guide_explains_every_figure() -> None:
    guide = report.GUIDE.read_text(encoding="utf-8")
    for one in report.read(report.PUBLISHED):
        assert f"`{one.name}`" in guide.replace(report.section(report.read(report.PUBLISHED)), "")
