"""Files of products and rate plans: formats, policies, exactness, and what is said about wrong rows."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from catalog_admin.jobs.imports import run
from catalog_admin.jobs.imports.model import Counts, Format, ImportReport, Policy
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database
from catalog_admin.predicates.exact import plain
from catalog_admin.products import commands, queries
from catalog_admin.products.imports import Of, import_file
from catalog_admin.products.model.ids import id_text, plan_id
from tests.products.samples import GPS_SENSOR, SENSOR_PLAN, declare
from tests.world import World

PRODUCT = {**GPS_SENSOR, "attributes": {"weight": "1.5e-07", "colour": "black"}}


@pytest.fixture
def bring(database: Database, world: World, tmp_path: Path) -> Any:
    with database.work(world.actor, world.environment) as work:
        declare(work)

    def import_rows(rows: list[Any] | str | bytes, of: Of = Of.PRODUCTS, **order: Any) -> ImportReport:
        path = tmp_path / "rows"
        if isinstance(rows, list):
            rows = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
        chosen = {"format": Format.NDJSON, **order}
        return import_file(database, world.actor, world.environment, path, of=of, **chosen)

    return import_rows


def products(database: Database, world: World) -> dict[str, int]:
    with database.work(world.actor, world.environment) as work:
        found = work.session.execute(text("SELECT key, revision FROM product WHERE deleted_at IS NULL"))
        return {row.key: row.revision for row in found}


def faults(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(error.line, error.fault.pointer, error.fault.refusal.code) for error in report.errors]


def test_a_product_comes_with_its_plans(bring: Any, database: Database, world: World) -> None:
    plan = {member: value for member, value in SENSOR_PLAN.items() if member != "product"}
    report = bring([{**PRODUCT, "ratePlans": [plan]}])
    assert report.errors == []
    assert report.counts == Counts(rows=1, created=1)
    with database.work(world.actor, world.environment) as work:
        assert queries.product_by_key(work, "gps-sensor").attributes["weight"] == "0.00000015"
        assert queries.plan_by_key(work, "sensor-monthly").charges[1]["model"] == "tiered"


def test_the_same_file_again_moves_no_revision(bring: Any, database: Database, world: World) -> None:
    plan = {member: value for member, value in SENSOR_PLAN.items() if member != "product"}
    rows = [{**PRODUCT, "ratePlans": [plan]}, {"key": "b", "oneTime": {"priceRef": "b/once"}}]
    assert bring(rows).counts.created == 2
    again = bring(rows)
    assert (again.counts, again.changed_anything) == (Counts(rows=2, unchanged=2), False)
    assert products(database, world) == {"gps-sensor": 1, "b": 1}


def test_a_changed_charge_counts_its_product_as_updated(bring: Any) -> None:
    plan = {"key": "plan", "charges": [{"key": "c", "kind": "usage", "priceRef": "a"}]}
    bring([{"key": "p", "ratePlans": [plan]}, {"key": "q"}])
    plan["charges"][0]["priceRef"] = "b"
    assert bring([{"key": "p", "ratePlans": [plan]}, {"key": "q"}]).counts == Counts(rows=2, updated=1, unchanged=1)


def test_one_wrong_row_rejects_everything(bring: Any, database: Database, world: World) -> None:
    report = bring([{"key": "good"}, {"key": "bad", "attributes": {"wieght": 1}}])
    assert report.is_refused
    assert faults(report) == [(2, "/attributes/wieght", "products.unknown_attribute")]
    assert report.errors[0].fault.suggestion == "weight"
    assert report.counts == Counts(rows=2, rejected=1)
    assert products(database, world) == {}


def test_or_only_itself_if_asked(bring: Any, database: Database, world: World) -> None:
    rows = [{"key": "good"}, {"key": "bad", "status": "activ"}, "{broken", "[]", {"key": "fine"}]
    report = bring(rows, policy=Policy.REJECT_FAILED_ROWS)
    assert report.counts == Counts(rows=5, created=2, rejected=3)
    assert faults(report) == [
        (2, "/status", "products.value_not_allowed"),
        (3, "", "jobs.unreadable_row"),
        (4, "", "products.wrong_type"),
        (4, "/key", "products.missing_member"),
    ]
    assert products(database, world) == {"good": 1, "fine": 1}


def test_a_dry_run_changes_nothing_and_tells_everything(bring: Any, database: Database, world: World) -> None:
    bring([{"key": "there"}])
    rows = [{"key": "there", "status": "active"}, {"key": "new"}, {"key": "bad", "tags": 7}]
    report = bring(rows, dry_run=True, policy=Policy.REJECT_FAILED_ROWS)
    assert report.counts == Counts(rows=3, created=1, updated=1, rejected=1)
    assert not report.changed_anything
    assert products(database, world) == {"there": 1}


def test_a_key_twice_in_one_file_is_an_error(bring: Any) -> None:
    assert faults(bring([{"key": "a"}, {"key": "b"}, {"key": "a"}])) == [(3, "/key", "jobs.duplicate_row")]


def test_a_plan_of_an_unknown_product_is_told_with_its_line(bring: Any) -> None:
    bring([{"key": "p"}])
    rows = [{"key": "one", "product": "p"}, {"key": "two", "product": "nowhere"}]
    report = bring(rows, Of.RATE_PLANS, policy=Policy.REJECT_FAILED_ROWS)
    assert faults(report) == [(2, "/product", "products.unknown_product")]
    assert report.counts == Counts(rows=2, created=1, rejected=1)


def test_a_plan_is_not_taken_from_another_product(bring: Any) -> None:
    bring([{"key": "p", "ratePlans": [{"key": "plan"}]}, {"key": "good", "oneTime": {"priceRef": "x"}}])
    rows = [
        {"key": "q", "ratePlans": [{"key": "own"}, {"key": "plan"}]},
        {"key": "good", "ratePlans": [{"key": "good"}]},
    ]
    assert faults(bring(rows)) == [
        (1, "/ratePlans/1/product", "products.plan_moved"),
        (2, "/ratePlans/0", "products.plan_is_implied"),
    ]


def test_of_rate_plans_alone_each_is_new_changed_the_same_or_anothers(bring: Any) -> None:
    """Whose they are is asked after writing, and what is another's has not been written."""
    bring([{"key": "p", "ratePlans": [{"key": "same"}, {"key": "old"}]}, {"key": "q", "ratePlans": [{"key": "taken"}]}])
    rows = [{"key": key, "product": "p"} for key in ("same", "new", "taken")]
    rows.append({"key": "old", "product": "p", "status": "active"})
    report = bring(rows, Of.RATE_PLANS, policy=Policy.REJECT_FAILED_ROWS)
    assert faults(report) == [(3, "/product", "products.plan_moved")]
    assert report.counts == Counts(rows=4, created=1, updated=1, unchanged=1, rejected=1)


def test_all_that_only_the_database_knows_is_told_of_a_rate_plan(bring: Any) -> None:
    bring([{"key": "p", "ratePlans": [{"key": "taken"}, {"key": "mine"}]}])
    rows = [{"key": "taken", "product": "nowhere"}, {"key": "mine", "product": "p"}]
    report = bring(rows, Of.RATE_PLANS, policy=Policy.REJECT_FAILED_ROWS)
    assert faults(report) == [(1, "/product", "products.unknown_product"), (1, "/product", "products.plan_moved")]
    assert report.counts == Counts(rows=2, unchanged=1, rejected=1)


def test_a_deleted_rate_plan_may_come_back_as_anothers(bring: Any, database: Database, world: World) -> None:
    bring([{"key": "p", "ratePlans": [{"key": "plan"}]}, {"key": "q"}])
    with database.work(world.actor, world.environment) as work:
        commands.delete_rate_plan(work, "plan", Expected("*"))
    assert bring([{"key": "plan", "product": "q"}], Of.RATE_PLANS).counts == Counts(rows=1, updated=1)


def test_a_rate_plan_is_kept_to_the_last_digit_and_composed(bring: Any, database: Database, world: World) -> None:
    """Lines that the quick reader would round, or leave as they are, are read exactly."""
    bring([{"key": "p"}])
    plan = {"key": "plan", "product": "p", "name": {"fr": "e\u0301te\u0301"}, "attributes": {"weight": "WEIGHT"}}
    line = json.dumps(plan, ensure_ascii=False).replace('"WEIGHT"', "0.100000000000000000000001")
    assert bring([line], Of.RATE_PLANS).errors == []
    with database.work(world.actor, world.environment) as work:
        kept = queries.plan_by_key(work, "plan")
    assert (kept.name, kept.attributes) == ({"fr": "\xe9t\xe9"}, {"weight": "0.100000000000000000000001"})


def test_a_good_that_is_not_bought_any_more_loses_its_implied_plan(
    bring: Any, database: Database, world: World
) -> None:
    bring([{"key": "good", "oneTime": {"priceRef": "x"}}])
    assert bring([{"key": "good"}]).counts.updated == 1
    with database.work(world.actor, world.environment) as work:
        assert queries.plan_ids(work, ["good"]) == {}


def test_an_import_brings_back_what_was_deleted(bring: Any, database: Database, world: World) -> None:
    bring([{"key": "p"}])
    with database.work(world.actor, world.environment) as work:
        commands.delete_product(work, "p", Expected("*"))
    assert bring([{"key": "p"}]).counts.updated == 1
    assert products(database, world) == {"p": 3}


def test_a_json_array_is_read_as_a_stream(bring: Any, database: Database, world: World) -> None:
    report = bring('[{"key": "a", "attributes": {"weight": 1.5e-07}},\n {"key": "b"}]', format=Format.JSON)
    assert report.counts.created == 2
    with database.work(world.actor, world.environment) as work:
        assert queries.product_by_key(work, "a").attributes == {"weight": "0.00000015"}


@pytest.mark.parametrize("body", ['{"key": "a"}', "", '[{"key": "a"}', '[{"key": "a"} {"key": "b"}]', "\xff[", "7"])
def test_a_file_that_is_no_json_array_is_refused(bring: Any, body: str) -> None:
    report = bring(body.encode("latin-1"), format=Format.JSON)
    assert report.errors[-1].fault.refusal.code == "jobs.broken_file"


def test_csv_columns_are_members_and_attributes(bring: Any, database: Database, world: World) -> None:
    bring([{"key": "p"}])
    body = (
        "\ufeffkey,product,name.en,tags,weight,trial_days,spot,regions,charge.key,charge.kind,charge.priceRef,Colour\r\n"
        'a,p,"A ""quoted"",\r\ntwo-line name",x|y,1.50,30,TRUE,eu|us,main,usage,a/main,black\r\n'
    )
    mapping = {"Colour": "attributes.colour"}
    report = bring(body, Of.RATE_PLANS, format=Format.CSV, renamed=mapping)
    assert report.errors == []
    with database.work(world.actor, world.environment) as work:
        plan = queries.plan_by_key(work, "a")
    assert plan.name == {"en": 'A "quoted",\r\ntwo-line name'}
    assert plan.tags == ["x", "y"]
    assert plan.attributes == {
        "weight": "1.5",
        "trial_days": 30,
        "spot": True,
        "regions": ["eu", "us"],
        "colour": "black",
    }
    assert plan.charges == [{"key": "main", "kind": "usage", "model": "flat", "priceRef": "a/main", "status": "active"}]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_may_be_parted_by_what_spreadsheets_write_elsewhere(bring: Any, separator: str) -> None:
    header = separator.join(["key", '"weight, in kg, net"', "colour"])
    body = f"{header}\r\n{separator.join(['a', '1.5', 'black'])}\r\n"
    report = bring(body, format=Format.CSV, renamed={"weight, in kg, net": "weight"})
    assert (report.errors, report.counts.created) == ([], 1)


def test_csv_names_the_cell_that_is_to_blame_as_the_file_does(bring: Any) -> None:
    bring([{"key": "p"}])
    body = (
        "Artikel,Produkt,Gewicht,Preis,Anlass,Gebühr,Bemerkung\n"
        "a,p,schwer,a/main,usage,main,x\n"
        "b,nirgends,1,,usage,main,\n"
        "c,p,1,c/main,never,main,\n"
        "d,p,1\n"
    )
    mapping = {"Artikel": "key", "Produkt": "product", "Gewicht": "weight", "Preis": "charge.priceRef"}
    mapping |= {"Anlass": "charge.kind", "Gebühr": "charge.key", "Bemerkung": ""}
    report = bring(body, Of.RATE_PLANS, format=Format.CSV, renamed=mapping, policy=Policy.REJECT_FAILED_ROWS)
    assert [(error.line, error.fault.pointer, error.column, error.value) for error in report.errors] == [
        (2, "/attributes/weight", "Gewicht", "schwer"),
        (3, "/charges/0/priceRef", "Preis", ""),
        (4, "/charges/0/kind", "Anlass", "never"),
        (5, "", None, None),
    ]


def test_csv_says_what_is_wrong_with_which_line(bring: Any) -> None:
    body = 'key,weight,nonsense\na,heavy,\nb,1,x\nc,1\n"d\n'
    report = bring(body, format=Format.CSV, policy=Policy.REJECT_FAILED_ROWS)
    assert [(line, code) for line, _, code in faults(report)] == [
        (2, "products.wrong_type"),
        (3, "products.unknown_member"),
        (4, "jobs.unreadable_row"),
        (6, "jobs.broken_file"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        b'{"key": "a\\u0000b"}',
        b'{"key": "\\ud800"}',
        b'{"key": "\xff"}',
        b'{"key": "a", "attributes": {"weight": NaN}}',
        b'{"key": "a", "attributes": {"weight": 1e999}}',
        b"[" * 100_000,
        b'{"key": "' + b"x" * 2_000_000 + b'"}',
        b'{"key": ' + b"9" * 5_000 + b"}",
    ],
)
def test_a_hostile_row_is_a_fault_on_its_line_and_the_next_is_read(bring: Any, row: bytes) -> None:
    report = bring(b'{"key": "a0"}\n' + row + b'\n{"key": "z"}\n', policy=Policy.REJECT_FAILED_ROWS)
    assert report.counts == Counts(rows=3, created=2, rejected=1)
    assert report.errors[0].line == 2


def test_only_the_first_thousand_errors_are_kept_but_all_are_counted(bring: Any) -> None:
    report = bring([{"nokey": 1}] * 1_200)
    assert (len(report.errors), report.errors_found, report.counts.rejected) == (1_000, 2_400, 1_200)


def test_attributes_come_from_a_file_too(bring: Any, database: Database, world: World) -> None:
    body = (
        "key,type,many,label.en,allowed,facetable\nsize,text,false,Size,S|M|L,true\n"
        "1bad,text,,,,\nname,text,,,,\nweight,text,,,,\n"
    )
    bring([PRODUCT])
    report = bring(body, Of.ATTRIBUTES, format=Format.CSV, policy=Policy.REJECT_FAILED_ROWS)
    assert [(line, code) for line, _, code in faults(report)] == [
        (3, "products.wrong_type"),
        (4, "products.name_reserved"),
        (5, "products.attribute_type_fixed"),
    ]
    with database.work(world.actor, world.environment) as work:
        assert queries.attribute_by_key(work, "size").allowed == ("S", "M", "L")


def test_a_big_file_goes_chunk_by_chunk(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    seen: list[int] = []
    rows = [{"key": f"p{number}"} for number in range(2_200)]
    report = bring(rows, policy=Policy.REJECT_FAILED_ROWS, on_progress=lambda percent, _: seen.append(percent))
    assert report.counts.created == 2_200
    assert len(seen) == 5
    assert seen == sorted(seen)


def test_the_database_has_something_to_do_soon(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK_ROWS", 500)
    said: list[str] = []
    bring([{"key": f"p{number}"} for number in range(1_500)], on_progress=lambda _, step: said.append(step))
    read = [int(step.split()[0].replace(",", "")) for step in said]
    assert read == [50, 150, 350, 750, 1_250, 1_500]


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=24).filter(lambda d: abs(d) < 10**13)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DECIMALS, min_size=1, max_size=20), st.sampled_from([format, str]))
def test_decimals_survive_to_the_last_digit(
    bring: Any, database: Database, world: World, numbers: list[Decimal], shown: Any
) -> None:
    rows = [f'{{"key": "p{n}", "attributes": {{"weight": {shown(number)}}}}}' for n, number in enumerate(numbers)]
    assert bring(rows).errors == []
    with database.work(world.actor, world.environment) as work:
        for n, number in enumerate(numbers):
            assert queries.product_by_key(work, f"p{n}").attributes == {"weight": plain(number)}


@given(st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=50))
def test_ids_are_version_5_uuids(key: str) -> None:
    from uuid import uuid5

    from catalog_admin.products.model.ids import NAMESPACE

    assert uuid5(NAMESPACE, f"plan/{key}") == plan_id(key)
    assert id_text("plan", key) == plan_id(key).hex
