"""The benchmarks that the guide promises exist, can still be run, and its figures are the ones that were measured."""

import importlib
import inspect
from functools import partial
from hashlib import sha256

import orjson
import pytest

from benchmarks import BENCHMARKS, import_plans, report
from benchmarks.data import plan
from benchmarks.measure import Bar, limited, result
from benchmarks.place import place

PROMISED = {"nodes.create", "import.plans", "publish.full", "publish.memory", "storefront.warm"}
PROCESSES = ("clients", "publisher", "storefront")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_in_two_sizes(name: str) -> None:
    run = inspect.signature(importlib.import_module(f"benchmarks.{name}").run)
    assert list(run.parameters) == ["here", "full"]
    assert run.parameters["full"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("name", PROCESSES)
def test_what_benchmarks_start_can_be_loaded(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")


def test_an_import_is_measured_against_its_floor(server_url: str) -> None:
    with place(server_url, "smoke") as here:
        found = import_plans.measured(here, 30, 1)
    assert (found.name, found.n) == ("import.plans", 1)
    assert found.floor
    assert found.ratio


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
