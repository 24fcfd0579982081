"""The benchmarks that the guide promises exist, can still be run, and its figures are the ones that were measured."""

import importlib
import inspect
from functools import partial
from hashlib import sha256

import orjson
import pytest

from benchmarks import BENCHMARKS, import_plans, publish_full, report, storefront_warm
from benchmarks.data import plan
from benchmarks.measure import Bar, limited, result
from benchmarks.place import place

PROMISED = {"nodes.create", "import.plans", "publish.full", "publish.memory", "storefront.warm"}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_in_two_sizes(name: str) -> None:
    run = inspect.signature(importlib.import_module(f"benchmarks.{name}").run)
    assert list(run.parameters) == ["here", "full"]
    assert run.parameters["full"].kind is inspect.Parameter.KEYWORD_ONLY


def test_an_import_is_measured_against_its_floor(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = import_plans.measured(here, 30, 1)
    assert (found.name, found.n) == ("import.plans", 1)


def test_a_publish_is_measured_in_a_process_of_its_own(server_url: str) -> None:
    size = {"plan_count": 30, "node_count": 8, "rule_count": 1}
    with place(server_url, "smoke") as here:
        found = publish_full.measured(here, size, 1)
    assert [one.name for one in found] == ["publish.full", "publish.memory"]


def test_a_storefront_is_measured_over_http(server_url: str) -> None:
    """A client that gets anything but 200 fails the measurement, and this."""
    size = {"plan_count": 60, "node_count": storefront_warm.SHELVES + 3, "rule_count": 0}
    with place(server_url, "smoke") as here:
        found = storefront_warm.measured(here, size, 0.2, 1)
    assert (found.name, found.n) == ("storefront.warm", 1)


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
