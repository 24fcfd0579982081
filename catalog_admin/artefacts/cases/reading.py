"""A `tests/*.json` file → its cases, each with everything that the file says once for all of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from catalog_admin.artefacts.cases.model import Case, SubjectId
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.expectations import unexpecting
from catalog_admin.artefacts.kinds.instants import undated
from catalog_admin.predicates.values import date_of, datetime_of, decimal_of


def cases_of(path: str, value: Mapping[str, Any]) -> tuple[list[Case], list[Finding]]:
    """`value` is what the kind's schema has accepted; a case without an instant is refused: nobody guesses the time.

    One that expects nothing is as well: it is not run, and the others are.
    """
    subject = SubjectId(value["subject"]["kind"], value["subject"]["id"])
    shared = opened(value.get("context", {}))
    cases: list[Case] = []
    findings: list[Finding] = []
    for place, said in enumerate(value["cases"]):
        pointer = f"/cases/{place}"
        instant = _instant(said.get("instant") or value.get("instant"))
        if instant is None:
            findings.append(undated(path, pointer))
            continue
        if not said["expect"]:
            findings.append(unexpecting(path, pointer))
            continue
        context = {**shared, **opened(said.get("context", {}))}
        expect = opened(said["expect"])
        cases.append(Case(path, pointer, said["id"], subject, context, instant, expect, said.get("name", "")))
    return cases, findings


def opened(value: Any) -> Any:
    """With exact decimals instead of {"decimal": "0.5"}."""
    if isinstance(value, Mapping):
        if value.keys() == {"decimal"} and isinstance(value["decimal"], str):
            number = decimal_of(value["decimal"])
            return value if number is None else number
        return {name: opened(item) for name, item in value.items()}
    return [opened(item) for item in value] if isinstance(value, list) else value


def _instant(said: Any) -> datetime | None:
    if not isinstance(said, str):
        return None
    day: date | None = date_of(said)
    return datetime.combine(day, time(), UTC) if day is not None else datetime_of(said)
