"""Products, rate plans and attributes over a real database."""

from decimal import Decimal

import pytest

from catalog_admin.kit.etags import Expected, RevisionStale, etag
from catalog_admin.kit.work import Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands, queries
from catalog_admin.products.errors import (
    AttributeInUse,
    AttributeTypeFixed,
    KeyTaken,
    NoSuchProduct,
    NoSuchRatePlan,
    PlanIsImplied,
    PlanMoved,
    ProductIsDeleted,
    UnknownAttribute,
    UnknownProduct,
    ValueNotAllowed,
    WrongType,
)
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.products.samples import GPS_SENSOR, SENSOR_PLAN, declare, stock

ANY = Expected("*")


def test_a_product_is_kept_as_said(work: Work) -> None:
    declare(work)
    commands.create_product(work, GPS_SENSOR)
    product = queries.product_by_key(work, "gps-sensor")
    assert product.name == {"en": "GPS Sensor", "fr": "Capteur GPS"}
    assert product.attributes == {"weight": "0.00000015", "colour": "black"}
    assert product.tags == ["hardware", "new"]


def test_a_decimal_keeps_its_digits_and_loses_its_exponent(work: Work) -> None:
    declare(work)
    said = {"key": "p", "attributes": {"weight": Decimal("1.234567890123456E-7")}}
    commands.create_product(work, said)
    assert queries.product_by_key(work, "p").attributes == {"weight": "0.0000001234567890123456"}


def test_refuses_an_unknown_attribute_and_says_which_was_meant(work: Work) -> None:
    declare(work)
    with pytest.raises(UnknownAttribute) as refusal:
        commands.create_product(work, {"key": "p", "attributes": {"wieght": 1}})
    assert (refusal.value.pointer, refusal.value.suggestion) == ("/attributes/wieght", "weight")


def test_refuses_a_wrong_type_and_a_value_not_allowed_at_once(work: Work) -> None:
    declare(work)
    with pytest.raises(WrongType) as refusal:
        commands.create_product(work, {"key": "p", "attributes": {"weight": "heavy", "colour": "blakc"}})
    assert [(e["pointer"], e["code"]) for e in refusal.value.facts["errors"]] == [
        ("/attributes/weight", WrongType.code),
        ("/attributes/colour", ValueNotAllowed.code),
    ]
    assert refusal.value.facts["errors"][1]["suggestion"] == "black"


def test_refuses_a_taken_key(work: Work) -> None:
    commands.create_product(work, {"key": "p"})
    with pytest.raises(KeyTaken):
        commands.create_product(work, {"key": "p"})


def test_a_replacement_needs_the_revision_it_was_decided_on(work: Work) -> None:
    commands.create_product(work, {"key": "p"})
    commands.replace_product(work, "p", {"status": "active"}, Expected(etag(1)))
    with pytest.raises(RevisionStale):
        commands.replace_product(work, "p", {"status": "retired"}, Expected(etag(1)))
    assert queries.product_by_key(work, "p").status == "active"


def test_the_same_document_again_moves_no_revision(work: Work) -> None:
    declare(work)
    stock(work)
    before = queries.plan_by_key(work, "sensor-monthly")
    commands.replace_rate_plan(work, "sensor-monthly", SENSOR_PLAN, ANY)
    commands.replace_product(work, "gps-sensor", GPS_SENSOR, ANY)
    assert queries.plan_by_key(work, "sensor-monthly") == before
    assert queries.product_by_key(work, "gps-sensor").revision == 1


def test_a_deleted_product_takes_its_plans_along_and_brings_back_exactly_these(work: Work) -> None:
    declare(work)
    stock(work)
    commands.create_rate_plan(work, {"key": "gone-before", "product": "gps-sensor"})
    commands.delete_rate_plan(work, "gone-before", ANY)
    commands.delete_product(work, "gps-sensor", ANY)
    with pytest.raises(NoSuchProduct):
        queries.product_by_key(work, "gps-sensor")
    with pytest.raises(NoSuchRatePlan):
        queries.plan_by_key(work, "sensor-monthly")
    with pytest.raises(ProductIsDeleted):
        commands.restore_rate_plan(work, "sensor-monthly", ANY)
    commands.restore_product(work, "gps-sensor", ANY)
    assert queries.plan_by_key(work, "sensor-monthly").deleted_at is None
    assert queries.plan_by_key(work, "gone-before", deleted=True).deleted_at is not None


def test_a_one_time_good_implies_its_plan(work: Work) -> None:
    good = {"key": "bracket", "name": {"en": "Bracket"}, "status": "active", "oneTime": {"priceRef": "bracket/once"}}
    commands.create_product(work, good)
    plan = queries.plan_by_key(work, "bracket")
    assert plan.implied
    assert plan.charges == [
        {"key": "one-time", "kind": "one_time", "model": "flat", "status": "active", "priceRef": "bracket/once"}
    ]
    with pytest.raises(PlanIsImplied):
        commands.replace_rate_plan(work, "bracket", {}, ANY)


def test_an_implied_plan_follows_its_product_and_goes_with_the_one_time_charge(work: Work) -> None:
    good = {"key": "bracket", "oneTime": {"priceRef": "bracket/once"}}
    commands.create_product(work, good)
    commands.replace_product(work, "bracket", {**good, "status": "retired"}, ANY)
    assert queries.plan_by_key(work, "bracket").status == "retired"
    commands.replace_product(work, "bracket", {}, ANY)
    with pytest.raises(NoSuchRatePlan):
        queries.plan_by_key(work, "bracket")


def test_refuses_a_plan_of_an_unknown_product(work: Work) -> None:
    with pytest.raises(UnknownProduct) as refusal:
        commands.create_rate_plan(work, {"key": "plan", "product": "nowhere"})
    assert refusal.value.pointer == "/product"


def test_a_plan_stays_with_its_product(work: Work) -> None:
    declare(work)
    stock(work)
    commands.create_product(work, {"key": "other"})
    with pytest.raises(PlanMoved):
        commands.replace_rate_plan(work, "sensor-monthly", {"product": "other"}, ANY)


def test_the_type_of_an_attribute_with_values_is_fixed(work: Work) -> None:
    declare(work)
    stock(work)
    with pytest.raises(AttributeTypeFixed):
        commands.put_attribute(work, AttributeDefinition("weight", Type(Kind.TEXT)), ANY)
    with pytest.raises(AttributeTypeFixed):
        commands.put_attribute(work, AttributeDefinition("trial_days", Type(Kind.TEXT)), ANY)


def test_the_type_of_an_unused_attribute_may_change(work: Work) -> None:
    declare(work)
    commands.put_attribute(work, AttributeDefinition("weight", Type(Kind.TEXT)), ANY)
    assert queries.attribute_by_key(work, "weight").type == Type(Kind.TEXT)


def test_refuses_to_narrow_or_drop_an_attribute_in_use(work: Work) -> None:
    declare(work)
    stock(work)
    with pytest.raises(AttributeInUse):
        commands.put_attribute(work, AttributeDefinition("colour", Type(Kind.TEXT), allowed=("white",)), ANY)
    with pytest.raises(AttributeInUse):
        commands.delete_attribute(work, "colour", ANY)
