"""The real demo, loaded once: cut off in the middle, gone on with, and compared with the files it was made from."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.audit import queries as audit
from catalog_admin.cli.demo import DEMO, load_demo, load_demo_if_empty
from catalog_admin.cli.desk import Desk, desk_in
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.schema import prepare
from catalog_admin.kit.work import Database
from catalog_admin.promotions import queries as releases
from tests.database import fresh_database
from tests.storefront.conftest import client_of
from tests.world import FixedGate, World

YEARS = range(2019, 2026)
SHELVES = ("shelves.free", "shelves.on-request", "shelves.single-sign-on")
SEEN = """
query ($asOf: DateTime) {
  catalog(key: "saas", asOf: $asOf) {
    version { digest }
    ratePlans(first: 1) { totalCount }
    free: node(path: "shelves.free") { ...shelf }
    onRequest: node(path: "shelves.on-request") { ...shelf }
    singleSignOn: node(path: "shelves.single-sign-on") { ...shelf }
  }
}
fragment shelf on Node { path ratePlans(first: 100) { edges { node { key } } } }
"""
Member = tuple[str, str]  # path of the shelf, key of the rate plan


@dataclass(frozen=True)
class Year:
    """What the bundle's own files say of one year, read without the code that loads them."""

    plans: frozenset[str]
    members: frozenset[Member]

    def on(self, shelf: str) -> set[str]:
        return {plan for path, plan in self.members if path == shelf}


def year_of(year: int) -> Year:
    plans = {each["key"]: each["attributes"] for each in lines(year, "rate-plans")}
    by_hand = {(node["path"], each["plan"]) for node in lines(year, "companies") for each in node.get("plans", ())}
    by_rule = {(shelf, key) for key, said in plans.items() for shelf in shelves_of(said)}
    return Year(frozenset(plans), frozenset(by_hand | by_rule))


def lines(year: int, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DEMO / f"saas-{year}" / f"{name}.ndjson.gz", "rt") as file:
        yield from map(json.loads, file)


def shelves_of(said: dict[str, Any]) -> Iterator[str]:
    """The three rules of catalog.yaml, in Python."""
    free, on_request, single_sign_on = SHELVES
    if said.get("free") is True and said.get("addOn") is False:
        yield free
    if said.get("priceOnRequest") is True:
        yield on_request
    if "singleSignOn" in said.get("features", ()):
        yield single_sign_on


@pytest.mark.journey
@pytest.mark.timeout(300)
def test_the_demo_tells_what_its_files_say(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh_database(server_url, "the_demo", migrated=False) as url:
        database = Database(prepare(url), pool_size=4)
        monkeypatch.setenv("DATABASE_URL", url)
        load_until("saas-2019")
        load_demo_if_empty(database, url)
        desk = desk_in(database, "demo", None)
        years = {year: year_of(year) for year in YEARS}
        check_each_year(desk, years)
        check_between_years(desk, years)
        loaded = traces(desk)
        load_demo_if_empty(database, url)
        load_demo(database)
        assert traces(desk) == loaded
        with desk.reads() as reads:
            assert audit.verify(reads).is_whole
        database.close()


def load_until(stage: str) -> None:
    """By a process that is killed as soon as it has said so."""
    command = [sys.executable, "-m", "catalog_admin.cli", "demo", "load"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        assert any(line.startswith(f"demo: {stage} loaded") for line in process.stderr)
    finally:
        process.kill()
        process.communicate()


def check_each_year(desk: Desk, years: dict[int, Year]) -> None:
    """As a storefront reads them, by date."""
    world = World(desk.actor.tenant, "demo", desk.environment, desk.actor)
    for client in client_of(desk.database, FixedGate(desk.actor, world)):
        seen = {year: seen_in(client, year) for year in YEARS}
    assert len({each["version"]["digest"] for each in seen.values()}) == len(YEARS)
    for year, said in years.items():
        assert seen[year]["ratePlans"]["totalCount"] == len(said.plans), year
        for node in (seen[year][name] for name in ("free", "onRequest", "singleSignOn")):
            assert {edge["node"]["key"] for edge in node["ratePlans"]["edges"]} == said.on(node["path"]), year


def seen_in(client: TestClient, year: int) -> Any:
    answer = client.post("/graphql", json={"query": SEEN, "variables": {"asOf": f"{year}-06-01T00:00:00Z"}}).json()
    assert "errors" not in answer, answer
    return answer["data"]["catalog"]


def check_between_years(desk: Desk, years: dict[int, Year]) -> None:
    """Who enters and leaves which shelf, and which rate plans come and go."""
    for (year, before), (next_year, after) in pairwise(years.items()):
        members, plans = changes(desk, f"year-{year}", f"year-{next_year}")
        assert members == {"added": after.members - before.members, "removed": before.members - after.members}
        assert plans == {"added": after.plans - before.plans, "removed": before.plans - after.plans}


def changes(desk: Desk, before: str, after: str) -> tuple[dict[str, set[Member]], dict[str, set[str]]]:
    members: dict[str, set[Member]] = {"added": set(), "removed": set()}
    plans: dict[str, set[str]] = {"added": set(), "removed": set()}
    behind: str | None = None
    with desk.reads() as reads:
        while True:
            found = releases.difference(reads, "saas", before, after, limit=LARGEST_PAGE, behind=behind)
            for each in found.changes.items:
                if each.kind == "membership" and each.sort in members:
                    members[each.sort].add((found.paths[str(each.node)], str(each.plan)))
                elif each.kind == "plan" and each.sort in plans:
                    plans[each.sort].add(str(each.plan))
            behind = found.changes.next
            if behind is None:
                return members, plans


def traces(desk: Desk) -> dict[str, int]:
    """Whatever anybody does leaves one of these."""
    tables = ("audit_entry", "publication", "environment_move", "event")
    with desk.reads() as reads:
        return {each: reads.session.scalar(text(f"SELECT count(*) FROM {each}")) or 0 for each in tables}  # noqa: S608
