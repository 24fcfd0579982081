"""What several commands ask for in the same words, and documents they read."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.faults import ERRORS_TOLD, step
from catalog_admin.kit.paging import LARGEST_PAGE

TenantOption = Annotated[str, typer.Option("--tenant", envvar="CATALOG_ADMIN_TENANT", help="Whose catalogs.")]
EnvironmentOption = Annotated[
    str | None,
    typer.Option("--environment", "-e", envvar="CATALOG_ADMIN_ENVIRONMENT", help="Default: the tenant's own default."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on standard output.")]
DEFAULT_TENANT = "demo"

CatalogArgument = Annotated[str, typer.Argument(metavar="CATALOG", help="The catalog's key.")]
PathArgument = Annotated[str, typer.Argument(metavar="PATH", help='Keys joined by dots; "" is the root.')]
DocumentArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="JSON as the API takes it; - reads standard input.")
]
IfMatchOption = Annotated[
    str, typer.Option("--if-match", help="The ETag you decided on, as `show` prints it; * is whatever is there.")
]
ANYTHING = "*"

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=LARGEST_PAGE, help="Rows at most.")]
AfterOption = Annotated[str | None, typer.Option("--after", help="Go on behind this cursor, which the last page gave.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every row, page by page as they come.")]
A_PAGE = 50

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class Paging:
    """How much of a list is wanted; commands get it in the place of --limit, --after and --all."""

    limit: int = A_PAGE
    after: str | None = None
    every: bool = False

    @property
    def size(self) -> int:
        return LARGEST_PAGE if self.every else self.limit


def expected(if_match: str) -> Expected:
    """`"r7"`, and also r7: a shell takes quotes away."""
    tags = (tag.strip() for tag in if_match.split(","))
    return Expected(", ".join(tag if tag == ANYTHING or tag.startswith('"') else f'"{tag}"' for tag in tags))


def document(file: Path) -> Any:
    """What the file says, with every digit. Raises BadArgument, UnreadableBody."""
    return read_exactly(bytes_of(file))


def bytes_of(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    if not file.is_file():
        raise BadArgument(f"there is no file {file}", pointer="/file")
    return file.read_bytes()


def words(kind: type[Body], said: Any) -> Body:
    """The API's own words, checked by the API's own rules; raises BadArgument with each fault and its place."""
    try:
        return kind.model_validate(said)
    except ValidationError as wrong:
        found = wrong.errors(include_url=False)
        errors = [
            {"code": each["type"], "pointer": "".join(map(step, each["loc"])), "detail": each["msg"]} for each in found
        ]
        first = errors[0]
        raise BadArgument(first["detail"], pointer=first["pointer"] or None, errors=errors[1:ERRORS_TOLD]) from wrong


def instant(said: str | None) -> datetime | None:
    """A date means its first moment in UTC; raises BadArgument."""
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError as wrong:
        raise BadArgument(f"{said!r} is no date or instant", suggestion="2021-01-01T00:00:00Z") from wrong
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def given(**options: Any) -> dict[str, Any]:
    """What was said; an option that was not given changes nothing."""
    return {name: value for name, value in options.items() if value is not None}


def object_of(said: str | None, option: str) -> dict[str, Any] | None:
    """An option that holds a JSON object. Raises BadArgument, UnreadableBody."""
    if said is None:
        return None
    found = read_exactly(said)
    if not isinstance(found, dict):
        raise BadArgument(f"--{option} takes a JSON object", pointer=f"/{option}")
    return found
