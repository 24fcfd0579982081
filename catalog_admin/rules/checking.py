"""What may be committed: every way in asks here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from catalog_admin.artefacts.checking.report import Report, check, one_of_a_kind
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.errors import ArtefactRefused
from catalog_admin.artefacts.finding import Finding, Severity, errors
from catalog_admin.artefacts.kinds.reading import canonical, read
from catalog_admin.artefacts.tables.strays import column_ids
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.rules.breaking import Touched, touched
from catalog_admin.rules.errors import RulesUnsound
from catalog_admin.rules.faults import Faults, new_of
from catalog_admin.rules.trees import Trees
from rulestore.comparing import Changed, difference
from rulestore.graph import Graph
from rulestore.model import Oid
from rulestore.store import Build
from rulestore.workshop import Workshop, commit_at


class Checked:
    """A build whose commits hold together; `changed` is what the last of them changed, `touched` the conditions among
    it. Raises RulesUnsound.

    `then` is called with what was found of each, and the tree that it was found of.
    """

    def __init__(self, build: Build, then: Callable[[Report, Oid], None] = lambda _, __: None) -> None:
        self._build, self._then = build, then
        self.changed: list[Changed] = []
        self.touched: list[Touched] = []

    def __call__(self, workshop: Workshop, graph: Graph, tip: Oid | None, /) -> Oid:
        commit = self._build(workshop, graph, tip)
        report = check_commit(Trees(workshop), tip, commit)
        self.changed = difference(workshop, tip, commit)
        self.touched = touched(workshop, self.changed)
        self._then(report, commit_at(workshop, commit).tree)
        return commit


def check_commit(trees: Trees, before: Oid | None, commit: Oid) -> Report:
    """Raises RulesUnsound for errors that were not there before: what is broken can be mended step by step."""
    report = check(trees.at(commit))
    added = errors(new_among([each for each in report.said if _may_refuse(each)], trees, before, commit))
    if added:
        raise unsound(one_of_a_kind(added))
    return report


def new_among(found: Sequence[Finding], trees: Trees, before: Oid | None, commit: Oid) -> list[Finding]:
    """Those that nothing said of the files as they were. `found` is all that is said: one fault may hide another."""
    if not found:
        return []
    files = trees.at(before)
    new = new_of(Faults(found, trees.at(commit)), Faults(check(files).said, files))
    return [*_judged(new, trees, before, commit)]


def unsound(findings: Sequence[Finding]) -> RulesUnsound:
    first = findings[0]
    return RulesUnsound(
        str(first),
        suggestion=first.suggestion,
        failed=len(findings),
        errors=[told(each) for each in findings[:ERRORS_TOLD]],
    )


def told(finding: Finding) -> dict[str, str | None]:
    return {
        "file": finding.path,
        "pointer": finding.pointer,
        "code": str(finding.code),
        "detail": finding.reason,
        "suggestion": finding.suggestion,
    }


def one_text(path: str, content: bytes, before: bytes | None = None) -> bytes:
    """The file as it is kept: in its one spelling, if it is understood; whatever else is wrong, checking says.

    `before` is the file that it takes the place of.
    """
    try:
        return canonical(path, content, before)
    except ArtefactRefused:
        return content


def _may_refuse(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or finding.code == Code.TABLE_STRAY


def _judged(new: list[Finding], trees: Trees, before: Oid | None, commit: Oid) -> Iterator[Finding]:
    """A cell whose column has gone is no remark: the row matches more than it did. In a merge either side had it."""
    columns: dict[str, set[str]] = {}
    for each in new:
        if each.code != Code.TABLE_STRAY or each.severity is Severity.ERROR:
            yield each
            continue
        if each.path not in columns:
            earlier = [trees.at(one).get(each.path) for one in {before, *trees.parents(commit)}]
            read_ = [read(each.path, content).value for content in earlier if content is not None]
            columns[each.path] = {name for graph in read_ for name in column_ids(graph)}
        name = each.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        yield replace(each, severity=Severity.ERROR) if name in columns[each.path] else each
