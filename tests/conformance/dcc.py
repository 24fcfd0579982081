"""Runs the EU's certificate rules, converted, as conditions and cases of a rule repository, and writes what became.

python -m tests.conformance.dcc      writes docs/reference/certificate-rules-conformance.md
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog_admin.artefacts.cases.model import CaseResult, PartKind, Report, Subject, SubjectId
from catalog_admin.artefacts.cases.reading import cases_of
from catalog_admin.artefacts.cases.running import run
from catalog_admin.artefacts.cases.subjects import PredicateSubject
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.tables.shapes import place
from catalog_admin.kit.canonical import canonical_json
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.values import date_of, datetime_of
from tests.conformance import certlogic
from tests.conformance.certlogic import THERE, condition, names_of, scope_of, type_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "dcc"
PAGE = ROOT / "docs" / "reference" / "certificate-rules-conformance.md"
_ANY_TIME = "2021-07-01T00:00:00Z"


@dataclass(frozen=True)
class Verdict:
    """What became of one case: `equal`, or a deviation by name."""

    rule: str
    name: str
    detail: str = ""


@cache
def rules() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "rules.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def _value_sets() -> dict[str, Any]:
    sets: dict[str, Any] = json.loads((DATA / "valuesets.json").read_text(encoding="utf-8"))
    return sets


def tree() -> dict[str, bytes]:
    """The converted rules as files of a rule repository: a condition for each, and its cases beside it."""
    files: dict[str, bytes] = {}
    for each in rules():
        name = _name(each["rule"])
        files[f"predicates/dcc/{name}.json"] = canonical_json(_predicate(each["rule"]))
        if each["tests"]:
            files[f"tests/dcc/{name}.json"] = canonical_json(_cases(each))
    return files


def _name(rule: Mapping[str, Any]) -> str:
    return f"{rule['Identifier']}_{rule['Version']}".lower()


def _predicate(rule: Mapping[str, Any]) -> dict[str, Any]:
    english = next(said["desc"] for said in rule["Description"] if said["lang"] == "en")
    return {
        "id": _name(rule),
        "description": english[:4000],
        "effectiveFrom": rule["ValidFrom"],
        "when": condition(rule["Logic"]),
    }


def _cases(each: Mapping[str, Any]) -> dict[str, Any]:
    names = names_of(condition(each["rule"]["Logic"]))
    return {
        "subject": {"kind": "predicate", "id": _name(each["rule"])},
        "cases": [_case(number, test, names) for number, test in enumerate(each["tests"], 1)],
    }


def _case(number: int, test: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    external = test["external"]
    sets = external.get("valueSets")
    if isinstance(sets, dict) and "$ref" in sets:
        sets = _value_sets()[sets["$ref"]]
    known = {"payload": test["payload"], "external": {"valueSets": sets or {}}}
    context: dict[str, Any] = {}
    for name in sorted(names):
        value = _told(known, name.removesuffix(f".{THERE}"))
        if value is not None:
            place(context, tuple(name.split(".")), value)
    return {
        "id": f"case-{number}",
        "name": (test["name"] or "")[:200],
        "instant": _instant(external.get("validationClock", _ANY_TIME)),
        "context": context,
        "expect": {"outcome": "MATCH" if test["expected"] else "NO_MATCH"},
    }


def _told(known: Any, name: str) -> Any:
    """What lies at the name; of something with members only that it is there."""
    for step in name.split("."):
        if isinstance(known, list):
            known = known[int(step)] if step.isdigit() and int(step) < len(known) else None
        elif isinstance(known, dict):
            known = known.get(step)
        else:
            return None
    if isinstance(known, dict | list) and not type_of(name).many:
        return True if known else None
    moment = known if isinstance(known, str) and type_of(name).kind.value == "datetime" else None
    return known if moment is None else _instant(moment)


def _instant(said: str) -> str:
    """A day is its midnight in UTC, a time without a zone is in UTC; what is neither stays what it is."""
    if date_of(said):
        return f"{said}T00:00:00Z"
    return f"{said}Z" if datetime_of(f"{said}Z") else said


def subjects(files: Mapping[str, bytes]) -> dict[SubjectId, Subject]:
    found: dict[SubjectId, Subject] = {}
    for path, content in files.items():
        if path.startswith("predicates/"):
            value = read(path, content).value
            scope = scope_of(value["when"])
            found[SubjectId("predicate", value["id"])] = PredicateSubject(
                value["id"], compile_rule(value["when"], scope), scope
            )
    return found


@cache
def report() -> Report:
    files = tree()
    values = {path: read(path, content).value for path, content in files.items() if path.startswith("tests/")}
    return run([case for path, value in values.items() for case in cases_of(path, value)[0]], subjects(files))


def verdicts() -> Iterator[Verdict]:
    return (_verdict(result) for result in report().results)


def _verdict(result: CaseResult) -> Verdict:
    detail = "; ".join(f"{each.member}: {each.expected}, told {each.told}" for each in result.differences)
    return Verdict(result.case.subject.id, "equal" if result.passed else "deviates", detail)


def page() -> str:
    found = [*verdicts()]
    counts = Counter(each.name for each in found)
    converter = certlogic.__doc__ or ""
    return "\n".join(
        [
            "<!-- generated by `python -m tests.conformance.dcc`; do not edit -->",
            "",
            "# Certificate rules",
            "",
            f"The {len(rules())} rules that countries applied to the EU's digital COVID certificates, with their",
            f"{len(found)} cases, converted from CertLogic and run as conditions and cases of a rule repository:",
            f"{counts['equal']} equal, {counts['deviates']} deviate. The cases try {_of(PartKind.RULE)} rules",
            f"and {_of(PartKind.CONDITION)} conditions both ways.",
            "",
            "## The conversion",
            "",
            converter.partition("\n\n")[2].strip(),
            "",
            "## Every rule",
            "",
            "| rule | cases | equal | deviates |",
            "| --- | --- | --- | --- |",
            *_by_rule(found),
            "",
        ]
    )


def _of(kind: PartKind) -> str:
    tried, all_ = report().share(kind)
    return f"{tried} of {all_}"


def _by_rule(found: list[Verdict]) -> Iterator[str]:
    for rule in dict.fromkeys(each.rule for each in found):
        counts = Counter(each.name for each in found if each.rule == rule)
        yield f"| {rule} | {sum(counts.values())} | {counts['equal']} | {counts['deviates']} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
