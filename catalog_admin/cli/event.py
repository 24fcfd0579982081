"""The outbox, to look into."""

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.events import queries
from catalog_admin.events.schemas import EventOut, EventPage

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `list` a subcommand although it is the only one."""


@app.command("list")
@seated
def list_events(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """Oldest first, each exactly once along the cursors."""

    def page(limit: int, after: str | None) -> EventPage:
        found = queries.since(reads, after=after, limit=limit)
        return EventPage(items=[EventOut.model_validate(event) for event in found.items], next=found.next)

    columns = {
        "at": lambda each: each.at.isoformat(),
        "type": lambda each: each.type,
        "subject": lambda each: each.subject,
        "environment": lambda each: each.environment,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)
