"""Policies, formats, what an import reports, and what a room has to say about its rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from catalog_admin.jobs.errors import BadMapping
from catalog_admin.kit.faults import Fault, step
from catalog_admin.kit.work import Work

KEPT_ERRORS = 1_000

# A CSV row as the document it stands for.
Cells = Callable[[dict[str, str]], dict[str, Any]]


class Format(StrEnum):
    NDJSON = "ndjson"
    JSON = "json"
    CSV = "csv"


class Policy(StrEnum):
    """What one wrong row does to the others."""

    REJECT_EVERYTHING = "reject-everything"
    REJECT_FAILED_ROWS = "reject-failed-rows"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a CSV file: as they are called there, and where in the document each one's cells go."""

    columns: tuple[str, ...]
    pointers: tuple[str | None, ...]

    @classmethod
    def of(cls, columns: Iterable[str], names: Iterable[str], document_of: Cells) -> "Header":
        """`names` are ours, empty for a column that is left out. One cell alone shows where its column leads."""
        return cls(tuple(columns), tuple(_leaf(document_of({name: "x"})) if name else None for name in names))

    def position(self, pointer: str) -> int | None:
        """Of the column that what stands at the pointer came from, or would have come from."""
        found = [(len(at), index) for index, at in enumerate(self.pointers) if at and _is_within(pointer, at)]
        inside = [index for index, at in enumerate(self.pointers) if at and pointer and _is_within(at, pointer)]
        return max(found)[1] if found else next(iter(inside), None)


def _leaf(document: Any) -> str:
    """The way down to the only value in a document."""
    if isinstance(document, dict) and len(document) == 1:
        [(member, value)] = document.items()
        return step(member) + _leaf(value)
    if isinstance(document, list) and len(document) == 1 and isinstance(document[0], dict):
        return step(0) + _leaf(document[0])
    return ""


def _is_within(pointer: str, outer: str) -> bool:
    return f"{pointer}/".startswith(f"{outer}/")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells that a row of a CSV file was read from."""

    header: Header
    cells: list[str]

    def cell_at(self, pointer: str) -> tuple[str, str] | None:
        """Column, as the file calls it, and cell behind a place in the document."""
        position = self.header.position(pointer)
        return None if position is None else (self.header.columns[position], self.cells[position])


@dataclass(slots=True)
class Row:
    """`line` counts from 1 in the file as an editor shows it; for a JSON array it is the item's number.

    `unread` is a line of NDJSON as it stands: who takes the row reads it, by `rows.exactly` if no shorter way is found.
    """

    line: int
    document: Any = None
    fault: Fault | None = None
    record: Record | None = None
    unread: bytes | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """`column` and `value` are those of a CSV file, if one cell is to blame."""

    line: int
    key: str | None
    fault: Fault
    column: str | None = None
    value: str | None = None

    def placed(self, record: Record | None) -> "RowFault":
        cell = None if record is None else record.cell_at(self.fault.pointer)
        return self if cell is None else replace(self, column=cell[0], value=cell[1])


def renamed_by(said: Iterable[str]) -> dict[str, str]:
    """`their column=our name` each, without our name for a column that is left out; raises BadMapping."""
    return dict(_pair(each) for each in said)


def _pair(said: str) -> tuple[str, str]:
    column, separator, name = said.rpartition("=")
    if not separator or not column.strip():
        raise BadMapping(f"{said!r} is not `their column=our name`", pointer="/map")
    return column.strip(), name.strip()


class Seen:
    """Keys of one file and the lines they stand on; a hundred bytes a key, the only memory that grows."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def first(self, key: str, line: int) -> int | None:
        """The line where the key stood before, None if it is new."""
        earlier = self._lines.setdefault(key, line)
        return None if earlier == line else earlier


@dataclass(frozen=True, slots=True)
class Order:
    """What the caller wants done with the file; `renamed` maps its CSV columns to ours, or to nothing."""

    format: Format
    policy: Policy
    dry_run: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    """Rows by what became of them; `rejected` counts rows, not faults."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def add(self, other: "Counts") -> None:
        self.rows += other.rows
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.rejected += other.rejected


@dataclass(slots=True)
class ImportReport:
    """`errors` are the first thousand; `errors_found` counts all of them."""

    policy: Policy
    dry_run: bool
    counts: Counts = field(default_factory=Counts)
    errors: list[RowFault] = field(default_factory=list)
    errors_found: int = 0
    changed_anything: bool = False

    @property
    def is_refused(self) -> bool:
        """One wrong row has kept out all the others."""
        return self.policy is Policy.REJECT_EVERYTHING and self.errors_found > 0

    def keep(self, faults: Iterable[RowFault]) -> None:
        for fault in faults:
            self.errors_found += 1
            if len(self.errors) < KEPT_ERRORS:
                self.errors.append(fault)

    def said(self) -> dict[str, Any]:
        """For the job's result, in the words of the API."""
        counts = self.counts
        return {
            "policy": self.policy.value,
            "dryRun": self.dry_run,
            "rows": counts.rows,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "rejected": counts.rejected,
            "errors": self.errors_found,
            "changedAnything": self.changed_anything,
        }


# Writes a chunk set-wise; rows refused only here come back as faults.
Write = Callable[[Work], tuple[Counts, list[RowFault]]]


class Intake(Protocol):
    """One kind of row. Used for one import; the registry it checks against is locked by `begin`.

    Rows are checked in one thread while the chunk before them is written in another: what `take` and `taken` touch,
    the write that `taken` answers leaves alone.
    """

    @property
    def noun(self) -> str:
        """What the rows are, in the plural, for people."""

    def begin(self, work: Work) -> None:
        """At the start of each transaction: learn what rows are checked against."""

    def document_of(self, cells: dict[str, str]) -> dict[str, Any]:
        """A CSV row as the document it stands for; wrong cells stay as they are and fail the check."""

    def take(self, row: Row) -> list[RowFault]:
        """Check a row and keep it to be written, or say everything that is wrong with it."""

    def taken(self) -> Write:
        """What was taken since the last call, ready to be written, once or never."""

    def announce(self, work: Work) -> None:
        """With the first change of an import that commits as it goes: should it die, the trail knows of it."""

    def finish(self, work: Work, report: ImportReport) -> None:
        """In the last transaction, if anything was changed: audit and events."""
