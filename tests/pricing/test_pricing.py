"""Tariffs come in by file and answer by reference and context, exact to the last digit."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.jobs.imports.model import Format, ImportReport, Policy
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.work import Database
from catalog_admin.pricing.imports import import_file
from catalog_admin.pricing.model import Price, PriceContext
from catalog_admin.pricing.queries import TariffStore
from catalog_admin.pricing.reading import read_tariff
from tests.world import World

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def bring(database: Database, world: World, path: Path, *tariffs: dict[str, Any]) -> ImportReport:
    path.write_text("\n".join(json.dumps(tariff) for tariff in tariffs))
    return import_file(
        database,
        world.actor,
        world.environment,
        path,
        format=Format.NDJSON,
        policy=Policy.REJECT_FAILED_ROWS,
    )


def price(database: Database, world: World, **context: Any) -> Price | None:
    with database.reads(world.actor, world.environment) as reads:
        asked = PriceContext(**{"currency": "EUR", "instant": NOW, **context})
        return TariffStore(reads).prices(["sensor/rent"], asked).get("sensor/rent")


def tariff(amount: str = "1", **more: Any) -> dict[str, Any]:
    return {"reference": "sensor/rent", "currency": "EUR", "amount": amount, **more}


def test_the_most_specific_tariff_wins(database: Database, world: World, tmp_path: Path) -> None:
    report = bring(
        database,
        world,
        tmp_path / "t",
        tariff("1"),
        tariff("2", country="DE"),
        tariff("3", segment="Education"),
        tariff("4", segment="Education", country="DE"),
        tariff("5", currency="USD"),
    )
    assert report.counts.created == 5

    def amount(**context: Any) -> str | None:
        found = price(database, world, **context)
        return found and found.amount

    assert amount() == "1"
    assert amount(country="DE") == "2"
    assert amount(country="FR") == "1"
    assert amount(segment="Education") == "3"
    assert amount(segment="Education", country="FR") == "3"
    assert amount(segment="Education", country="DE") == "4"
    assert amount(currency="USD", country="DE") == "5"
    assert amount(currency="GBP") is None


def test_a_tariff_holds_from_its_beginning_until_before_its_end(
    database: Database, world: World, tmp_path: Path
) -> None:
    bring(
        database,
        world,
        tmp_path / "t",
        tariff("1", validTo="2026-06-01"),
        tariff("2", validFrom="2026-06-01", validTo="2026-07-01"),
    )
    assert price(database, world).amount == "2"
    assert price(database, world, instant=datetime(2026, 5, 31, 23, 59, tzinfo=UTC)).amount == "1"
    assert price(database, world, instant=datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_a_price_on_request_is_sayable(database: Database, world: World, tmp_path: Path) -> None:
    bring(
        database,
        world,
        tmp_path / "t",
        {"reference": "sensor/rent", "currency": "EUR", "model": "on_request", "note": "Contact sales"},
    )
    found = price(database, world)
    assert (found.model, found.amount, found.note) == ("on_request", None, "Contact sales")


def test_every_digit_survives(database: Database, world: World, tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text('{"reference": "sensor/rent", "currency": "EUR", "amount": 1.234567890123456e-07}')
    import_file(database, world.actor, world.environment, path, format=Format.NDJSON)
    assert price(database, world).amount == "0.0000001234567890123456"


def test_the_same_file_again_changes_nothing(database: Database, world: World, tmp_path: Path) -> None:
    tiers = [{"upTo": 10, "amount": "2.50"}, {"amount": 1}]
    ladder = {"reference": "sensor/rent", "currency": "EUR", "model": "tiered", "tiers": tiers}
    bring(database, world, tmp_path / "t", ladder)
    again = bring(database, world, tmp_path / "t", ladder)
    assert (again.counts.unchanged, again.changed_anything) == (1, False)
    changed = bring(database, world, tmp_path / "t", {**ladder, "unit": "piece"})
    assert changed.counts.updated == 1


def test_tariffs_come_as_csv_too(database: Database, world: World, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    tiers = '"[{""upTo"": 5, ""amount"": ""2""}, {""amount"": ""1""}]"'
    path.write_text(f"reference,currency,model,tiers\nsensor/rent,EUR,volume,{tiers}\n")
    report = import_file(database, world.actor, world.environment, path, format=Format.CSV)
    assert report.errors == []
    assert [tier.up_to for tier in price(database, world).tiers] == ["5", None]


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({}, "/reference", "pricing.missing_member"),
        (tariff("x"), "/amount", "pricing.wrong_value"),
        (tariff(currency="euro"), "/currency", "pricing.wrong_value"),
        (tariff(model="on_request"), "/model", "pricing.contradictory_tariff"),
        (tariff(validFrom="2026-02-01", validTo="2026-02-01"), "/validTo", "pricing.contradictory_tariff"),
        (tariff(tiers=[{"amount": 1}]), "/tiers", "pricing.contradictory_tariff"),
        (tariff(curency="EUR"), "/curency", "pricing.unknown_member"),
        (
            {"reference": "r", "currency": "EUR", "model": "tiered", "tiers": [{"upTo": 5, "amount": 1}]},
            "/tiers",
            "pricing.contradictory_tariff",
        ),
        ([], "", "pricing.wrong_value"),
    ],
)
def test_a_wrong_tariff_is_refused_with_its_place(said: Any, pointer: str, code: str) -> None:
    faults = Faults()
    read_tariff(said, faults)
    assert (pointer, code) in [(fault.pointer, fault.refusal.code) for fault in faults.found]


def test_prices_are_looked_up_over_http(database: Database, world: World, tmp_path: Path, client: TestClient) -> None:
    bring(database, world, tmp_path / "t", tariff("0.000000150"))
    answer = client.post(
        "/commerce/prices/lookup", json={"references": ["sensor/rent", "nothing"], "context": {"currency": "EUR"}}
    )
    assert answer.status_code == 200
    assert answer.json()["missing"] == ["nothing"]
    assert answer.json()["prices"][0]["amount"] == "0.00000015"
