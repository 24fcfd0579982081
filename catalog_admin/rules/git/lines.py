"""What a push is told of its files, line by line: what is wrong or odd, and what came of the cases."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog_admin.artefacts.checking.report import Report
from catalog_admin.artefacts.finding import Severity
from catalog_admin.rules.errors import RulesUnsound
from catalog_admin.rules.model import Broken, Tried
from rulestore.comparing import Changed

FAILURES_TOLD, BROKEN_TOLD = 10, 20


def of_errors(unsound: RulesUnsound) -> list[str]:
    """As a finding is told everywhere, and how many are not told."""
    told, failed = unsound.facts["errors"], unsound.facts["failed"]
    return [*map(_line, told), *_more(failed - len(told))]


def said_of(report: Report, changed: Sequence[Changed], has_cases: bool, tried: Tried | None) -> list[str]:
    """Warnings of files that were touched; of cases how many failed, and the first of them."""
    paths = {each.path for each in changed}
    odd = [each for each in report.findings if each.severity is Severity.WARNING and each.path in paths]
    return [*(f"warning: {each}" for each in odd), *(_of_cases(tried) if has_cases else ())]


def of_broken(broken: Broken) -> list[str]:
    """What catalogs cannot use any more, and how many are not told."""
    told = broken.told[:BROKEN_TOLD]
    untold = len(broken.told) + broken.untold - len(told)
    more = ["more catalogs refer to these files than were looked at"] if broken.is_more else []
    return [*(f"warning: {each.finding}" for each in told), *_more(untold), *more]


def _of_cases(tried: Tried | None) -> Iterator[str]:
    if tried is None:
        yield "its cases take a while: a job runs them"
        return
    yield f"{tried.cases} cases, {tried.failed} failed"
    yield from map(_line, tried.failures[:FAILURES_TOLD])
    yield from _more(tried.failed - FAILURES_TOLD)


def _line(told: Mapping[str, Any]) -> str:
    where = f"{told['file']}#{told['pointer']}" if told["pointer"] else str(told["file"])
    hint = f" ({told['suggestion']})" if told.get("suggestion") else ""
    return f"{where}: {told['code']}: {told['detail']}{hint}"


def _more(untold: int) -> list[str]:
    return [f"... and {untold} more"] if untold > 0 else []
