"""How a deploy says what is wrong with a bundle: always where it was written."""

from typing import Any

from bundles.model import Place, Thing
from catalog_admin.deploys.errors import BundleUnsound
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Fault

ERRORS_TOLD = 100


def told(each: Thing, fault: Fault) -> dict[str, Any]:
    return told_at(each.place, str(each), fault)


def told_at(place: Place | None, subject: str, fault: Fault) -> dict[str, Any]:
    where = f"{place.file}:{place.line} {place.pointer}{fault.pointer}" if place else f"{subject} {fault.pointer}"
    hint = f" ({fault.suggestion})" if fault.suggestion else ""
    return {"pointer": where.strip(), "code": fault.refusal.code, "detail": f"{subject}: {fault.detail}{hint}"}


def fault_of(refusal: Refusal) -> Fault:
    return Fault(type(refusal), refusal.pointer or "", refusal.detail, refusal.suggestion)


def refuse(errors: list[dict[str, Any]]) -> None:
    """Raises BundleUnsound with all of them, so that nobody mends one only to meet the next."""
    if errors:
        found = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        raise BundleUnsound(f"{found} in the bundle, so nothing was done", errors=errors[:ERRORS_TOLD])
