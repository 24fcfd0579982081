"""What is found while a file is read: every mistake with its place, not the first one alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.tables.words import UnreadableExpression
from catalog_admin.kit.faults import step

T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    path: str
    findings: list[Finding] = field(default_factory=list)

    def error(
        self, pointer: str, code: Code, reason: str, suggestion: str | None = None, key: Iterable[str] = ()
    ) -> None:
        self.findings.append(Finding(self.path, pointer, code, reason, suggestion, key=frozenset(key)))

    def warning(self, pointer: str, code: Code, reason: str, suggestion: str | None = None) -> None:
        self.findings.append(Finding(self.path, pointer, code, reason, suggestion, Severity.WARNING))

    @property
    def is_clean(self) -> bool:
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def compiled(self, compile_: Callable[[str], T], source: str, pointer: str) -> T | None:
        """The compiled cell, or None and a finding that says why not."""
        try:
            return compile_(source)
        except UnreadableExpression as wrong:
            self.error(pointer, Code.TABLE_CELL, wrong.reason, wrong.suggestion)
            return None

    def distinct(self, ids: Iterable[str], pointers: Iterable[str], what: str) -> None:
        """Ids are what history, coverage and explanations say: no two may be one."""
        seen: set[str] = set()
        for each, pointer in zip(ids, pointers, strict=True):
            if each in seen:
                self.error(pointer, Code.TABLE_DUPLICATE, f"another {what} is `{each[:80]}` already")
            seen.add(each)

    def text(self, holder: dict[str, Any], name: str, pointer: str, *, needed: bool = False) -> str:
        """A text member; an absent one is empty, anything else a finding."""
        value = holder.get(name)
        if isinstance(value, str) and (value or not needed):
            return value
        if needed or value is not None:
            self.error(pointer + step(name), Code.TABLE_MALFORMED, f"`{name[:80]}` is a text")
        return ""

    def objects(self, holder: dict[str, Any], name: str, pointer: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """The objects of a list member, each with its place."""
        items = holder.get(name)
        if not isinstance(items, list):
            self.error(f"{pointer}/{name}", Code.TABLE_MALFORMED, f"`{name}` is a list")
            return []
        if len(items) > limit:
            self.error(f"{pointer}/{name}", Code.TABLE_TOO_LARGE, f"{len(items):,} of at most {limit:,}")
            return []
        placed = [(f"{pointer}/{name}/{place}", item) for place, item in enumerate(items)]
        for where, item in placed:
            if not isinstance(item, dict):
                self.error(where, Code.TABLE_MALFORMED, "an object is expected here")
        return [(where, item) for where, item in placed if isinstance(item, dict)]
