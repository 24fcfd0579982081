"""Runs the public suites of decision tables, DMN's level 2 and GoRules' graphs, and writes what became of every case.

python -m tests.conformance.tables      writes docs/reference/decision-table-conformance.md
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import zen

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, errors
from catalog_admin.artefacts.tables.dmn.decide import decide as decide_dmn
from catalog_admin.artefacts.tables.dmn.model import Decisions
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.predicates.model import Outcome

ROOT = Path(__file__).parents[2]
DMN = ROOT / "tests" / "data" / "dmn"
JDM = ROOT / "tests" / "data" / "jdm"
PAGE = ROOT / "docs" / "reference" / "decision-table-conformance.md"
# When the two answers of GoRules' suite that hold the time were written down.
RECORDED = datetime.fromtimestamp(1_755_622_502, UTC)
# What a deviation is for; anything else that differs has no name and fails the test.
DEVIATIONS = {
    "missing input": "zen goes on with null where an input is missing, also to a row that grants; we do not",
}


@dataclass(frozen=True)
class Verdict:
    suite: str
    name: str
    case: str
    verdict: str
    detail: str = ""


def verdicts() -> list[Verdict]:
    return [*dmn_verdicts(), *jdm_verdicts()]


def dmn_cases() -> list[dict[str, Any]]:
    return [*_lines(DMN / "tests.jsonl")]


def jdm_graphs() -> list[dict[str, Any]]:
    return [*_lines(JDM / "graphs.jsonl")]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line, parse_float=Decimal)


def dmn_verdicts() -> list[Verdict]:
    return [verdict for case in dmn_cases() for verdict in _dmn_case(case)]


@cache
def _decisions(model: str) -> tuple[Decisions | None, list[Finding]]:
    return read_dmn(f"tables/{model}", (DMN / model).read_bytes())


def _dmn_case(case: Mapping[str, Any]) -> Iterator[Verdict]:
    decisions, findings = _decisions(case["model"])
    for name, wanted in case["expect"].items():
        if decisions is None:
            reasons = [finding.reason for finding in errors(findings) if finding.code == Code.TABLE_DMN]
            said = Verdict("DMN", case["dir"], case["case"], "not imported", _sort_of(reasons))
        else:
            found = decide_dmn(decisions, name, _plain(case["inputs"]), RECORDED)
            same = _number(found.value) == _number(_plain(wanted))
            detail = "" if same else f"unexplained: {found.answer.outcome.name} {found.value!r}"
            said = Verdict("DMN", case["dir"], case["case"], "equal" if same else "deviates", detail)
        yield said


def _sort_of(reasons: list[str]) -> str:
    """The reason in two words: which kind of logic it is instead of a table."""
    kinds = [reason.partition(" is ")[2].partition(",")[0] for reason in reasons if "not a decision table" in reason]
    return kinds[0] if kinds else reasons[0] if reasons else "unexplained"


def _plain(value: Any) -> Any:
    """{"$number": "1.5"} is how the suite writes numbers."""
    if isinstance(value, dict) and value.keys() == {"$number"}:
        return Decimal(value["$number"])
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _number(value: Any) -> Any:
    """Numbers as the double nearest to them: the suites write no more digits than that."""
    if isinstance(value, Mapping):
        return {name: _number(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_number(item) for item in value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{float(value):.14g}"
    return value


def jdm_verdicts() -> list[Verdict]:
    return [verdict for each in jdm_graphs() for verdict in _jdm_cases(each)]


def _jdm_cases(each: Mapping[str, Any]) -> Iterator[Verdict]:
    graph, findings = read_graph(each["name"], each["graph"])
    for place, test in enumerate(each["tests"]):
        case = str(place + 1)
        if graph is None:
            yield Verdict("JDM", each["name"], case, "refused", errors(findings)[0].code)
            continue
        found = decide(graph, test["input"], RECORDED)
        if found.outcome is Outcome.MISSING_INPUT:
            yield Verdict("JDM", each["name"], case, "deviates", "missing input")
        elif _number(found.result) == _number(test["output"]):
            yield Verdict("JDM", each["name"], case, "equal")
        else:
            yield Verdict("JDM", each["name"], case, "deviates", f"unexplained: {found.outcome.name} {found.reason}")


def asked_of_zen() -> list[bool]:
    """Whether zen itself, without the fence, gives what its own suite expects; function nodes are left out."""
    return [
        _number(_lowered(_zen(each["graph"], test["input"]))) == _number(test["output"])
        for each in jdm_graphs()
        for test in each["tests"]
        if not any(node["type"] == "functionNode" for node in each["graph"]["nodes"])
    ]


def _zen(graph: Any, context: Any) -> Any:
    decision = zen.ZenEngine().create_decision(json.dumps(graph, default=float))
    return decision.evaluate(json.dumps(context, default=float))["result"]


def _lowered(value: Any) -> Any:
    """zen gives every number as a float."""
    if isinstance(value, dict):
        return {name: _lowered(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_lowered(item) for item in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def page() -> str:
    found = verdicts()
    lines = [*_head(found), *_reasons(found), *_by_name("DMN", found), *_by_name("JDM", found), *_not_run()]
    return "\n".join(lines) + "\n"


def _not_run() -> list[str]:
    """Level 3 by name: it tries the whole of FEEL and boxed expressions, of which tables are imported alone."""
    cases: Counter[str] = Counter()
    for each in _lines(DMN / "level3.jsonl"):
        cases[each["dir"]] += each["cases"]
    return [
        "",
        "## DMN level 3",
        "",
        f"Not run: {sum(cases.values()):,} cases of {len(cases)} models try the whole of FEEL and boxed expressions",
        "other than tables, which are refused by name when a file is imported.",
        "",
        "| model | cases |",
        "| --- | --- |",
        *(f"| {name} | {count} |" for name, count in sorted(cases.items())),
    ]


def _head(found: list[Verdict]) -> list[str]:
    dmn = [each for each in found if each.suite == "DMN"]
    tables = [each for each in dmn if each.verdict != "not imported"]
    jdm = [each for each in found if each.suite == "JDM"]
    equal = {suite: sum(each.verdict == "equal" for each in group) for suite, group in (("t", tables), ("j", jdm))}
    return [
        "<!-- generated by `python -m tests.conformance.tables`; do not edit -->",
        "",
        "# Decision table conformance",
        "",
        "Two public suites run as tests. **DMN** is level 2 of the DMN Technology Compatibility Kit: decision tables",
        "are imported, other boxed expressions are not. **JDM** are GoRules' own graphs with their expected answers,",
        "evaluated at the instant at which the two answers that hold the time were recorded.",
        "",
        "| suite | answers | equal | other |",
        "| --- | --- | --- | --- |",
        f"| DMN level 2, decision tables | {len(tables)} | {equal['t']} | {len(tables) - equal['t']} |",
        f"| DMN level 2, the rest | {len(dmn) - len(tables)} | 0 | {len(dmn) - len(tables)} not imported |",
        f"| JDM | {len(jdm)} | {equal['j']} | {len(jdm) - equal['j']} |",
    ]


def _reasons(found: list[Verdict]) -> list[str]:
    counts = Counter((each.suite, each.verdict, each.detail) for each in found if each.verdict != "equal")
    said = {code.value: code.meaning for code in Code} | DEVIATIONS
    lines = ["", "| suite | | answers | why |", "| --- | --- | --- | --- |"]
    for (suite, verdict, detail), count in sorted(counts.items()):
        why = said.get(detail, f"the decision is a `{detail}`, not a table")
        lines.append(f"| {suite} | {verdict}: `{detail}` | {count} | {why} |")
    return lines


def _by_name(suite: str, found: list[Verdict]) -> list[str]:
    lines = ["", f"## {suite}", "", "| model | cases | verdict |", "| --- | --- | --- |"]
    for name in dict.fromkeys(each.name for each in found if each.suite == suite):
        verdicts_ = [each for each in found if each.suite == suite and each.name == name]
        counts = Counter(f"{each.verdict}: {each.detail}" if each.detail else each.verdict for each in verdicts_)
        said = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        lines.append(f"| {name} | {len(verdicts_)} | {said} |")
    return lines


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
