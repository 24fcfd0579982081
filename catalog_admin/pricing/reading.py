"""Tariffs as documents: what is said, checked, in stored form."""

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.kit.faults import Faults, step
from catalog_admin.predicates import exact
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.values import date_of, date_text, datetime_of, decimal_of
from catalog_admin.pricing.errors import ContradictoryTariff, MissingMember, UnknownMember, WrongValue
from catalog_admin.pricing.model import MODELS, TariffBody

NAMESPACE = UUID("5d9b6c1e-0b57-5a7e-8f5b-3f7f0f4c2b77")
MEMBERS = frozenset(
    {
        "reference",
        "currency",
        "country",
        "segment",
        "validFrom",
        "validTo",
        "model",
        "amount",
        "tiers",
        "packageSize",
        "unit",
        "note",
    }
)
LINE = re.compile(r"[^\x00-\x1f]{1,500}")
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
MOST_TIERS = 100


def read_tariff(said: Any, faults: Faults) -> TariffBody:
    """Everything wrong goes into `faults`; the id follows from what the tariff is for, so that it can be replaced."""
    if not isinstance(said, dict):
        faults.add(WrongValue, "", "a tariff is an object")
        said = {}
    for member in sorted(said.keys() - MEMBERS):
        faults.add(UnknownMember, step(member), f"a tariff has no {member!r}", nearest(member, MEMBERS))
    body = TariffBody(
        id=NAMESPACE,
        reference=_text(said, "reference", LINE, faults, needed=True) or "",
        currency=_text(said, "currency", CURRENCY, faults, needed=True) or "",
        country=_text(said, "country", COUNTRY, faults),
        segment=_text(said, "segment", LINE, faults),
        valid_from=_instant(said, "validFrom", faults),
        valid_to=_instant(said, "validTo", faults),
        model=_model(said, faults),
        amount=_amount(said.get("amount"), "/amount", faults),
        tiers=_tiers(said, faults),
        package_size=_package_size(said, faults),
        unit=_text(said, "unit", LINE, faults),
        note=_text(said, "note", LINE, faults),
    )
    _check_together(body, faults)
    body.id = _identity(body)
    return body


def _identity(body: TariffBody) -> UUID:
    place = [body.reference, body.currency, body.country, body.segment, body.valid_from]
    return uuid5(NAMESPACE, canonical_json(place).decode())


def _text(
    said: dict[str, Any], member: str, form: re.Pattern[str], faults: Faults, *, needed: bool = False
) -> str | None:
    value = said.get(member)
    if type(value) is str and form.fullmatch(value):
        return value
    if value is not None:
        faults.add(WrongValue, f"/{member}", f"{str(value)[:60]!r} is no {member}")
    elif needed:
        faults.add(MissingMember, f"/{member}", f"{member} is missing")
    return None


def _instant(said: dict[str, Any], member: str, faults: Faults) -> str | None:
    """A date means its first moment in UTC."""
    value = said.get(member)
    if value is None:
        return None
    if type(value) is str and date_of(value) is not None:
        return f"{value}T00:00:00Z"
    found = datetime_of(value) if type(value) is str else None
    if found is None:
        faults.add(WrongValue, f"/{member}", "an instant like 2026-01-31T12:00:00Z, or a date")
        return None
    return date_text(found)


def _model(said: dict[str, Any], faults: Faults) -> str:
    model = said.get("model", "flat")
    if model in MODELS:
        return str(model)
    suggestion = nearest(model, MODELS) if isinstance(model, str) else None
    faults.add(WrongValue, "/model", f"one of {', '.join(MODELS)}", suggestion)
    return "flat"


def _amount(value: Any, at: str, faults: Faults) -> str | None:
    """Numbers and decimal texts, every digit kept; negative amounts are discounts."""
    if value is None:
        return None
    number = decimal_of(value) if type(value) is str else value
    if type(number) is int:
        number = Decimal(number)
    if not isinstance(number, Decimal) or not exact.fits(number):
        faults.add(WrongValue, at, f"{str(value)[:60]!r} is no exact amount of at most 13 and 24 digits")
        return None
    return exact.plain(number)


def _tiers(said: dict[str, Any], faults: Faults) -> list[dict[str, Any]] | None:
    tiers = said.get("tiers")
    if tiers is None:
        return None
    if not isinstance(tiers, list) or not 0 < len(tiers) <= MOST_TIERS:
        faults.add(WrongValue, "/tiers", f"a list of 1 to {MOST_TIERS} tiers")
        return None
    return [_tier(tier, f"/tiers/{position}", faults) for position, tier in enumerate(tiers)]


def _tier(said: Any, at: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(said, dict) or said.keys() - {"upTo", "amount"}:
        faults.add(WrongValue, at, 'a tier is like {"upTo": 10, "amount": "1.5"}')
        return {"upTo": None, "amount": "0"}
    if said.get("amount") is None:
        faults.add(MissingMember, f"{at}/amount", "amount is missing")
    up_to = _amount(said.get("upTo"), f"{at}/upTo", faults)
    return {"upTo": up_to, "amount": _amount(said.get("amount"), f"{at}/amount", faults) or "0"}


def _package_size(said: dict[str, Any], faults: Faults) -> int | None:
    size = said.get("packageSize")
    if size is None or (type(size) is int and 0 < size <= exact.INTEGER_LIMIT):
        return size
    faults.add(WrongValue, "/packageSize", "a whole number of units above zero")
    return None


def _check_together(body: TariffBody, faults: Faults) -> None:
    begin, end = (datetime_of(text) if text else None for text in (body.valid_from, body.valid_to))
    if begin and end and end <= begin:
        faults.add(ContradictoryTariff, "/validTo", "not after validFrom; the end itself is not included")
    _OF_MODEL[body.model](body, faults)


def _check_amount(body: TariffBody, faults: Faults) -> None:
    if body.amount is None and not any(fault.pointer == "/amount" for fault in faults.found):
        faults.add(MissingMember, "/amount", f"a {body.model} tariff needs an amount")
    if body.tiers is not None:
        faults.add(ContradictoryTariff, "/tiers", f"a {body.model} tariff has no tiers")


def _check_package(body: TariffBody, faults: Faults) -> None:
    _check_amount(body, faults)
    if body.package_size is None:
        body.package_size = 1


def _check_ladder(body: TariffBody, faults: Faults) -> None:
    if body.amount is not None:
        faults.add(ContradictoryTariff, "/amount", f"a {body.model} tariff has its amounts in tiers")
    if body.tiers is None:
        if not any(fault.pointer.startswith("/tiers") for fault in faults.found):
            faults.add(MissingMember, "/tiers", f"a {body.model} tariff needs tiers")
        return
    bounds = [tier["upTo"] for tier in body.tiers]
    numbers = [Decimal(bound) for bound in bounds[:-1] if bound is not None]
    rising = len(numbers) == len(bounds) - 1 and all(a < b for a, b in pairwise(numbers))
    if not rising or bounds[-1] is not None:
        faults.add(ContradictoryTariff, "/tiers", "bounds rise, and the last tier has none")


def _check_on_request(body: TariffBody, faults: Faults) -> None:
    if body.amount is not None or body.tiers is not None:
        faults.add(ContradictoryTariff, "/model", "a price on request says no amount")


_OF_MODEL: dict[str, Callable[[TariffBody, Faults], None]] = {
    "flat": _check_amount,
    "package": _check_package,
    "tiered": _check_ladder,
    "volume": _check_ladder,
    "on_request": _check_on_request,
}
