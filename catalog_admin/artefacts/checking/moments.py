"""Dates that exist, intervals that begin before they end, and cases that say when they happen and what comes of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds import expectations, instants
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.walking import Place
from catalog_admin.artefacts.rulesets.model import in_force
from catalog_admin.predicates.values import date_of, datetime_of

_FOR_EVER = date.max.isoformat()
_DAYS = (("start", "end"), ("effectiveDate", "expiryDate"))


def moments(tree: Tree) -> Iterator[Finding]:
    for path, places in tree.places.items():
        wrong = [place for place in places if _is_no_moment(place)]
        yield from (_no_moment(path, place) for place in wrong)
        if not wrong:
            for place in places:
                yield from _intervals(path, place)


def undated(tree: Tree) -> Iterator[Finding]:
    """Cases of which neither they nor their file say when they happen: they could not be asked."""
    for artefact in tree.understood(ArtefactKind.TEST):
        if "instant" not in artefact.value:
            for at, case in enumerate(artefact.value["cases"]):
                if "instant" not in case:
                    yield instants.undated(artefact.path, f"/cases/{at}")


def unexpecting(tree: Tree) -> Iterator[Finding]:
    """Cases that nothing could fail."""
    for artefact in tree.understood(ArtefactKind.TEST):
        for at, case in enumerate(artefact.value["cases"]):
            if not case["expect"]:
                yield expectations.unexpecting(artefact.path, f"/cases/{at}")


def _is_no_moment(place: Place) -> bool:
    said = place.value
    is_asked = bool(place.schema.get("x-moment")) and isinstance(said, str)
    return is_asked and date_of(said) is None and datetime_of(said) is None


def _no_moment(path: str, place: Place) -> Finding:
    return Finding(path, place.pointer, Code.NO_MOMENT, f"{place.value} is on no calendar", "2026-01-31")


def _intervals(path: str, place: Place) -> Iterator[Finding]:
    if not isinstance(place.value, dict) or "properties" not in place.schema:
        return
    value = place.value
    if "effectiveFrom" in value and "effectiveTo" in value and in_force(value).is_never:
        yield _backwards(path, f"{place.pointer}/effectiveTo", "effectiveFrom", "effectiveTo")
    for begins, ends in _DAYS:
        if _day(value, begins) is not None and (last := _day(value, ends)) is not None and value[begins] > last:
            yield _backwards(path, f"{place.pointer}/{ends}", begins, ends)
    if "windows" in place.schema["properties"]:
        yield from _overlapping(path, f"{place.pointer}/windows", value.get("windows", []))


def _day(value: dict[str, Any], name: str) -> str | None:
    said = value.get(name)
    return said if isinstance(said, str) else None


def _backwards(path: str, pointer: str, begins: str, ends: str) -> Finding:
    return Finding(path, pointer, Code.NEVER_IN_FORCE, f"{ends} lies before {begins}")


def _overlapping(path: str, pointer: str, windows: list[dict[str, Any]]) -> Iterator[Finding]:
    """Both say what the field is on the days that they share."""
    dated = sorted((window["start"], window.get("end") or _FOR_EVER, at) for at, window in enumerate(windows))
    last: tuple[str, int] | None = None  # the day on which the longest one so far ends
    for begins, ends, at in dated:
        if last is not None and begins <= last[0]:
            reason = f"it begins before window {last[1]} ends"
            yield Finding(path, f"{pointer}/{at}/start", Code.OVERLAPPING, reason, severity=Severity.WARNING)
        last = max(last, (ends, at)) if last is not None else (ends, at)
